#include "model/outcome.hpp"

#include <algorithm>

namespace model {

left_because why_left(const step_result& which) {
    if (which.code == "changed-since") return left_because::changed_since;
    if (which.code == "cannot-take-back") return left_because::cannot_take_back;
    if (which.code == "made-and-kept") return left_because::made_and_kept;
    return left_because::nothing;
}

user_outcome worst(const std::vector<step_result>& steps) {
    // A policy has a step at least: who is left without one is excepted from all of them.
    if (steps.empty()) return user_outcome::excepted;
    const auto any = [&](outcome what) {
        return std::any_of(steps.begin(), steps.end(), [&](const step_result& each) {
            return each.what == what;
        });
    };
    if (any(outcome::failed)) return user_outcome::failed;
    if (any(outcome::unknown)) return user_outcome::unknown;
    const auto stops = [](const step_result& each) {
        const auto left = why_left(each);
        return each.what == outcome::skipped && each.code != "done-before" &&
               left != left_because::cannot_take_back && left != left_because::made_and_kept;
    };
    const bool idle = std::all_of(steps.begin(), steps.end(), [](const step_result& each) {
        return each.what == outcome::skipped;
    });
    const bool all_done = std::all_of(steps.begin(), steps.end(), [](const step_result& each) {
        return each.code == "done-before";
    });
    if (std::any_of(steps.begin(), steps.end(), stops) || (idle && !all_done))
        return user_outcome::skipped;
    if (any(outcome::differs)) return user_outcome::differs;
    return any(outcome::changed) ? user_outcome::changed : user_outcome::unchanged;
}

std::string_view to_string(outcome what) {
    switch (what) {
        case outcome::unchanged:
            return "unchanged";
        case outcome::changed:
            return "changed";
        case outcome::differs:
            return "differs";
        case outcome::failed:
            return "failed";
        case outcome::skipped:
            return "skipped";
        case outcome::unknown:
            return "unknown";
    }
    return "unknown";
}

std::string_view to_string(user_outcome what) {
    switch (what) {
        case user_outcome::unchanged:
            return "unchanged";
        case user_outcome::changed:
            return "changed";
        case user_outcome::differs:
            return "differs";
        case user_outcome::failed:
            return "failed";
        case user_outcome::skipped:
            return "skipped";
        case user_outcome::unknown:
            return "unknown";
        case user_outcome::blocked:
            return "blocked";
        case user_outcome::excepted:
            return "excepted";
    }
    return "unknown";
}

std::string_view to_string(block_reason why) {
    switch (why) {
        case block_reason::none:
            return "none";
        case block_reason::no_credential:
            return "no credential";
        case block_reason::wrong_identity:
            return "wrong identity";
        case block_reason::unreadable:
            return "unreadable";
    }
    return "none";
}

}  // namespace model
