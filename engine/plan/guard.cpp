#include "plan/guard.hpp"

#include "catalog/values.hpp"

#include <algorithm>

namespace plan {

bool is_as_wanted(
    const model::setting& which,
    const catalog::field& field,
    const model::value& wanted,
    const model::value& seen
) {
    return which.form == model::value_form::as_seen ? catalog::alike(field, wanted, seen)
                                                    : catalog::same(field, wanted, seen);
}

model::key_fate fate_of(
    const model::setting& which, const catalog::field& field, const model::value& seen
) {
    if (!which.only_over || catalog::alike(field, *which.only_over, seen))
        return model::key_fate::due;
    return model::key_fate::changed_since;
}

bool is_left(const std::vector<model::key_change>& changes, std::string_view key) {
    return std::ranges::any_of(changes, [&](const model::key_change& each) {
        return each.fate == model::key_fate::changed_since && each.key == key;
    });
}

std::string left_in_words(const std::vector<model::key_change>& changes) {
    std::string names;
    std::size_t count = 0;
    for (const auto& each : changes) {
        if (each.fate != model::key_fate::changed_since) continue;
        names += (count++ == 0 ? "" : ", ") + each.key;
    }
    if (count == 0) return names;
    return (count == 1 ? "left as it is, because it changed since: "
                       : "left as they are, because they changed since: ") +
           names;
}

}  // namespace plan
