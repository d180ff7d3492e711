#include "portal/wire/portal_fault.hpp"

#include "portal/error_table.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace portal {

namespace {

constexpr std::size_t max_text = 500;
constexpr std::size_t max_code = 100;

// A portal's text ends up on a terminal and in reports: no control characters, no endless lines, no
// half of a UTF-8 character at the end.
std::string readable(std::string text, std::size_t limit) {
    if (text.size() > limit) {
        while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U) --limit;
        text.resize(limit);
        text += "...";
    }
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7F'; }, ' '
    );
    return text;
}

std::string as_text(const model::value* what) {
    if (what == nullptr || what->is_null()) return {};
    if (what->is_string()) return std::string(std::string_view(what->get_string()));
    return boost::json::serialize(*what);
}

// REST 3.0: {"code", "message", "validation": [{"field", "message"}]}.
portal_fault read_nested(const model::object& error) {
    portal_fault fault{as_text(error.if_contains("code")), as_text(error.if_contains("message"))};
    const auto* validation = error.if_contains("validation");
    if (validation == nullptr || !validation->is_array()) return fault;
    for (const auto& each : validation->get_array()) {
        if (!each.is_object()) continue;
        if (!fault.text.empty()) fault.text += "; ";
        fault.text += as_text(each.get_object().if_contains("field")) + ": " +
                      as_text(each.get_object().if_contains("message"));
    }
    return fault;
}

portal_fault read_flat(const model::object& holder) {
    const auto* error = holder.if_contains("error");
    // false stands for "no code" as "" does; a number is a code in decimal.
    const bool coded = error != nullptr && !error->is_bool();
    portal_fault fault{
        coded ? as_text(error) : std::string(), as_text(holder.if_contains("error_description"))
    };
    const auto argument = as_text(holder.if_contains("argument"));
    if (!argument.empty()) fault.text += " (argument: " + argument + ")";
    return fault;
}

}  // namespace

portal_fault read_fault(const model::object& holder) {
    const auto* error = holder.if_contains("error");
    auto fault = error != nullptr && error->is_object() ? read_nested(error->get_object())
                                                        : read_flat(holder);
    return {readable(std::move(fault.code), max_code), readable(std::move(fault.text), max_text)};
}

portal_fault read_batch_fault(const model::value& entry) {
    if (entry.is_object()) return read_fault(entry.get_object());
    auto text = readable(as_text(&entry), max_text);
    const auto known = [&](const error_row& row) { return !row.code.empty() && row.code == text; };
    if (std::ranges::any_of(error_table(), known)) return {std::move(text), {}};
    return {{}, std::move(text)};
}

model::rejected judge(portal_fault what, int http_status) {
    const auto& row = classify(what.code, http_status, what.text);
    return {std::move(what.code), std::move(what.text), row.what_to_do, row.took, http_status};
}

}  // namespace portal
