#include "roster/typed_source.hpp"

#include "base/nearest_name.hpp"
#include "document/excerpt.hpp"
#include "roster/attribute.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

namespace roster {
namespace {

std::string_view without_blanks(std::string_view text) {
    constexpr std::string_view blanks = " \t";
    const auto begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

template <class Number>
std::optional<model::value> number_in(std::string_view text) {
    Number made{};
    const auto read = std::from_chars(text.data(), text.data() + text.size(), made);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
    if constexpr (std::is_floating_point_v<Number>)
        if (!std::isfinite(made)) return std::nullopt;
    return model::value(made);
}

model::value items_in(std::string_view text) {
    model::array items;
    while (!text.empty()) {
        const auto end = std::min(text.find(';'), text.size());
        const auto item = without_blanks(text.substr(0, end));
        if (!item.empty()) items.emplace_back(item);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return items;
}

std::optional<model::value> read_as(column_type type, std::string_view text) {
    if (type == column_type::list) return items_in(text);
    if (type == column_type::text) return model::value(text);
    if (text.empty()) return model::value(nullptr);
    if (type == column_type::integer) return number_in<std::int64_t>(text);
    if (type == column_type::number) return number_in<double>(text);
    const auto said = parse_active(text);
    return said ? std::optional<model::value>(*said) : std::nullopt;
}

// What YAML and JSON say is what it is; only text is read once more.
std::optional<model::value> converted(column_type type, const model::value& given) {
    if (const auto* text = given.if_string()) return read_as(type, without_blanks(*text));
    if (given.is_null()) return type == column_type::list ? model::value(model::array()) : given;
    const bool fits = (type == column_type::integer && given.is_int64()) ||
                      (type == column_type::number && given.is_number()) ||
                      (type == column_type::boolean && given.is_bool()) ||
                      (type == column_type::list && given.is_array());
    if (fits) return given;
    if (type == column_type::text && !given.is_structured())
        return model::value(boost::json::serialize(given));
    return std::nullopt;
}

std::string_view described(column_type type) {
    switch (type) {
        case column_type::text:
            return "text";
        case column_type::integer:
            return "a whole number";
        case column_type::number:
            return "a number, with a point before its decimals";
        case column_type::boolean:
            return "true or false, Y or N, 1 or 0";
        case column_type::list:
            return "a list, its items between semicolons";
    }
    return "";
}

std::string shown(const model::value& given) {
    return given.is_string() ? document::in_quotes(given.get_string())
                             : boost::json::serialize(given);
}

}  // namespace

std::optional<model::user> typed_source::next(base::diagnostics& problems) {
    while (!faults_.reached()) {
        auto who = from_->next(problems);
        if (!who || convert(*who, problems)) return who;
        faults_.count(who->where, problems);
    }
    return std::nullopt;
}

bool typed_source::convert(model::user& who, base::diagnostics& problems) const {
    bool right = true;
    for (const auto& column : columns_) {
        auto* value = who.attributes.if_contains(column.name);
        if (value == nullptr) continue;
        if (auto made = converted(column.type, *value)) {
            *value = std::move(*made);
            continue;
        }
        right = false;
        base::diagnostic what;
        what.code = "roster.bad-type";
        what.message =
            fmt::format("'{}' is {}, not {}", column.name, described(column.type), shown(*value));
        what.where = who.where;
        what.hint =
            fmt::format("mend the cell, or the column's type at {}", base::to_string(column.where));
        problems.add(std::move(what));
    }
    return right;
}

void refuse_unknown_columns(
    const std::vector<typed_column>& asked, const outline& known, base::diagnostics& problems
) {
    for (const auto& column : asked) {
        if (std::ranges::find(known.attributes, column.name) != known.attributes.end()) continue;
        base::diagnostic what;
        what.code = "roster.unknown-column";
        what.message = fmt::format("no roster has a column '{}'", column.name);
        what.where = column.where;
        const auto near = base::nearest_name(column.name, known.attributes);
        what.hint = near ? fmt::format("did you mean '{}'?", *near)
                         : fmt::format("there are: {}", fmt::join(known.attributes, ", "));
        problems.add(std::move(what));
    }
}

}  // namespace roster
