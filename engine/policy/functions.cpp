#include "policy/functions.hpp"

#include "catalog/misfits.hpp"
#include "policy/letter_case.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace policy {
namespace {

constexpr std::array functions{
    known_function{"lower", function::lower, 1},
    known_function{"upper", function::upper, 1},
    known_function{"trim", function::trim, 1},
    known_function{"replace", function::replace, 3},
    known_function{"join", function::join, 2},
    known_function{"split", function::split, 2},
};

std::string_view name_of(function which) {
    for (const auto& each : functions)
        if (each.which == which) return each.name;
    return "";
}

std::unexpected<fault> wrong(fault_kind kind, std::string message) {
    return std::unexpected(fault{kind, 0, std::move(message), ""});
}

std::unexpected<fault> too_long() {
    return wrong(fault_kind::bound, "the text becomes longer than a policy may make it");
}

std::string trimmed(std::string_view text) {
    constexpr std::string_view spaces = " \t\r\n";
    const auto first = text.find_first_not_of(spaces);
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(spaces) - first + 1));
}

std::expected<model::value, fault> replaced(
    std::string_view text, std::string_view old, std::string_view with, std::size_t longest
) {
    if (old.empty()) return wrong(fault_kind::type, "replace needs a text to look for");
    std::string made;
    std::size_t from = 0;
    for (auto at = text.find(old); at != std::string_view::npos; at = text.find(old, from)) {
        made.append(text.substr(from, at - from)).append(with);
        from = at + old.size();
        if (made.size() > longest) return too_long();
    }
    made.append(text.substr(from));
    if (made.size() > longest) return too_long();
    return model::value(std::move(made));
}

std::expected<model::value, fault> joined(
    const model::value& list, std::string_view between, std::size_t longest
) {
    const auto* items = list.if_array();
    if (items == nullptr)
        return wrong(
            fault_kind::type, fmt::format("join needs a list, got {}", catalog::described(list))
        );
    std::string made;
    for (std::size_t i = 0; i < items->size(); ++i) {
        const auto* text = (*items)[i].if_string();
        if (text == nullptr)
            return wrong(
                fault_kind::type,
                fmt::format(
                    "join needs a list of texts, which holds {}", catalog::described((*items)[i])
                )
            );
        if (i != 0) made.append(between);
        made.append(text->data(), text->size());
        if (made.size() > longest) return too_long();
    }
    return model::value(std::move(made));
}

std::expected<model::value, fault> parts(std::string_view text, std::string_view between) {
    if (between.empty()) return wrong(fault_kind::type, "split needs a text to split at");
    model::array made;
    std::size_t from = 0;
    for (auto at = text.find(between); at != std::string_view::npos;
         at = text.find(between, from)) {
        made.emplace_back(text.substr(from, at - from));
        from = at + between.size();
    }
    made.emplace_back(text.substr(from));
    return model::value(std::move(made));
}

}  // namespace

const known_function* find_function(std::string_view name) {
    for (const auto& each : functions)
        if (each.name == name) return &each;
    return nullptr;
}

std::vector<std::string> function_names() {
    std::vector<std::string> names;
    for (const auto& each : functions) names.emplace_back(each.name);
    return names;
}

std::expected<model::value, fault> apply(
    function which, std::span<const model::value* const> given, std::size_t longest
) {
    // Every value is a text, but the first of join, which looks at it itself.
    std::array<std::string_view, 3> texts;
    for (std::size_t i = 0; i < given.size() && i < texts.size(); ++i) {
        if (which == function::join && i == 0) continue;
        const auto* text = given[i]->if_string();
        if (text == nullptr)
            return wrong(
                fault_kind::type,
                fmt::format(
                    "{} needs a text, got {}", name_of(which), catalog::described(*given[i])
                )
            );
        texts[i] = *text;
    }
    switch (which) {
        case function::lower:
            return model::value(lower_case(texts[0]));
        case function::upper:
            return model::value(upper_case(texts[0]));
        case function::trim:
            return model::value(trimmed(texts[0]));
        case function::replace:
            return replaced(texts[0], texts[1], texts[2], longest);
        case function::join:
            return joined(*given[0], texts[1], longest);
        case function::split:
            return parts(texts[0], texts[1]);
    }
    return model::value();
}

}  // namespace policy
