#include "plan/references.hpp"

#include <boost/assert.hpp>

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

namespace plan {

namespace {

const std::string& maker_of(const references& ids, const std::string& step) {
    const auto found = ids.find(step);
    BOOST_ASSERT(found != ids.end() && std::holds_alternative<created_by>(found->second));
    return std::get<created_by>(found->second).key;
}

void erase_at(model::value& from, std::span<const std::string> path) {
    auto* holder = &from;
    for (const auto& key : path.first(path.size() - 1)) holder = &holder->get_object().at(key);
    holder->get_object().erase(path.back());
}

}  // namespace

const std::string* known_id(const references& ids, const std::string& step) {
    const auto found = ids.find(step);
    return found == ids.end() ? nullptr : std::get_if<std::string>(&found->second);
}

std::optional<model::value> filled(const model::open_value& what, const references& ids) {
    auto made = what.what;
    for (const auto& each : what.places) {
        const auto* id = known_id(ids, each.step_id);
        if (!id) return std::nullopt;
        model::put_at(made, each.path, model::value(*id));
    }
    return made;
}

catalog::assignment assignment_of(
    const std::string& key, const model::step_reference& what, const references& ids
) {
    return {key, maker_of(ids, what.step_id)};
}

catalog::assignment assignment_of(
    const std::string& key, const model::open_value& what, const references& ids
) {
    auto value = what.what;
    std::vector<catalog::result_part> parts;
    for (const auto& each : what.places) {
        if (const auto* id = known_id(ids, each.step_id)) {
            model::put_at(value, each.path, model::value(*id));
            continue;
        }
        erase_at(value, each.path);
        parts.push_back({each.path, maker_of(ids, each.step_id)});
    }
    return {key, std::move(value), std::move(parts)};
}

bool is_settled(const model::wanted_value& what, const references& ids) {
    return std::ranges::all_of(model::references_of(what), [&](std::string_view step) {
        const auto found = ids.find(step);
        return found != ids.end() && !std::holds_alternative<awaited>(found->second);
    });
}

}  // namespace plan
