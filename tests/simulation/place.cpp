#include "simulation/place.hpp"

#include "catalog/definitions.hpp"
#include "catalog/values.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace simulation {

namespace {

policy::policy_set read_policy(work what) {
    base::diagnostics problems;
    auto made = policy::policy_set::read_text(
        policy_for(what), "night.yaml", catalog::definitions::built_in(), problems
    );
    if (!made) throw std::runtime_error(base::to_text(problems.sorted().front()));
    return std::move(*made);
}

std::int64_t number(const boost::json::object& from, std::string_view name) {
    return from.at(name).to_number<std::int64_t>();
}

bool is_good(model::outcome what) {
    return what == model::outcome::changed || what == model::outcome::unchanged;
}

// Maps are stored as JSON text (portal-facts 6).
boost::json::value decoded(const boost::json::value& stored) {
    if (!stored.is_string() ||
        (!stored.get_string().starts_with('{') && !stored.get_string().starts_with('[')))
        return stored;
    boost::system::error_code wrong;
    auto read = boost::json::parse(stored.get_string(), wrong);
    return wrong ? stored : read;
}

const boost::json::value* stored_of(
    const boost::json::object& user, const std::string& resource, const std::string& key
) {
    const auto* from = user.if_contains(resource == "user" ? "fields" : "settings");
    if (from == nullptr || !from->is_object()) return nullptr;
    return from->get_object().if_contains(key);
}

std::size_t count_of(const boost::json::value& list, std::string_view key, std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        list.get_array(),
        [&](const boost::json::value& each) { return each.at(key).as_string() == text; }
    ));
}

}  // namespace

place::place(const portal_scenario& from, async::clock_source& clock, std::size_t number_of)
    : what(from),
      name("portal" + std::to_string(number_of)),
      portal(clock, from.sim),
      credentials(portal.credentials()),
      policies(read_policy(from.what)) {
    portal.way = from.way;
    if (!from.faults.empty()) order({{"faults", from.faults}});
}

void place::order(const boost::json::object& orders) {
    const auto done = portal.core().control(orders, portal.now());
    if (done.at("ok") != boost::json::value(true))
        throw std::runtime_error(std::string(done.at("problem").as_string()));
}

void place::delivered() {
    ++requests_;
    for (const auto& each : what.events) {
        if (each.after_requests != requests_) continue;
        order(each.orders);
        lost_.insert(each.user);
    }
}

void place::calm_down() {
    order({{"clear_faults", true}});
}

void place::become_hostile() {
    if (!what.faults.empty()) order({{"faults", what.faults}});
}

boost::json::object place::seen(std::int64_t user) const {
    return portal.core().state_of(user, portal.now());
}

std::vector<std::string> place::misdeeds() const {
    std::vector<std::string> all;
    const auto state = portal.core().state(portal.now());
    const auto& totals = state.at("totals").as_object();
    if (const auto refused = number(totals, "rate_rejections_provoked"); refused != 0)
        all.push_back(fmt::format("{}: {} refusals for the rate were provoked", name, refused));
    if (totals.at("bucket_peak").to_number<double>() > what.limits.burst)
        all.push_back(fmt::format("{}: the bucket was over its brim", name));
    for (const auto& user : state.at("by_user").as_array()) {
        const auto id = number(user.as_object(), "id");
        if (count_of(user.at("sections"), "name", "Meetings & more") > 1)
            all.push_back(fmt::format("{}: user {} has a calendar twice", name, id));
        const auto messages = user.at("notifications").as_array().size();
        const auto most = what.what == work::greetings    ? lives
                          : what.what == work::everything ? 2
                                                          : 1;
        if (messages > most)
            all.push_back(fmt::format("{}: user {} got {} messages", name, id, messages));
        // A credential that changes hands within a writing batch cannot be told beforehand; what it
        // wrote is put back.
        if (number(user.as_object(), "wrong_writes") > 2 * static_cast<std::int64_t>(lost_.size()))
            all.push_back(fmt::format("{}: somebody else wrote to user {}", name, id));
    }
    return all;
}

std::vector<std::string> place::lies(const std::map<std::int64_t, model::job_result>& outcomes
) const {
    std::vector<std::string> all;
    const auto& known = catalog::definitions::built_in();
    for (const auto& [id, result] : outcomes) {
        // Between the proof of a credential and its writing it may change hands unseen.
        if (is_lost(id)) continue;
        const auto user = seen(id);
        for (std::size_t i = 0; i < result.steps.size(); ++i) {
            const auto& step = result.what.steps[i];
            if (!is_good(result.steps[i].what) || step.kind == model::step_kind::call) continue;
            if (step.kind == model::step_kind::collection) {
                if (count_of(user.at("sections"), "name", "Meetings & more") != 1)
                    all.push_back(fmt::format("{}: user {} has no calendar", name, id));
                continue;
            }
            const auto& resource = *known.find_resource(step.target);
            for (const auto& key : step.with) {
                const auto* wanted = std::get_if<model::value>(&key.wanted);
                if (wanted == nullptr) continue;
                const auto* stored = stored_of(user, step.target, key.key());
                const auto* field = catalog::find_field(resource.fields, key.key());
                if (stored == nullptr || !catalog::same(*field, *wanted, decoded(*stored)))
                    all.push_back(fmt::format(
                        "{}: user {} should have {} = {} and has {}",
                        name,
                        id,
                        key.key(),
                        boost::json::serialize(*wanted),
                        stored == nullptr ? "nothing" : boost::json::serialize(*stored)
                    ));
            }
        }
    }
    return all;
}

}  // namespace simulation
