#include "migration/translation.hpp"

#include "catalog/calls.hpp"
#include "catalog/misfits.hpp"
#include "catalog/section.hpp"
#include "catalog/values.hpp"
#include "catalog/whole_number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <expected>
#include <set>
#include <string_view>
#include <utility>

namespace migration {

namespace {

// What a value cannot be told for.
struct untold {
    reason_left reason;
    std::string why;
};
using told = std::expected<meaning, untold>;

std::unexpected<untold> left(reason_left reason, std::string why) {
    return std::unexpected(untold{reason, std::move(why)});
}

// A value that a policy may have, and that is the same as the one that was seen.
std::expected<model::value, untold> policy_value(
    const catalog::field& which, const model::value& seen
) {
    auto normal = catalog::normalise(which, seen);
    if (!normal) return left(reason_left::no_such_value, normal.error().message);
    if (catalog::same(which, *normal, seen)) return std::move(*normal);
    return left(
        reason_left::no_such_value, catalog::described(seen) + " is no value that can be asked for"
    );
}

const model::value* seen_of(const model::object& state, const catalog::field& which) {
    return state.if_contains(catalog::answer_name(which));
}

bool is_default(const catalog::field& which, const meaning& what) {
    const auto* value = std::get_if<model::value>(&what);
    return value != nullptr && which.portal_default &&
           catalog::same(which, *value, *which.portal_default);
}

// In the very letters: the portal's answer is compared so, too.
bool is_address_of(const person& who, const model::value& value) {
    return value.is_string() && !who.email.empty() && value == model::value(who.email);
}

}  // namespace

std::string_view in_words(reason_left reason) {
    switch (reason) {
        case reason_left::not_read:
            return "could not be read";
        case reason_left::nobody_there:
            return "not found on the other portal";
        case reason_left::no_such_value:
            return "a value that no policy may have";
        case reason_left::not_own:
            return "a calendar that is none of the user's own";
        case reason_left::unknown_group:
            return "calendars of groups or of others";
        case reason_left::same_name:
            return "one of several calendars of the same name";
        case reason_left::no_such_name:
            return "a calendar that cannot be found by its name";
    }
    return "";
}

// One user's settings, key by key.
namespace {

class reading {
public:
    reading(
        const person& whose,
        const mapping& how,
        const std::vector<std::pair<std::string, std::string>>& calendars
    )
        : whose_(whose), how_(how), calendars_(calendars) {}

    [[nodiscard]] told of(const catalog::field& which, const model::value& seen) const {
        if (which.type == catalog::field_type::section_id) return section(seen);
        if (which.type == catalog::field_type::section_map) return section_map(which, seen);
        auto value = policy_value(which, seen);
        if (!value) return std::unexpected(std::move(value.error()));
        if (which.type == catalog::field_type::email && is_address_of(whose_, *value))
            return own_address{};
        return std::move(*value);
    }

private:
    [[nodiscard]] told section(const model::value& seen) const {
        if (catalog::is_unset_section(seen)) return model::value(false);
        auto name = calendar_named(seen);
        if (name) return own_calendar{std::move(*name)};
        const auto id = catalog::whole_number(seen);
        if (const auto other = id ? how_.section(*id) : std::nullopt)
            return model::value(std::to_string(*other));
        return std::unexpected(std::move(name.error()));
    }

    // The name of his calendar with this id.
    [[nodiscard]] std::expected<std::string, untold> calendar_named(const model::value& seen
    ) const {
        const auto id = catalog::whole_number(seen);
        const auto found = std::ranges::find_if(calendars_, [&](const auto& each) {
            return id && each.first == std::to_string(*id);
        });
        if (found == calendars_.end())
            return left(
                reason_left::not_own,
                fmt::format("calendar {} is none of his own", catalog::described(seen))
            );
        if (!found->second.empty()) return found->second;
        return left(reason_left::same_name, "his calendar cannot be told from others by its name");
    }

    [[nodiscard]] told section_map(const catalog::field& which, const model::value& seen) const {
        const auto normal = catalog::normalise(which, seen);
        if (!normal) return left(reason_left::no_such_value, normal.error().message);
        const auto& map = normal->get_object();
        if (map.empty()) return model::value(model::object{});
        const auto own = "user" + std::to_string(whose_.id.value());
        if (map.size() == 1 && map.begin()->key() == own) {
            auto name = calendar_named(map.begin()->value());
            if (!name) return std::unexpected(std::move(name.error()));
            return own_default{std::move(*name)};
        }
        model::object made;
        for (const auto& each : map) {
            const auto to = group_entry(each.key(), each.value());
            if (!to)
                return left(
                    reason_left::unknown_group,
                    fmt::format("what '{}' is on the other portal is not known", each.key())
                );
            made[to->first] = to->second;
        }
        return model::value(std::move(made));
    }

    [[nodiscard]] std::optional<std::pair<std::string, std::string>> group_entry(
        std::string_view key, const model::value& section
    ) const {
        constexpr std::string_view group = "group";
        if (!key.starts_with(group)) return std::nullopt;
        const auto id = catalog::decimal_number(key.substr(group.size()));
        const auto number = catalog::whole_number(section);
        const auto to = id ? how_.group(*id) : std::nullopt;
        const auto calendar = number ? how_.section(*number) : std::nullopt;
        if (!to || !calendar) return std::nullopt;
        return std::pair(std::string(group) + std::to_string(*to), std::to_string(*calendar));
    }

    const person& whose_;
    const mapping& how_;
    const std::vector<std::pair<std::string, std::string>>& calendars_;  // id and name
};

}  // namespace

belongings translation::of(const snapshot::entry& from, std::vector<left_out>& left) const {
    belongings made;
    made.whose = {from.user, from.email};
    std::vector<known_calendar> known;
    for (const auto* each : what_) {
        std::vector<known_calendar> others;
        if (each->kind == model::step_kind::collection)
            add_items(*each, from, made, each->name == calendars ? known : others, left);
    }
    for (const auto* each : what_)
        if (each->kind == model::step_kind::settings) add_settings(*each, from, made, known, left);
    return made;
}

// What is known of an item beside its name.
void translation::add_fields(
    const catalog::resource& of, const model::object& row, item& into, const leaving& leave
) const {
    for (const auto& field : of.fields) {
        const auto* value = seen_of(row, field);
        if (field.name == of.key_field || field.may == catalog::access::read_only) continue;
        // What cannot be empty cannot be emptied either.
        const bool is_empty =
            field.when_empty == catalog::emptiness::refused && value != nullptr && *value == "";
        if (value == nullptr || is_empty) continue;
        auto normal = policy_value(field, *value);
        if (normal)
            into.fields.emplace(field.name, std::move(*normal));
        else
            leave(field.name, *value, normal.error().reason, normal.error().why);
    }
}

void translation::add_items(
    const catalog::resource& of,
    const snapshot::entry& from,
    belongings& into,
    std::vector<known_calendar>& known,
    std::vector<left_out>& left
) const {
    const auto* key_field = catalog::find_field(of.fields, of.key_field);
    auto& items = into.items[of.name];
    std::set<std::string> seen_names;
    for (const auto& each : from.state.at(of.name).as_array()) {
        const auto& row = each.as_object();
        const auto* written = seen_of(row, *key_field);
        const auto name = policy_value(*key_field, written == nullptr ? model::value() : *written);
        const auto old = name ? std::string(std::string_view(name->get_string())) : std::string();
        const auto leave = [&](const std::string& key,
                               const model::value& value,
                               reason_left reason,
                               std::string why) {
            const auto part = key.empty() ? "" : fmt::format(" '{}', {}", old, key);
            left.push_back({into.whose, of.name + part, value, reason, std::move(why)});
        };
        auto& found = known.emplace_back(catalog::item_id(of, row).value_or(""), "");
        if (!name) {
            leave(
                "",
                written == nullptr ? model::value() : *written,
                reason_left::no_such_name,
                name.error().why
            );
            continue;
        }
        if (!seen_names.insert(old).second) {
            leave("", *written, reason_left::same_name, "another one of his has the same name");
            continue;
        }
        item made{of.name == calendars ? how_.calendar(old) : old};
        if (const auto fits = catalog::normalise(*key_field, model::value(made.name)); !fits) {
            leave("", *written, reason_left::no_such_name, fits.error().message);
            continue;
        }
        found.name = made.name;
        // Two that the mapping gives one name become one.
        if (std::ranges::find(items, made.name, &item::name) != items.end()) continue;
        add_fields(of, row, made, leave);
        items.push_back(std::move(made));
    }
}

void translation::add_settings(
    const catalog::resource& of,
    const snapshot::entry& from,
    belongings& into,
    const std::vector<known_calendar>& known,
    std::vector<left_out>& left
) const {
    std::vector<std::pair<std::string, std::string>> names;
    for (const auto& each : known) names.emplace_back(each.id, each.name);
    const reading how(into.whose, how_, names);
    const auto& state = from.state.at(of.name).as_object();
    for (const auto& field : of.fields) {
        const auto* seen = seen_of(state, field);
        if (field.may == catalog::access::read_only || seen == nullptr) continue;
        auto what = how.of(field, *seen);
        if (!what)
            left.push_back(
                {into.whose,
                 of.name + '.' + field.name,
                 *seen,
                 what.error().reason,
                 what.error().why}
            );
        else if (mode_ == fullness::full || !is_default(field, *what))
            into.settings[of.name].emplace(field.name, std::move(*what));
    }
}

}  // namespace migration
