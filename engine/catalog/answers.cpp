#include "catalog/calls.hpp"
#include "catalog/misfits.hpp"
#include "catalog/whole_number.hpp"

#include <boost/assert.hpp>
#include <fmt/format.h>

#include <cstdint>
#include <limits>
#include <utility>

namespace catalog {

namespace {

using found = std::expected<std::optional<model::object>, std::string>;

std::unexpected<std::string> unreadable(
    const resource& what, std::string_view expected, const model::value& came
) {
    return std::unexpected(
        fmt::format("{}: expected {}, the portal answered {}", what.name, expected, described(came))
    );
}

// PHP shows an empty map as an empty list.
found whole_answer(const resource& what, const model::value& answer) {
    if (const auto* settings = answer.if_object()) return *settings;
    if (answer.is_array() && answer.get_array().empty()) return model::object{};
    return unreadable(what, "a mapping", answer);
}

// The rows of a list. A list whose numbering has a gap comes as a mapping from number to row.
std::expected<std::vector<const model::object*>, std::string> rows_of(
    const resource& what, const model::value& answer
) {
    std::vector<const model::object*> rows;
    const auto add = [&rows](const model::value& row) {
        if (row.is_object()) rows.push_back(&row.get_object());
        return row.is_object();
    };
    if (const auto* list = answer.if_array()) {
        for (const auto& each : *list) {
            if (!add(each)) return unreadable(what, "a list of rows", each);
        }
        return rows;
    }
    if (const auto* map = answer.if_object()) {
        for (const auto& entry : *map) {
            if (!decimal_number(entry.key()) || !add(entry.value())) {
                return unreadable(what, "a list of rows", answer);
            }
        }
        return rows;
    }
    return unreadable(what, "a list of rows", answer);
}

// More than one row means that the portal did not understand the filter (it drops what it does not
// know and selects everybody); the first of them may be somebody else.
found only_row(const resource& what, const model::value& answer) {
    const auto rows = rows_of(what, answer);
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return std::nullopt;
    if (rows->size() == 1) return *rows->front();
    return std::unexpected(
        fmt::format("{}: expected one row, the portal answered {}", what.name, rows->size())
    );
}

found item_with_key(const resource& what, const model::value& answer, const std::string& key) {
    const auto rows = rows_of(what, answer);
    if (!rows) return std::unexpected(rows.error());
    const auto* key_field = find_field(what.fields, what.key_field);
    BOOST_ASSERT_MSG(key_field != nullptr, "the catalog checks a collection's key field");
    const model::object* best = nullptr;
    auto best_id = std::numeric_limits<std::int64_t>::max();
    for (const auto* row : *rows) {
        const auto* name = row->if_contains(answer_name(*key_field));
        if (name == nullptr || *name != model::value(key)) continue;
        const auto id = item_id(what, *row);
        if (!id) {
            return std::unexpected(
                fmt::format("{}: the item '{}' came without its {}", what.name, key, what.id_field)
            );
        }
        const auto number = decimal_number(*id).value_or(best_id);
        if (best != nullptr && number >= best_id) continue;
        best = row;
        best_id = number;
    }
    if (best == nullptr) return std::nullopt;
    return *best;
}

}  // namespace

found item_from_answer(const resource& what, const model::value& answer, const std::string& id) {
    const auto rows = rows_of(what, answer);
    if (!rows) return std::unexpected(rows.error());
    for (const auto* row : *rows)
        if (item_id(what, *row) == id) return *row;
    return std::nullopt;
}

found read_from_answer(
    const resource& what, const model::value& answer, const std::optional<std::string>& key
) {
    switch (what.from_answer) {
        case pick::whole:
            return whole_answer(what, answer);
        case pick::first_row:
            return only_row(what, answer);
        case pick::rows:
            break;
    }
    BOOST_ASSERT_MSG(key.has_value(), "an item of a collection is found by its key");
    return item_with_key(what, answer, *key);
}

std::expected<std::optional<model::value>, std::string> whole_from_answer(
    const resource& what, const model::value& answer
) {
    if (what.from_answer != pick::rows) {
        auto only = read_from_answer(what, answer, std::nullopt);
        if (!only) return std::unexpected(std::move(only.error()));
        if (!*only) return std::nullopt;
        return model::value(std::move(**only));
    }
    const auto rows = rows_of(what, answer);
    if (!rows) return std::unexpected(rows.error());
    model::array all;
    for (const auto* each : *rows) all.push_back(*each);
    return model::value(std::move(all));
}

std::optional<std::string> item_id(const resource& what, const model::object& item) {
    const auto* id = item.if_contains(what.id_field);
    return id == nullptr ? std::nullopt : created_id(*id);
}

std::optional<std::string> created_id(const model::value& answer) {
    const auto number = whole_number(answer);
    if (!number || *number <= 0) return std::nullopt;
    return std::to_string(*number);
}

}  // namespace catalog
