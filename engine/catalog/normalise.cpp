#include "base/nearest_name.hpp"
#include "catalog/color.hpp"
#include "catalog/email.hpp"
#include "catalog/misfits.hpp"
#include "catalog/reminders.hpp"
#include "catalog/section.hpp"
#include "catalog/values.hpp"
#include "catalog/whole_number.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace catalog {

namespace {

using maybe = std::expected<model::value, misfit>;

// What a person most likely meant by a word or number where only a truth value fits.
std::optional<bool> meant(const model::value& given) {
    static constexpr std::array<std::string_view, 5> yes{"y", "yes", "on", "true", "1"};
    static constexpr std::array<std::string_view, 5> no{"n", "no", "off", "false", "0"};
    std::string word;
    if (const auto number = whole_number(given)) {
        word = std::to_string(*number);
    } else if (given.is_string()) {
        for (const char letter : given.get_string()) {
            word += letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
        }
    }
    if (std::ranges::find(yes, word) != yes.end()) return true;
    if (std::ranges::find(no, word) != no.end()) return false;
    return std::nullopt;
}

maybe normal_boolean(const model::value& given) {
    if (given.is_bool()) return given;
    std::string hint;
    if (const auto guess = meant(given)) hint = *guess ? "write true" : "write false";
    return not_expected("true or false", given, std::move(hint));
}

maybe normal_yes_no(const model::value& given) {
    if (given.is_bool()) return given.get_bool() ? "Y" : "N";
    if (given == "Y" || given == "N") return given;
    std::string hint;
    if (const auto guess = meant(given)) hint = *guess ? "write Y" : "write N";
    return not_expected("Y or N (true and false are taken too)", given, std::move(hint));
}

// Whether a text surely comes back as it was sent: names are stored in 255 characters, and blanks
// at the ends are cut off in some places.
bool is_key_text(std::string_view text) {
    constexpr std::size_t longest_key = 255;
    const auto is_control = [](char each) { return static_cast<unsigned char>(each) < 0x20; };
    return !text.empty() && text.size() <= longest_key && text.front() != ' ' &&
           text.back() != ' ' && std::ranges::none_of(text, is_control);
}

// Numbers are not taken for text: +7 and 007 have lost something before they come here.
maybe normal_text(const field& which, const model::value& given) {
    if (!given.is_string()) {
        std::string hint;
        if (given.is_number() || given.is_bool()) hint = "put it in quotes if it is meant as text";
        return not_expected("text", given, std::move(hint));
    }
    if (which.when_empty == emptiness::refused && given.get_string().empty()) {
        return std::unexpected(misfit{"expected text, got an empty one", ""});
    }
    if (which.use == text_use::key && !is_key_text(given.get_string())) {
        return not_expected(
            "one line of text, of at most 255 bytes and without blanks at its ends",
            given,
            "items are found by it, so the portal must have no reason to change it"
        );
    }
    return given;
}

maybe normal_email(const field& which, const model::value& given) {
    const bool none = given == false || given == "";
    if (none && which.when_empty == emptiness::refused)
        return std::unexpected(misfit{"expected an e-mail address, got none", ""});
    if (given == false) return "";
    if (given.is_string() && (given.get_string().empty() || is_email(given.get_string()))) {
        return given;
    }
    return not_expected("an e-mail address, or \"\" for none", given);
}

maybe normal_integer(const model::value& given) {
    const auto number = written_number(given);
    if (!number) return not_expected("a whole number", given, zero_hint(given));
    return *number;
}

maybe normal_number_text(const model::value& given) {
    const auto number = written_number(given);
    if (!number || *number < 0)
        return not_expected("a whole number from 0", given, zero_hint(given));
    return model::value(std::to_string(*number));
}

maybe normal_choice(const field& which, const model::value& given) {
    std::string hint;
    if (given.is_string()) {
        const std::string_view text = given.get_string();
        if (std::ranges::find(which.allowed, text) != which.allowed.end()) return given;
        if (const auto near = base::nearest_name(text, which.allowed))
            hint = fmt::format("did you mean '{}'?", *near);
    }
    std::vector<std::string> shown;
    shown.reserve(which.allowed.size());
    for (const auto& each : which.allowed) shown.push_back(each.empty() ? "\"\"" : each);
    return not_expected(fmt::format("one of {}", fmt::join(shown, ", ")), given, std::move(hint));
}

maybe normal_color_value(const model::value& given) {
    if (given.is_string()) {
        if (auto color = normal_color(given.get_string())) return model::value(*color);
    }
    return not_expected(
        "a colour such as \"#9cbe1c\"", given, "in quotes: # begins a comment in YAML"
    );
}

maybe normal_id_list(const model::value& given) {
    const auto* list = given.if_array();
    if (list == nullptr) {
        std::string hint;
        if (whole_number(given)) hint = fmt::format("write [{}]", *whole_number(given));
        return not_expected("a list of ids", given, std::move(hint));
    }
    model::array ids;
    for (const auto& each : *list) {
        const auto id = written_number(each);
        if (!id || *id <= 0)
            return not_expected("an id (a whole number from 1)", each, zero_hint(each));
        if (std::ranges::find(ids, model::value(*id)) == ids.end()) ids.push_back(*id);
    }
    return ids;
}

maybe normal_object(const model::value& given) {
    if (given.is_object() || given.is_array()) return given;
    return not_expected("a mapping or a list", given);
}

maybe normal(const field& which, const model::value& given) {
    switch (which.type) {
        case field_type::boolean:
            return normal_boolean(given);
        case field_type::yes_no:
            return normal_yes_no(given);
        case field_type::text:
            return normal_text(which, given);
        case field_type::email:
            return normal_email(which, given);
        case field_type::integer:
            return normal_integer(given);
        case field_type::number_text:
            return normal_number_text(given);
        case field_type::choice:
            return normal_choice(which, given);
        case field_type::color:
            return normal_color_value(given);
        case field_type::section_id:
            return normal_section_id(given);
        case field_type::section_map:
            return normal_section_map(given);
        case field_type::reminders:
            return normal_reminders(given, which.portal_default);
        case field_type::id_list:
            return normal_id_list(given);
        case field_type::object:
            return normal_object(given);
    }
    return normal_object(given);
}

}  // namespace

maybe normalise(const field& which, const model::value& given) {
    auto made = normal(which, given);
    if (!made && given.is_null() && made.error().hint.empty()) {
        made.error().hint = "leave the key out to leave the setting as it is";
    }
    return made;
}

}  // namespace catalog
