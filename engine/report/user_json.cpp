#include "report/user_json.hpp"

#include "report/characters.hpp"
#include "report/totals.hpp"

#include <utility>

namespace report {

namespace {

using model::array;
using model::object;

object change_json(const model::key_change& change) {
    object entry{
        {"key", valid_utf8(change.key)},
        {"before", change.before},
        {"wanted", change.wanted},
        {"after", change.after}
    };
    if (!change.severity.empty()) entry["severity"] = valid_utf8(change.severity);
    if (!change.why.empty()) entry["why"] = valid_utf8(change.why);
    if (change.fate == model::key_fate::changed_since) entry["left"] = true;
    return entry;
}

object step_json(const model::step_result& result, const model::step* which) {
    array changes;
    for (const auto& change : result.changes) changes.push_back(change_json(change));
    return {
        {"target", which == nullptr ? std::string() : valid_utf8(which->target)},
        {"id", which == nullptr ? std::string() : valid_utf8(which->id)},
        {"outcome", model::to_string(result.what)},
        {"code", valid_utf8(result.code)},
        {"reason", valid_utf8(result.reason)},
        {"attempts", result.attempts},
        {"changes", std::move(changes)}
    };
}

}  // namespace

model::object user_json(const model::job_result& what) {
    array steps;
    for (std::size_t i = 0; i < what.steps.size(); ++i) {
        const auto* which = i < what.what.steps.size() ? &what.what.steps[i] : nullptr;
        steps.push_back(step_json(what.steps[i], which));
    }
    return {
        {"id", what.what.who.id.value()},
        {"email", valid_utf8(what.what.who.email)},
        {"outcome", model::to_string(what.overall)},
        {"blocked", what.blocked == model::block_reason::none ? "" : code_of(what.blocked)},
        {"reason", valid_utf8(what.reason)},
        {"steps", std::move(steps)}
    };
}

}  // namespace report
