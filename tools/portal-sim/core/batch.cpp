#include "portal-sim/core/batch.hpp"

#include "portal-sim/core/parse_str.hpp"
#include "portal-sim/core/parse_url.hpp"
#include "portal-sim/core/php_value.hpp"
#include "portal-sim/core/references.hpp"

#include <algorithm>
#include <utility>

namespace portal_sim {

namespace {

namespace json = boost::json;

constexpr double envelope_seconds = 0.01;

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    });
    return out;
}

const json::value* folded_parameter(const json::object& parameters, std::string_view name) {
    for (const auto& each : parameters)
        if (lower(each.key()) == name) return &each.value();
    return nullptr;
}

// `cmd` as pairs of key and command; a list has its numbers as keys.
std::vector<std::pair<std::string, const json::value*>> commands_in(const json::object& parameters
) {
    std::vector<std::pair<std::string, const json::value*>> commands;
    const auto* given = folded_parameter(parameters, "cmd");
    if (given == nullptr) return commands;
    if (const auto* map = given->if_object())
        for (const auto& each : *map) commands.emplace_back(each.key(), &each.value());
    if (const auto* list = given->if_array())
        for (const auto& each : *list)
            commands.emplace_back(std::to_string(commands.size()), &each);
    return commands;
}

struct command {
    std::string method;
    json::object parameters;
};

command read_command(std::string_view text, const batch_results& so_far, reference_style style) {
    const auto parts = php::parse_url(text);
    command read;
    if (!parts) return read;
    read.method = parts->path.value_or("");
    if (!parts->query) return read;
    json::value parameters = php::parse_str(*parts->query);
    resolve_references(parameters, so_far, style);
    read.parameters = std::move(parameters.get_object());
    return read;
}

executed failed(system_failure what, const switches& rules) {
    return {std::unexpected(system_error(what, rules.statuses)), {}};
}

json::object run_inner_batch(execution& all, const json::object& parameters);

executed run_command(execution& all, command what) {
    const auto& rules = all.portal().rules;
    const auto name = lower(what.method);
    if (name == "download" || name == "upload" || (name == "batch" && !rules.nested_batch))
        return failed(system_failure::error_batch_method_not_allowed, rules);
    if (name == "batch") return {method_answer{run_inner_batch(all, what.parameters), {}, {}}, {}};
    const auto* found = find_method(what.method);
    if (found == nullptr) return failed(system_failure::error_method_not_found, rules);
    return all.run(*found, std::move(what.parameters), call_place::in_batch);
}

void gather(batch_results& into, const std::string& key, executed done, language speech) {
    if (!done.said) {
        into.error[key] = body_of(done.said.error(), speech);
        return;
    }
    into.result[key] = std::move(done.said->result);
    if (done.said->total) into.total[key] = *done.said->total;
    if (done.said->next) into.next[key] = *done.said->next;
    if (!done.time.empty()) into.time[key] = std::move(done.time);
}

batch_results run_commands(execution& all, const json::object& parameters) {
    const auto& rules = all.portal().rules;
    const auto* halt = folded_parameter(parameters, "halt");
    const bool halts = halt != nullptr && php::truthy(*halt);
    batch_results results;
    std::size_t place = 0;
    for (const auto& [key, text] : commands_in(parameters)) {
        executed done;
        if (place++ >= max_batch) {
            done = failed(system_failure::error_batch_length_exceeded, rules);
        } else if (!text->is_string()) {
            continue;  // neither a result nor an error, though the place is used up
        } else {
            done = run_command(all, read_command(text->get_string(), results, rules.references));
        }
        const bool error = !done.said;
        gather(results, key, std::move(done), rules.speech);
        if (error && halts) break;
    }
    return results;
}

json::object as_answer(batch_results results) {
    return {
        {"result", php::as_php_array(std::move(results.result))},
        {"result_error", php::as_php_array(std::move(results.error))},
        {"result_total", php::as_php_array(std::move(results.total))},
        {"result_next", php::as_php_array(std::move(results.next))},
        {"result_time", php::as_php_array(std::move(results.time))},
    };
}

json::object run_inner_batch(execution& all, const json::object& parameters) {
    return as_answer(run_commands(all, parameters));
}

// One reading of the sources: every command shows the time of the batch as a whole.
void show_envelope_time(execution& all, batch_results& results) {
    const auto whole = all.whole_time("batch");
    const auto* reset = whole.if_contains("operating_reset_at");
    const auto* operating = whole.if_contains("operating");
    if (reset == nullptr || operating == nullptr) return;
    for (auto& each : results.time) {
        auto& time = each.value().get_object();
        time["operating_reset_at"] = *reset;
        time["operating"] = operating->to_number<double>() + all.elapsed() / 2;
    }
}

}  // namespace

json::object run_batch(execution& all, const json::object& parameters) {
    ++all.portal().seen.batches;
    all.spend("batch", envelope_seconds);
    auto results = run_commands(all, parameters);
    if (all.portal().rules.charge == batch_charge::envelope) show_envelope_time(all, results);
    return as_answer(std::move(results));
}

bool is_batch(std::string_view method) {
    return lower(method) == "batch";
}

std::vector<std::string> methods_in(const json::object& parameters) {
    std::vector<std::string> names;
    for (const auto& [key, text] : commands_in(parameters)) {
        if (!text->is_string() || names.size() >= max_batch) continue;
        const auto parts = php::parse_url(text->get_string());
        if (parts && parts->path) names.push_back(lower(*parts->path));
    }
    return names;
}

}  // namespace portal_sim
