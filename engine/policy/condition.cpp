#include "policy/condition.hpp"

#include "catalog/misfits.hpp"
#include "policy/glob.hpp"
#include "policy/letter_case.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <string_view>
#include <utility>

namespace policy {
namespace {

using decision = std::expected<bool, fault>;

std::unexpected<fault> wrong(
    fault_kind kind, const condition& at, std::string message, std::string hint = ""
) {
    fault what{kind, 0, std::move(message), std::move(hint)};
    what.where = at.from.where;
    what.path = at.from.path;
    return std::unexpected(std::move(what));
}

std::unexpected<fault> undefined(const condition& what, const model::user& who) {
    std::vector<std::string> known;
    for (const auto& each : who.attributes) known.emplace_back(each.key());
    return wrong(
        fault_kind::undefined,
        what,
        fmt::format("the roster has no attribute '{}'", what.attribute),
        suggestion(what.attribute, known)
    );
}

// The words in which a file of texts says true and false.
std::optional<bool> as_truth(const model::value& value) {
    if (const auto* said = value.if_bool()) return *said;
    const auto* text = value.if_string();
    if (text == nullptr) return std::nullopt;
    if (*text == "true" || *text == "Y") return true;
    if (*text == "false" || *text == "N") return false;
    return std::nullopt;
}

// A number in the digits that a file of texts would have.
std::optional<std::string_view> as_text(const model::value& value, std::array<char, 32>& room) {
    if (const auto* text = value.if_string()) return std::string_view(*text);
    const auto written = [&](auto number) {
        const auto end = std::to_chars(room.data(), room.data() + room.size(), number).ptr;
        return std::string_view(room.data(), static_cast<std::size_t>(end - room.data()));
    };
    if (value.is_int64()) return written(value.get_int64());
    if (value.is_uint64()) return written(value.get_uint64());
    if (value.is_double()) return written(value.get_double());
    return std::nullopt;
}

decision compare_truth(const condition& at, const model::value& has, bool wanted) {
    if (const auto said = as_truth(has)) return *said == wanted;
    return wrong(
        fault_kind::type,
        at,
        fmt::format(
            "the attribute '{}' should be true or false and is {}",
            at.attribute,
            catalog::described(has)
        )
    );
}

decision has_one_of(const condition& what, const model::value& has) {
    for (const auto& each : what.values) {
        if (const auto* truth = std::get_if<bool>(&each)) {
            const auto said = compare_truth(what, has, *truth);
            if (!said || *said) return said;
            continue;
        }
        std::array<char, 32> room{};
        const auto text = as_text(has, room);
        if (!text) continue;
        std::string lower;
        if (is_caseless(what)) lower = lower_case(*text);
        const auto compared = is_caseless(what) ? std::string_view(lower) : *text;
        const auto* pattern = std::get_if<glob>(&each);
        const bool fits = pattern != nullptr ? matches_glob(compared, pattern->pattern)
                                             : compared == std::get<std::string>(each);
        if (fits) return true;
    }
    return false;
}

decision has_attribute(const condition& what, const model::user& who) {
    static const model::value active = true;
    const auto* has = who.attributes.if_contains(what.attribute);
    if (has == nullptr && what.attribute == "active") has = &active;
    if (has == nullptr) return undefined(what, who);
    if (has->is_null()) return false;
    const auto* items = has->if_array();
    if (items == nullptr) return has_one_of(what, *has);
    for (const auto& each : *items) {
        const auto said = has_one_of(what, each);
        if (!said || *said) return said;
    }
    return false;
}

}  // namespace

decision matches(const condition& what, const model::user& who) {
    if (what.shape == condition::form::attribute) return has_attribute(what, who);
    // What the first part that says so settles for the whole.
    const bool settling = what.shape != condition::form::all;
    for (const auto& part : what.parts) {
        const auto said = matches(part, who);
        if (!said) return said;
        if (*said == settling) return what.shape == condition::form::any;
    }
    return what.shape != condition::form::any;
}

}  // namespace policy
