#include "catalog/reminders.hpp"

#include "catalog/misfits.hpp"
#include "catalog/whole_number.hpp"
#include "document/excerpt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

namespace catalog {

namespace {

constexpr std::array<std::string_view, 2> halves{"fullDay", "withTime"};
constexpr std::int64_t last_minute_of_day = 24 * 60 - 1;
constexpr std::string_view item_form =
    "a reminder is { type: min|hour|day, count: 15 } or { type: daybefore, before: 0, time: 480 }";

struct number_rule {
    std::string_view key;
    std::int64_t least;
    std::int64_t most;
};

using maybe = std::expected<model::value, misfit>;

std::unexpected<misfit> bad_item(std::string message) {
    return std::unexpected(misfit{std::move(message), std::string(item_form)});
}

// One reminder of the given type whose other keys are exactly the numbers of `rules`.
template <std::size_t Count>
maybe item_with(
    const model::object& given,
    const model::value& type,
    const std::array<number_rule, Count>& rules
) {
    model::object made{{"type", type}};
    for (const auto& rule : rules) {
        const auto* number = given.if_contains(rule.key);
        if (number == nullptr) {
            return bad_item(
                fmt::format("a reminder of type {} needs '{}'", described(type), rule.key)
            );
        }
        const auto whole = written_number(*number);
        if (!whole || *whole < rule.least || *whole > rule.most) {
            return bad_item(fmt::format(
                "'{}' of a reminder is a whole number from {} to {}, got {}",
                rule.key,
                rule.least,
                rule.most,
                described(*number)
            ));
        }
        made[rule.key] = *whole;
    }
    for (const auto& entry : given) {
        if (!made.contains(entry.key())) {
            return bad_item(fmt::format(
                "a reminder of type {} has no key {}",
                described(type),
                document::in_quotes(entry.key())
            ));
        }
    }
    return made;
}

maybe normal_item(const model::value& given) {
    static constexpr std::array before_rules{
        number_rule{"before", 0, std::numeric_limits<std::int32_t>::max()},
        number_rule{"time", 0, last_minute_of_day}
    };
    static constexpr std::array count_rules{
        number_rule{"count", 1, std::numeric_limits<std::int32_t>::max()}
    };
    const auto* item = given.if_object();
    if (item == nullptr) return not_expected("a reminder", given, std::string(item_form));
    const auto* type = item->if_contains("type");
    if (type == nullptr) return bad_item("a reminder needs a 'type'");
    if (*type == "daybefore") return item_with(*item, *type, before_rules);
    if (*type == "min" || *type == "hour" || *type == "day") {
        return item_with(*item, *type, count_rules);
    }
    return not_expected(
        "a reminder's type (min, hour, day or daybefore)", *type, std::string(item_form)
    );
}

maybe normal_half(const model::value& given) {
    model::array items;
    if (const auto* list = given.if_array()) {
        for (const auto& each : *list) {
            auto item = normal_item(each);
            if (!item) return item;
            items.push_back(std::move(*item));
        }
        return items;
    }
    auto only = normal_item(given);
    if (!only) return only;
    items.push_back(std::move(*only));
    return items;
}

const model::value* half_of(const model::value& reminders, std::string_view half) {
    const auto* map = reminders.if_object();
    return map == nullptr ? nullptr : map->if_contains(half);
}

bool same_item(const model::value& wanted, const model::value& seen) {
    if (!wanted.is_object() || !seen.is_object()) return false;
    const auto& left = wanted.get_object();
    const auto& right = seen.get_object();
    if (left.size() != right.size()) return false;
    return std::ranges::all_of(left, [&](const auto& entry) {
        const auto* other = right.if_contains(entry.key());
        if (other == nullptr) return false;
        const auto number = whole_number(entry.value());
        return number ? number == whole_number(*other) : entry.value() == *other;
    });
}

bool same_half(const model::array& wanted, const model::value* seen) {
    if (seen == nullptr || seen->is_null()) return wanted.empty();
    if (const auto* list = seen->if_array()) {
        return std::ranges::equal(wanted, *list, same_item);
    }
    return wanted.size() == 1 && same_item(wanted[0], *seen);
}

}  // namespace

maybe normal_reminders(
    const model::value& given, const std::optional<model::value>& portal_default
) {
    const auto* map = given.if_object();
    if (map == nullptr || map->empty()) {
        return not_expected(
            "reminders with fullDay, withTime or both",
            given,
            "write { withTime: [{ type: min, count: 15 }] }"
        );
    }
    for (const auto& entry : *map) {
        if (std::ranges::find(halves, std::string_view(entry.key())) == halves.end()) {
            return std::unexpected(misfit{
                fmt::format("unknown key {} in reminders", document::in_quotes(entry.key())),
                "the keys are fullDay and withTime"
            });
        }
    }
    model::object made;
    for (const auto half : halves) {
        const auto* written = map->if_contains(half);
        if (written == nullptr && portal_default) written = half_of(*portal_default, half);
        auto items = written == nullptr ? maybe(model::array{}) : normal_half(*written);
        if (!items) return items;
        made[half] = std::move(*items);
    }
    return made;
}

bool same_reminders(const model::value& wanted, const model::value& seen) {
    if (!seen.is_object()) return false;
    return std::ranges::all_of(halves, [&](std::string_view half) {
        const auto* list = half_of(wanted, half);
        return list != nullptr && list->is_array() &&
               same_half(list->get_array(), half_of(seen, half));
    });
}

}  // namespace catalog
