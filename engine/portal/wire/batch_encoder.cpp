#include "portal/wire/batch_encoder.hpp"

#include "portal/wire/method_name.hpp"
#include "portal/wire/percent_encoding.hpp"
#include "portal/wire/reference_text.hpp"
#include "portal/wire/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace portal {

namespace {

using outcome = std::expected<void, std::string>;

// PHP's defaults for max_input_nesting_level and max_input_vars are 64 and 1000; what lies beyond
// them is dropped without a word.
constexpr std::size_t max_depth = 32;
constexpr std::size_t max_variables = 1000;

std::unexpected<std::string> refusal(std::string why) {
    return std::unexpected(std::move(why));
}

bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

// Whether parse_str gives this name back as it was: brackets and NUL end a name wherever they
// stand,
// '.' and spaces become '_' at the top only, and a blank name in brackets means "append".
bool survives_parse_str(std::string_view name, std::size_t depth) {
    if (name.empty() || std::ranges::all_of(name, is_blank)) return false;
    if (name.find_first_of(std::string_view("[]\0", 3)) != std::string_view::npos) return false;
    return depth > 0 || name.find_first_of(". ") == std::string_view::npos;
}

std::expected<std::string, std::string> decimal(double number) {
    if (!std::isfinite(number)) return refusal("is not a finite number");
    auto text = std::trunc(number) == number && std::abs(number) < 1e15
                    ? fmt::format("{:.0f}", number)
                    : fmt::format("{}", number);
    if (text.find('e') != std::string::npos) return refusal("is too large or too small a number");
    return text;
}

// Writes one command's parameters as a query.
class query_writer {
public:
    query_writer(std::string& out, const model::command& what) : out_(out), what_(what) {
        for (const auto& each : what.references) references_.push_back(encoded_name(each.path));
    }

    outcome write() {
        for (const auto& [name, value] : what_.params) {
            auto written = write_entry(name, value, 0);
            if (!written) return written;
        }
        for (std::size_t i = 0; i < references_.size(); ++i) {
            auto written = write_reference(what_.references[i], references_[i]);
            if (!written) return written;
        }
        if (variables_ > max_variables) return refusal("has more than 1000 values");
        return {};
    }

private:
    static std::string encoded_name(const std::vector<std::string>& path) {
        std::string name;
        for (const auto& part : path) append_part(name, part);
        return name;
    }

    static void append_part(std::string& name, std::string_view part) {
        const bool nested = !name.empty();
        if (nested) name += "%5B";
        append_percent_encoded(name, part);
        if (nested) name += "%5D";
    }

    outcome write_entry(std::string_view name, const model::value& value, std::size_t depth) {
        if (!survives_parse_str(name, depth) || !is_utf8(name))
            return refusal("has a parameter name that the portal would change");
        const auto outer = name_.size();
        append_part(name_, name);
        auto written = write_value(value, depth);
        name_.resize(outer);
        return written;
    }

    outcome write_value(const model::value& value, std::size_t depth) {
        switch (value.kind()) {
            case boost::json::kind::null:
                return refusal("is null, which a batch cannot say");
            case boost::json::kind::bool_:
                return write_leaf(value.get_bool() ? "1" : "0");
            case boost::json::kind::int64:
                return write_leaf(fmt::format_int(value.get_int64()).str());
            case boost::json::kind::uint64:
                return write_leaf(fmt::format_int(value.get_uint64()).str());
            case boost::json::kind::double_: {
                const auto text = decimal(value.get_double());
                return text ? write_leaf(*text) : refusal(text.error());
            }
            case boost::json::kind::string:
                return write_text(value.get_string());
            case boost::json::kind::array:
                return write_list(value.get_array(), depth + 1);
            case boost::json::kind::object:
                return write_object(value.get_object(), depth + 1);
        }
        return refusal("is of no known type");
    }

    outcome write_text(std::string_view text) {
        if (!is_utf8(text)) return refusal("is a text that is not UTF-8");
        if (holds_reference(text))
            return refusal("is a text that the portal would take for a reference");
        return write_leaf(text);
    }

    outcome write_list(const model::array& list, std::size_t depth) {
        if (depth > max_depth) return refusal("is nested too deeply");
        if (list.empty()) return write_empty();
        for (std::size_t i = 0; i < list.size(); ++i) {
            auto written = write_entry(fmt::format_int(i).str(), list[i], depth);
            if (!written) return written;
        }
        return {};
    }

    outcome write_object(const model::object& entries, std::size_t depth) {
        if (depth > max_depth) return refusal("is nested too deeply");
        if (entries.empty()) return write_empty();
        for (const auto& [name, value] : entries) {
            auto written = write_entry(name, value, depth);
            if (!written) return written;
        }
        return {};
    }

    // An empty container cannot be said, unless a reference is going to fill it.
    outcome write_empty() {
        const auto inside = name_ + "%5B";
        const auto fills = [&](const std::string& name) { return name.starts_with(inside); };
        if (std::ranges::any_of(references_, fills)) return {};
        return refusal("is an empty list or object, which a batch cannot say");
    }

    outcome write_leaf(std::string_view text) {
        begin_pair(name_);
        append_percent_encoded(out_, text);
        return {};
    }

    outcome write_reference(const model::result_reference& which, const std::string& name) {
        for (std::size_t depth = 0; depth < which.path.size(); ++depth)
            if (!survives_parse_str(which.path[depth], depth))
                return refusal("has a parameter name that the portal would change");
        if (name.empty()) return refusal("has a reference that stands nowhere");
        begin_pair(name);
        append_percent_encoded(out_, "$result[" + which.key + "]");
        return {};
    }

    void begin_pair(std::string_view name) {
        out_ += variables_++ == 0 ? '?' : '&';
        out_ += name;
        out_ += '=';
    }

    std::string& out_;
    const model::command& what_;
    std::vector<std::string> references_;  // their names, encoded
    std::string name_;                     // of where the writer stands, encoded
    std::size_t variables_ = 0;
};

bool is_key(std::string_view key) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto fits = [&](char c) { return letter(c) || (c >= '0' && c <= '9'); };
    return !key.empty() && letter(key.front()) && std::ranges::all_of(key, fits);
}

// The rules of model/request.hpp for the command at `index`.
outcome check_command(const std::vector<model::command>& commands, std::size_t index) {
    const auto& what = commands[index];
    const auto earlier = std::span(commands).first(index);
    const auto named = [&](const std::string& key) {
        return std::ranges::any_of(earlier, [&](const auto& each) { return each.key == key; });
    };
    if (!is_key(what.key)) return refusal("has a key that is not letters and digits");
    if (named(what.key)) return refusal("has the key of an earlier command");
    if (!is_method_name(what.method)) return refusal("has a method name that is none");
    for (const auto& each : what.references)
        if (!named(each.key)) return refusal("refers to a command that does not stand before it");
    return {};
}

}  // namespace

std::expected<std::string, std::string> encode_batch(const model::request& what) {
    const auto& commands = what.commands;
    if (commands.empty()) return refusal("a batch without commands");
    if (commands.size() > model::max_batch)
        return refusal(fmt::format(
            "{} commands in one batch; the portal runs {}", commands.size(), model::max_batch
        ));
    const bool halts = what.then == model::after_error::halt;
    std::string body = halts ? R"({"halt":1,"cmd":{)" : R"({"halt":0,"cmd":{)";
    for (std::size_t i = 0; i < commands.size(); ++i) {
        const auto& each = commands[i];
        auto written = check_command(commands, i);
        if (written) {
            // Keys, method names and encoded queries hold nothing that JSON would escape.
            if (i != 0) body += ',';
            body.append("\"").append(each.key).append("\":\"").append(each.method);
            written = query_writer(body, each).write();
            body += '"';
        }
        if (!written) return refusal(fmt::format("{}: {}", each.method, written.error()));
    }
    body += "}}";
    return body;
}

}  // namespace portal
