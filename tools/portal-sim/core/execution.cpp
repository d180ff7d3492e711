#include "portal-sim/core/execution.hpp"

#include "portal-sim/core/php_value.hpp"
#include "portal-sim/core/portal_date.hpp"

#include <array>
#include <cmath>
#include <utility>

namespace portal_sim {

namespace {

namespace json = boost::json;

// Names that the portal takes for itself before a method sees the parameters. `start` is handed on
// as the paging it is.
constexpr std::array<std::string_view, 8> reserved{
    "auth", "access_token", "auth_connector", "aplogin", "ap", "method", "state", "start"
};

time_point later(time_point when, double seconds) {
    return when + std::chrono::duration_cast<std::chrono::nanoseconds>(
                      std::chrono::duration<double>(seconds)
                  );
}

std::int64_t take_start(json::object& parameters) {
    std::int64_t start = 0;
    if (const auto* given = parameters.if_contains("start"))
        start = php::to_integer(*given).value_or(0);
    for (const auto name : reserved) parameters.stable_erase(name);
    return start < 0 ? -1 : start;
}

rest_error scope_error(const identity& caller, status_profile profile, call_place place) {
    auto error = system_error(system_failure::insufficient_scope, profile);
    if (caller.kind == credential_kind::webhook)
        error.description =
            "The request requires higher privileges than provided by the webhook token";
    if (place == call_place::in_batch) error.description.clear();
    return error;
}

}  // namespace

execution::execution(world& portal, const identity& caller, time_point now)
    : portal_(portal), caller_(caller), now_(now) {}

void execution::spend(std::string_view method, double seconds) {
    elapsed_ += seconds;
    spent_[std::string(method)] += seconds;
}

bool execution::barred(std::string_view method) {
    const auto& rules = portal_.rules;
    if (!rules.operating_active || rules.on_premise) return false;
    const operating_key key{caller_.holder, std::string(method)};
    if (!portal_.operating.exhausted(key, now_, rules.operating_limit)) {
        portal_.told_to_wait.erase(key);
        return false;
    }
    ++portal_.seen.operating_rejections;
    const bool again = !portal_.told_to_wait.insert(key).second;
    if (again) ++portal_.seen.calls_while_blocked;
    return true;
}

executed execution::run(const method& what, json::object parameters, call_place place) {
    const auto& rules = portal_.rules;
    const std::string name(what.name);
    ++portal_.seen.commands;
    ++portal_.seen.methods[name];
    if (!caller_.may(what.scope))
        return {std::unexpected(scope_error(caller_, rules.statuses, place)), {}};
    if (barred(name))
        return {
            std::unexpected(system_error(system_failure::operation_time_limit, rules.statuses)), {}
        };
    const auto drawn = portal_.faults.draw(
        fault_level::command, std::array{name}, caller_.issued_to, portal_.luck
    );
    const auto injected = [&] { return system_error(drawn.fault->failure, rules.statuses); };
    if (drawn.fault) ++portal_.seen.faults[std::string(to_string(drawn.fault->kind))];
    if (drawn.fault && drawn.fault->moment == fault_moment::before_effect)
        return {std::unexpected(injected()), {}};

    const auto start = take_start(parameters);
    method_call call{
        portal_, caller_, what.name, std::move(parameters), start, later(now_, elapsed_)
    };
    auto said = what.run(call);
    const auto configured = rules.seconds.find(name);
    const double seconds = configured == rules.seconds.end() ? what.seconds : configured->second;
    const double begin = elapsed_;
    spend(name, seconds);
    if (drawn.fault) return {std::unexpected(injected()), {}};
    if (!said) return {std::move(said), {}};
    return {std::move(said), time_of(name, begin, seconds)};
}

json::object execution::time_of(std::string_view method, double begin, double seconds) {
    const auto start = later(now_, begin);
    const auto finish = later(start, seconds);
    // The newest portals give `start` and `processing` as whole seconds.
    const bool newest = portal_.rules.statuses == status_profile::revised;
    json::object time{
        {"start", newest ? std::floor(to_unix(start)) : to_unix(start)},
        {"finish", to_unix(finish)},
        {"duration", seconds},
        {"processing", newest ? std::floor(seconds) : seconds},
        {"date_start", to_iso_date(start)},
        {"date_finish", to_iso_date(finish)},
    };
    if (!portal_.rules.operating_active || portal_.rules.on_premise) return time;
    const operating_key key{caller_.holder, std::string(method)};
    const auto mine = spent_.find(method);
    const double now_spent = mine == spent_.end() ? 0 : mine->second;
    const double counted = now_spent > operating_budget::free_of_charge ? now_spent : 0;
    time["operating_reset_at"] = portal_.operating.reset_at(key, now_);
    time["operating"] = portal_.operating.total(key, now_) + counted;
    return time;
}

json::object execution::whole_time(std::string_view method) {
    return time_of(method, 0, elapsed_);
}

void execution::settle(call_place place) {
    if (!portal_.rules.operating_active || portal_.rules.on_premise) return;
    // One reading of the sources: the whole batch is charged to `batch`, at half its time.
    if (place == call_place::in_batch && portal_.rules.charge == batch_charge::envelope) {
        portal_.operating.record({caller_.holder, "batch"}, elapsed_ / 2, now_);
        return;
    }
    for (const auto& [method, seconds] : spent_)
        portal_.operating.record({caller_.holder, method}, seconds, now_);
}

}  // namespace portal_sim
