#include "portal-sim/core/parse_str.hpp"

#include "portal-sim/core/php_value.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace portal_sim::php {

namespace {

constexpr std::size_t max_nesting = 64;

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

// The way to a variable: its name, then one key per pair of brackets. No key: "append".
struct variable_path {
    std::string name;
    std::vector<std::optional<std::string>> keys;
    bool too_deep = false;
};

std::string mangled(std::string_view name) {
    std::string out(name);
    std::ranges::replace_if(out, [](char c) { return c == ' ' || c == '.'; }, '_');
    return out;
}

variable_path path_of(std::string_view text) {
    text = text.substr(0, text.find('\0'));  // PHP's names end there
    while (text.starts_with(' ')) text.remove_prefix(1);
    const auto bracket = text.find('[');
    variable_path path{mangled(text.substr(0, bracket)), {}};
    if (bracket == text.npos || path.name.empty()) return path;

    auto rest = text.substr(bracket);
    while (rest.starts_with('[')) {
        rest.remove_prefix(1);
        const auto inside = !rest.empty() && is_space(rest.front()) ? rest.substr(1) : rest;
        if (inside.starts_with(']')) {
            path.keys.emplace_back(std::nullopt);
            rest = inside.substr(1);
        } else if (const auto end = inside.find(']'); end != inside.npos) {
            const auto length = end + (rest.size() - inside.size());
            path.keys.emplace_back(std::string(rest.substr(0, length)));
            rest = rest.substr(length + 1);
        } else {
            // Never closed: the first bracket turns into '_', a later one ends the name.
            if (path.keys.empty()) path.name += '_' + std::string(rest);
            return path;
        }
        if (path.keys.size() > max_nesting) {
            path.too_deep = true;
            return path;
        }
    }
    return path;
}

std::string next_index(const json::object& map) {
    std::int64_t next = 0;
    for (const auto& each : map)
        if (const auto index = integer_key(each.key())) next = std::max(next, *index + 1);
    return std::to_string(next);
}

// Arrays stay objects while they grow; `canonical` makes lists of them at the end.
void assign(json::object& variables, const variable_path& path, std::string text) {
    json::value* place = &variables[path.name];
    for (const auto& key : path.keys) {
        if (!place->is_object()) place->emplace_object();
        auto& map = place->get_object();
        place = &map[key ? *key : next_index(map)];
    }
    *place = std::move(text);
}

}  // namespace

std::string url_decode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
                            hex_digit(text[i + 2]) >= 0;
        if (escape) {
            out += static_cast<char>((hex_digit(text[i + 1]) << 4) | hex_digit(text[i + 2]));
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

json::object parse_str(std::string_view query, std::size_t most_variables) {
    json::object variables;
    std::size_t count = 0;
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        const auto pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (pair.empty()) continue;
        if (++count > most_variables) break;
        const auto equals = pair.find('=');
        const auto path = path_of(url_decode(pair.substr(0, equals)));
        if (path.name.empty()) continue;
        if (path.too_deep) {
            variables.erase(path.name);
            continue;
        }
        auto text = equals == pair.npos ? std::string() : url_decode(pair.substr(equals + 1));
        assign(variables, path, std::move(text));
    }
    for (auto& each : variables) each.value() = canonical(std::move(each.value()));
    return variables;
}

}  // namespace portal_sim::php
