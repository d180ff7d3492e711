#include "report/totals.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace report {

namespace {

bool is_failure(model::outcome what) {
    return what == model::outcome::failed || what == model::outcome::unknown;
}

bool has_failed(const model::step_result& which) {
    return is_failure(which.what);
}

bool is_left(const model::step_result& which) {
    return model::why_left(which) != model::left_because::nothing;
}

bool was_skipped(const model::step_result& which) {
    return which.what == model::outcome::skipped && !is_left(which);
}

bool has_changed_since(const model::step_result& which) {
    return model::why_left(which) == model::left_because::changed_since;
}

}  // namespace

std::string code_of(model::block_reason why) {
    std::string code(model::to_string(why));
    std::replace(code.begin(), code.end(), ' ', '-');
    return code;
}

std::string explaining_code(const model::job_result& what) {
    const auto first = [&](auto is_meant) -> std::string {
        const auto found = std::find_if(what.steps.begin(), what.steps.end(), is_meant);
        return found == what.steps.end() ? std::string() : found->code;
    };
    auto failed = first([](const model::step_result& each) {
        return is_failure(each.what) && !each.code.empty();
    });
    if (!failed.empty()) return failed;
    auto any = first([](const model::step_result& each) {
        return !each.code.empty() && each.code != "done-before";
    });
    if (!any.empty() || what.blocked == model::block_reason::none) return any;
    return code_of(what.blocked);
}

std::uint64_t sum_of(const std::map<model::user_outcome, std::uint64_t>& users) {
    std::uint64_t sum = 0;
    for (const auto& [what, count] : users) sum += count;
    return sum;
}

totals::totals(advice_source advice, command_source next_command)
    : advice_(std::move(advice)), next_command_(std::move(next_command)) {}

void totals::add(const model::job_result& what) {
    ++users_[what.overall];
    for (const auto& step : what.steps) ++steps_[step.what];
    const bool left = std::any_of(what.steps.begin(), what.steps.end(), is_left);
    if (left) add_steps(left_, what, is_left);
    if (std::any_of(what.steps.begin(), what.steps.end(), has_changed_since)) ++changed_since_;
    switch (what.overall) {
        case model::user_outcome::failed:
        case model::user_outcome::unknown:
            add_steps(failures_, what, has_failed);
            break;
        case model::user_outcome::blocked:
            blocked_.add(explaining_code(what), what.reason, "", what.what.who);
            break;
        case model::user_outcome::skipped:
            if (!left || std::any_of(what.steps.begin(), what.steps.end(), was_skipped))
                add_steps(skipped_, what, was_skipped);
            break;
        case model::user_outcome::unchanged:
        case model::user_outcome::changed:
        case model::user_outcome::differs:
        case model::user_outcome::excepted:
            break;
    }
}

void totals::add(const totals& others, std::string_view label) {
    for (const auto& [what, count] : others.users_) users_[what] += count;
    for (const auto& [what, count] : others.steps_) steps_[what] += count;
    failures_.add(others.failures_, label);
    blocked_.add(others.blocked_, label);
    skipped_.add(others.skipped_, label);
}

void totals::add_steps(
    reasons& where, const model::job_result& what, bool (*counts)(const model::step_result&)
) {
    std::set<std::pair<std::string_view, std::string>> seen;  // each reason once per user
    for (std::size_t i = 0; i < what.steps.size(); ++i) {
        const auto& step = what.steps[i];
        if (!counts(step)) continue;
        if (!seen.emplace(step.code, text_shape(step.reason)).second) continue;
        const auto target =
            i < what.what.steps.size() ? std::string_view(what.what.steps[i].target) : "";
        where.add(step.code, step.reason, target, what.what.who);
    }
    // Every user that came to grief is in some group, whatever its steps say.
    if (seen.empty()) where.add("", what.reason, "", what.what.who);
}

std::vector<reason_group> totals::advised(const reasons& which) const {
    return with_advice(which.by_count(), advice_, next_command_);
}

}  // namespace report
