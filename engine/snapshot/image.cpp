#include "snapshot/image.hpp"

#include "catalog/calls.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace snapshot {

namespace {

model::value in_order(const model::value& what);

model::object in_order(const model::object& what) {
    std::vector<std::string_view> keys;
    keys.reserve(what.size());
    for (const auto& each : what) keys.emplace_back(each.key());
    std::ranges::sort(keys);
    model::object made;
    made.reserve(keys.size());
    for (const auto key : keys) made.emplace(key, in_order(what.at(key)));
    return made;
}

model::value in_order(const model::value& what) {
    if (const auto* members = what.if_object()) return in_order(*members);
    const auto* items = what.if_array();
    if (items == nullptr) return what;
    model::array made;
    made.reserve(items->size());
    for (const auto& each : *items) made.push_back(in_order(each));
    return made;
}

model::object described_part(const catalog::resource& what, const model::object& row) {
    model::object made;
    const auto keep = [&](std::string_view key) {
        if (const auto* found = row.if_contains(key)) made.emplace(key, *found);
    };
    if (!what.id_field.empty()) keep(what.id_field);
    for (const auto& each : what.fields) keep(catalog::answer_name(each));
    return in_order(made);
}

std::int64_t number_of(const catalog::resource& what, const model::value& item) {
    const auto id = catalog::item_id(what, item.get_object()).value_or("");
    std::int64_t number = 0;
    std::from_chars(id.data(), id.data() + id.size(), number);
    return number;
}

}  // namespace

model::value kept_of(const catalog::resource& what, const model::value& read) {
    if (what.from_answer == catalog::pick::whole) return in_order(read);
    if (const auto* row = read.if_object()) return described_part(what, *row);
    const auto& rows = read.get_array();
    std::vector<std::pair<std::int64_t, std::size_t>> order;
    for (std::size_t i = 0; i < rows.size(); ++i) order.emplace_back(number_of(what, rows[i]), i);
    std::ranges::sort(order);
    model::array items;
    for (const auto& [id, index] : order)
        items.push_back(described_part(what, rows[index].get_object()));
    return items;
}

}  // namespace snapshot
