#include "portal-sim/core/references.hpp"

#include "portal-sim/core/php_value.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portal_sim {

namespace {

namespace json = boost::json;

bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

// A match of \$(result|next|total|time|error)[^\s]* that has at least one [group].
struct reference {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string_view map;  // as written: capitals are matched, but then looked up in vain
    std::vector<std::string_view> steps;
};

std::string_view map_name(std::string_view text) {
    static constexpr std::array<std::string_view, 5> names{
        "result", "next", "total", "time", "error"
    };
    for (const auto name : names) {
        const auto head = text.substr(0, name.size());
        if (std::ranges::equal(head, name, {}, lower)) return head;
    }
    return {};
}

std::vector<std::string_view> bracket_groups(std::string_view text) {
    std::vector<std::string_view> groups;
    for (auto open = text.find('['); open != text.npos; open = text.find('[', open)) {
        const auto close = text.find(']', open + 1);
        if (close == text.npos) break;
        if (close > open + 1) groups.push_back(text.substr(open + 1, close - open - 1));
        open = close > open + 1 ? close + 1 : open + 1;
    }
    return groups;
}

std::vector<reference> references_in(std::string_view text) {
    std::vector<reference> found;
    for (auto at = text.find('$'); at != text.npos; at = text.find('$', at)) {
        const auto name = map_name(text.substr(at + 1));
        if (name.empty()) {
            ++at;
            continue;
        }
        const auto rest = text.substr(at + 1 + name.size());
        const auto stop = std::ranges::find_if(rest, is_space);
        const auto length = static_cast<std::size_t>(stop - rest.begin());
        auto groups = bracket_groups(rest.substr(0, length));
        const auto end = at + 1 + name.size() + length;
        if (!groups.empty()) found.push_back({at, end, name, std::move(groups)});
        at = end;
    }
    return found;
}

const json::object* map_of(const batch_results& so_far, std::string_view name) {
    if (name == "result") return &so_far.result;
    if (name == "error") return &so_far.error;
    if (name == "total") return &so_far.total;
    if (name == "next") return &so_far.next;
    if (name == "time") return &so_far.time;
    return nullptr;
}

// $text[$step]: PHP indexes a text by bytes.
std::optional<json::value> character(const json::string& text, std::string_view step) {
    auto index = php::integer_key(step);
    if (!index) return std::nullopt;
    const auto size = static_cast<std::int64_t>(text.size());
    if (*index < 0) *index += size;
    if (*index < 0 || *index >= size) return std::nullopt;
    return json::value(json::string(1, text[static_cast<std::size_t>(*index)]));
}

// Walks as far as the steps are set and gives what it has reached, be it the whole map.
json::value look_up(const reference& what, const batch_results& so_far) {
    const auto* map = map_of(so_far, what.map);
    if (map == nullptr) return nullptr;
    const auto* first = map->if_contains(what.steps.front());
    if (first == nullptr || first->is_null()) return php::canonical(*map);
    const json::value* here = first;
    for (std::size_t i = 1; i < what.steps.size(); ++i) {
        if (const auto* text = here->if_string()) {
            auto letter = character(*text, what.steps[i]);
            return letter ? std::move(*letter) : *here;
        }
        const auto* next = php::element(*here, what.steps[i]);
        if (next == nullptr || next->is_null()) break;  // isset() is false for null
        here = next;
    }
    return *here;
}

std::string replace_inside(
    std::string_view text,
    const std::vector<reference>& found,
    const batch_results& so_far,
    reference_style style
) {
    std::string out;
    std::size_t copied = 0;
    for (const auto& each : found) {
        out += text.substr(copied, each.begin - copied);
        const auto value = look_up(each, so_far);
        const bool plain = value.is_string() || value.is_number();
        if (plain || style == reference_style::raw) {
            out += php::to_text(value);
        } else {
            out += text.substr(each.begin, each.end - each.begin);
        }
        copied = each.end;
    }
    out += text.substr(copied);
    return out;
}

}  // namespace

void resolve_references(
    json::value& parameters, const batch_results& so_far, reference_style style
) {
    if (auto* map = parameters.if_object()) {
        for (auto& each : *map) resolve_references(each.value(), so_far, style);
    } else if (auto* list = parameters.if_array()) {
        for (auto& each : *list) resolve_references(each, so_far, style);
    } else if (auto* text = parameters.if_string()) {
        const std::string kept(text->begin(), text->end());
        const auto found = references_in(kept);
        if (found.empty()) return;
        const bool nothing_else = found.front().begin == 0 && found.front().end == kept.size();
        if (nothing_else) {
            parameters = look_up(found.front(), so_far);
        } else {
            parameters = replace_inside(kept, found, so_far, style);
        }
    }
}

}  // namespace portal_sim
