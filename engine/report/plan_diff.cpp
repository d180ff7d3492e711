#include "report/plan_diff.hpp"

#include "base/sha256.hpp"
#include "report/characters.hpp"
#include "report/escaping.hpp"
#include "report/reason_text.hpp"
#include "report/reasons.hpp"
#include "report/summary_json.hpp"
#include "report/value_text.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace report {

namespace {

constexpr std::size_t most_shown = 20;
constexpr std::size_t value_columns = 40;

// A key under its step, and what would become of it.
using changes = std::vector<std::pair<std::string, std::string>>;

changes changes_of(const model::job_result& seen, std::size_t columns) {
    changes made;
    const auto text = [&](const model::value& what) {
        return columns == 0 ? json_text(what) : cut_to_columns(shown(what), columns);
    };
    const auto steps = std::min(seen.steps.size(), seen.what.steps.size());
    for (std::size_t i = 0; i < steps; ++i) {
        const auto& step = seen.what.steps[i];
        if (seen.steps[i].what != model::outcome::differs) continue;
        const auto under = model::label(step);
        if (step.kind == model::step_kind::call)
            for (const auto& each : step.with)
                made.emplace_back(
                    under + '.' + each.key(), "called with " + text(model::in_words(each.wanted))
                );
        for (const auto& each : seen.steps[i].changes)
            made.emplace_back(
                under + '.' + each.key, text(each.before) + " -> " + text(each.wanted)
            );
    }
    return made;
}

// A hash, because there is one for every user.
std::string meaning_of(const model::job_result& seen) {
    base::sha256 hash;
    hash.add(model::to_string(model::planned_for(seen)));
    for (const auto& [key, change] : changes_of(seen, 0)) hash.add('\n' + key + '\t' + change);
    return hash.hex().substr(0, 32);
}

void count(plan_diff::group& into, const std::string& who) {
    ++into.users;
    if (into.samples.size() < max_samples) into.samples.push_back(who);
}

}  // namespace

void plan_diff::add_first(const model::job_result& seen) {
    const auto place = first_.size();
    first_.emplace(seen.what.who.id, entry{user_label(seen.what.who), meaning_of(seen), place});
}

void plan_diff::add_second(const model::job_result& seen) {
    const auto who = seen.what.who.id;
    const auto label = user_label(seen.what.who);
    const auto found = first_.find(who);
    if (found == first_.end()) return count(only_second_, label);
    const bool agrees = found->second.meaning == meaning_of(seen);
    first_.erase(found);
    if (agrees) {
        ++same_;
        return;
    }
    count(different_, label);
    if (details_.size() == most_shown) return;
    shown_.emplace(who, details_.size());
    details_.push_back({label, {}, {}, {}});
}

void plan_diff::show_first(const model::job_result& seen) {
    auto& which = details_.at(shown_.at(seen.what.who.id));
    which.first = model::planned_for(seen);
    for (auto& [key, change] : changes_of(seen, value_columns))
        which.keys[key].first = std::move(change);
}

void plan_diff::show_second(const model::job_result& seen) {
    auto& which = details_.at(shown_.at(seen.what.who.id));
    which.second = model::planned_for(seen);
    for (auto& [key, change] : changes_of(seen, value_columns))
        which.keys[key].second = std::move(change);
}

// In the order of the first plan.
plan_diff::group plan_diff::only_first() const {
    std::vector<const entry*> rest;
    for (const auto& [who, each] : first_) rest.push_back(&each);
    std::ranges::sort(rest, {}, [](const entry* each) { return each->place; });
    group made;
    for (const auto* each : rest) count(made, each->who);
    return made;
}

bool plan_diff::is_empty() const {
    return different_.users == 0 && first_.empty() && only_second_.users == 0;
}

std::vector<const plan_diff::detail*> plan_diff::details() const {
    std::vector<const detail*> made;
    for (const auto& each : details_) made.push_back(&each);
    return made;
}

namespace {

std::string detail_text(const plan_diff::detail& what, const painter& paint) {
    auto out = "\n" + paint(style::heading, terminal_text(what.who)) + '\n';
    if (what.first != what.second)
        out += fmt::format(
            "    {} in the first, {} in the second\n",
            model::to_string(what.first),
            model::to_string(what.second)
        );
    for (const auto& [key, change] : what.keys) {
        if (change.first == change.second) continue;
        out += terminal_text("    " + key) + '\n';
        const auto say = [](const std::string& text) {
            return text.empty() ? std::string("nothing") : terminal_text(text);
        };
        out += fmt::format("      first   {}\n", say(change.first));
        out += fmt::format("      second  {}\n", say(change.second));
    }
    return out;
}

}  // namespace

std::string plan_diff_text(const plan_diff& diff, const plan_diff_names& names, colors paint) {
    const painter with(paint);
    auto out =
        terminal_text(fmt::format("first   {}, made {}", names.first, names.first_made)) + '\n' +
        terminal_text(fmt::format("second  {}, made {}", names.second, names.second_made)) + "\n\n";
    const auto line = [&](std::string_view name, const plan_diff::group& group) {
        out += fmt::format("  {:<16}{:>7}", name, group.users);
        out += group.users == 0 ? "\n" : "   " + some_of(group.samples, group.users) + '\n';
    };
    out += fmt::format("  {:<16}{:>7}\n", "same", diff.same());
    line("different", diff.different());
    line("only in first", diff.only_first());
    line("only in second", diff.only_second());
    const auto details = diff.details();
    for (const auto* each : details) out += detail_text(*each, with);
    if (diff.different().users > details.size())
        out += fmt::format(
            "\nand {} users more that differ\n", diff.different().users - details.size()
        );
    return out;
}

std::string plan_diff_json(const plan_diff& diff, const plan_diff_names& names) {
    const auto group_json = [](const plan_diff::group& group) {
        return model::object{{"users", group.users}, {"samples", texts_json(group.samples)}};
    };
    model::array details;
    for (const auto* each : diff.details()) {
        model::object keys;
        for (const auto& [key, change] : each->keys)
            if (change.first != change.second)
                keys[valid_utf8(key)] = model::object{
                    {"first", valid_utf8(change.first)}, {"second", valid_utf8(change.second)}
                };
        details.push_back(model::object{
            {"user", valid_utf8(each->who)},
            {"first", model::to_string(each->first)},
            {"second", model::to_string(each->second)},
            {"keys", std::move(keys)}
        });
    }
    const model::object document{
        {"format_version", format_version},
        {"diff",
         model::object{
             {"of", "plans"},
             {"first",
              model::object{
                  {"file", valid_utf8(names.first)}, {"made", valid_utf8(names.first_made)}
              }},
             {"second",
              model::object{
                  {"file", valid_utf8(names.second)}, {"made", valid_utf8(names.second_made)}
              }},
             {"same", diff.same()},
             {"different", group_json(diff.different())},
             {"only_in_first", group_json(diff.only_first())},
             {"only_in_second", group_json(diff.only_second())},
             {"details", std::move(details)}
         }}
    };
    return boost::json::serialize(document) + '\n';
}

}  // namespace report
