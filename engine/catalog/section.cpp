#include "catalog/section.hpp"

#include "catalog/misfits.hpp"
#include "catalog/whole_number.hpp"
#include "document/excerpt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace catalog {

namespace {

// "user17" and "group4"; no leading zero, because the portal compares the key as a text.
bool is_owner_key(std::string_view key) {
    static constexpr std::array<std::string_view, 2> kinds{"user", "group"};
    return std::ranges::any_of(kinds, [&](std::string_view kind) {
        if (!key.starts_with(kind)) return false;
        const auto digits = key.substr(kind.size());
        const auto id = decimal_number(digits);
        return id && *id > 0 && std::to_string(*id) == digits;
    });
}

bool is_empty_map(const model::value& given) {
    if (given.is_null() || given == false) return true;
    if (const auto* list = given.if_array()) return list->empty();
    const auto* map = given.if_object();
    return map != nullptr && map->empty();
}

}  // namespace

bool is_unset_section(const model::value& given) {
    if (given.is_null() || given == false || given == "" || given == "false") return true;
    return whole_number(given) == 0;
}

std::expected<model::value, misfit> normal_section_id(const model::value& given) {
    if (is_unset_section(given)) return false;
    const auto id = written_number(given);
    if (!id || *id <= 0)
        return not_expected("the id of a calendar, or false for none", given, zero_hint(given));
    return model::value(std::to_string(*id));
}

bool same_section_id(const model::value& wanted, const model::value& seen) {
    if (is_unset_section(wanted)) return is_unset_section(seen);
    const auto id = whole_number(wanted);
    return id && id == whole_number(seen);
}

std::expected<model::value, misfit> normal_section_map(const model::value& given) {
    static constexpr std::string_view form = "{ user17: 42, group4: 7 }";
    if (given.is_array() && given.get_array().empty()) return model::object{};
    const auto* map = given.if_object();
    if (map == nullptr) {
        return not_expected(fmt::format("a mapping such as {}", form), given, "{} is none");
    }
    model::object made;
    for (const auto& entry : *map) {
        const std::string_view key = entry.key();
        if (!is_owner_key(key)) {
            return std::unexpected(misfit{
                fmt::format(
                    "expected user and an id, or group and an id, got {}", document::in_quotes(key)
                ),
                fmt::format("write it as in {}", form)
            });
        }
        auto id = normal_section_id(entry.value());
        if (!id) return id;
        if (is_unset_section(*id)) {
            return not_expected(
                fmt::format("the id of a calendar for {}", key),
                entry.value(),
                "leave the entry out for none"
            );
        }
        made[key] = std::move(*id);
    }
    return made;
}

bool same_section_map(const model::value& wanted, const model::value& seen) {
    if (is_empty_map(wanted)) return is_empty_map(seen);
    if (!wanted.is_object() || !seen.is_object()) return false;
    const auto& left = wanted.get_object();
    const auto& right = seen.get_object();
    if (left.size() != right.size()) return false;
    return std::ranges::all_of(left, [&](const auto& entry) {
        const auto* other = right.if_contains(entry.key());
        return other != nullptr && same_section_id(entry.value(), *other);
    });
}

}  // namespace catalog
