#include "portal-sim/core/user_filter.hpp"

#include "portal-sim/core/php_value.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace portal_sim {

namespace {

namespace json = boost::json;

struct prefix {
    std::string_view text;
    comparison how;
    bool contains;
};

// The longer ones first. '@' is IN, which the values say themselves; '%' looks anywhere in the
// text,
// "=%" and "%=" take the caller's own wildcards.
constexpr std::array<prefix, 15> prefixes{{
    {"!=%", comparison::not_like, false},
    {"!%=", comparison::not_like, false},
    {">=", comparison::greater_equal, false},
    {"<=", comparison::less_equal, false},
    {"=%", comparison::like, false},
    {"%=", comparison::like, false},
    {"!%", comparison::not_like, true},
    {"!@", comparison::not_equal, false},
    {"!=", comparison::not_equal, false},
    {">", comparison::greater, false},
    {"<", comparison::less, false},
    {"@", comparison::equal, false},
    {"%", comparison::like, true},
    {"=", comparison::equal, false},
    {"!", comparison::not_equal, false},
}};

std::string upper(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
    });
    return out;
}

bool exists(std::string_view field) {
    static constexpr std::array<std::string_view, 8> more{
        "ID",
        "ACTIVE",
        "UF_DEPARTMENT",
        "USER_TYPE",
        "IS_ONLINE",
        "NAME_SEARCH",
        "HAS_DEPARTAMENT",
        "EXTERNAL_AUTH_ID"
    };
    const auto known = profile_fields();
    return std::ranges::find(more, field) != more.end() ||
           std::ranges::find(known, field) != known.end();
}

// LIKE with % for any text and _ for any byte; both are folded already.
bool like(std::string_view text, std::string_view pattern) {
    std::size_t t = 0;
    std::size_t p = 0;
    std::size_t star = pattern.npos;
    std::size_t retry = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '%') {
            star = p++;
            retry = t;
        } else if (p < pattern.size() && (pattern[p] == '_' || pattern[p] == text[t])) {
            ++p;
            ++t;
        } else if (star != pattern.npos) {
            p = star + 1;
            t = ++retry;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('%', p) == pattern.npos;
}

bool holds(comparison how, std::strong_ordering order) {
    switch (how) {
        case comparison::less:
            return order < 0;
        case comparison::less_equal:
            return order <= 0;
        case comparison::greater:
            return order > 0;
        case comparison::greater_equal:
            return order >= 0;
        default:
            return order == 0;
    }
}

bool compare_number(const filter_key& key, std::int64_t mine, const json::value& value) {
    return holds(key.how, mine <=> php::to_integer(value).value_or(0));
}

bool compare_text(const filter_key& key, std::string_view mine, const json::value& value) {
    const auto left = folded(mine);
    const auto right = folded(php::to_text(value));
    const bool pattern = key.how == comparison::like || key.how == comparison::not_like;
    if (pattern) return like(left, key.contains ? "%" + right + "%" : right);
    return holds(key.how, left <=> right);
}

std::string_view type_of(const user& who) {
    return who.kind == user_kind::extranet ? "extranet" : "employee";
}

// Whether one of the values fits; what is negated is negated by the caller.
bool fits(const filter_key& key, const user& who, const json::value& value) {
    if (key.field == "ID") return compare_number(key, who.id, value);
    // Whatever is neither empty nor "N" asks for active users, the text "false" included.
    if (key.field == "ACTIVE")
        return who.active == (php::truthy(value) && php::to_text(value) != "N");
    if (key.field == "UF_DEPARTMENT") {
        return std::ranges::any_of(who.departments, [&](std::int64_t each) {
            return compare_number(key, each, value);
        });
    }
    if (key.field == "HAS_DEPARTAMENT")
        return who.departments.empty() != (php::to_text(value) == "Y");
    if (key.field == "IS_ONLINE") return php::to_text(value) != "Y";
    if (key.field == "USER_TYPE") return compare_text(key, type_of(who), value);
    if (key.field == "EXTERNAL_AUTH_ID") return compare_text(key, "", value);
    if (key.field == "NAME_SEARCH") {
        const auto whole = std::string(who.field("NAME")) + ' ' +
                           std::string(who.field("LAST_NAME")) + ' ' +
                           std::string(who.field("EMAIL"));
        return like(folded(whole), "%" + folded(php::to_text(value)) + "%");
    }
    return compare_text(key, who.field(key.field), value);
}

}  // namespace

filter_key parse_filter_key(std::string_view key) {
    const auto found = std::ranges::find_if(prefixes, [key](const prefix& each) {
        return key.starts_with(each.text);
    });
    if (found == prefixes.end()) return {comparison::equal, false, upper(key)};
    return {found->how, found->contains, upper(key.substr(found->text.size()))};
}

user_filter::user_filter(
    const json::object& filter, const std::function<bool(std::string_view)>& readable
) {
    for (const auto& each : filter) {
        condition made{parse_filter_key(each.key()), {}};
        if (!exists(made.key.field) || !readable(made.key.field)) continue;
        if (const auto* list = each.value().if_array()) {
            made.values.assign(list->begin(), list->end());
        } else if (const auto* map = each.value().if_object()) {
            for (const auto& one : *map) made.values.push_back(one.value());
        } else {
            made.values.push_back(each.value());
        }
        exact_ids_ = exact_ids_ || (made.key.field == "ID" && made.key.how == comparison::equal &&
                                    made.values.size() <= 50);
        conditions_.push_back(std::move(made));
    }
}

bool user_filter::matches(const user& who) const {
    return std::ranges::all_of(conditions_, [&](const condition& each) {
        const bool any = std::ranges::any_of(each.values, [&](const json::value& value) {
            return fits(each.key, who, value);
        });
        const bool negated =
            each.key.how == comparison::not_equal || each.key.how == comparison::not_like;
        return any != negated;
    });
}

}  // namespace portal_sim
