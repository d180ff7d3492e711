#include "portal-sim/core/parse_url.hpp"

#include <algorithm>
#include <charconv>

namespace portal_sim::php {

namespace {

constexpr std::size_t longest_port = 5;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool may_stand_in_scheme(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '+' ||
           c == '-' || c == '.';
}

std::string clean(std::string_view text) {
    std::string out(text);
    std::ranges::replace_if(
        out, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, '_'
    );
    return out;
}

// Digits that a port may be made of: how many there are at the beginning of `text`, at most `most`.
std::size_t leading_digits(std::string_view text, std::size_t most) {
    const auto end = std::ranges::find_if_not(text.substr(0, most), is_digit);
    return static_cast<std::size_t>(end - text.begin());
}

bool ends_or_slash(std::string_view text) {
    return text.empty() || text.front() == '/';
}

std::optional<int> port_number(std::string_view digits) {
    int value = -1;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end == digits.data() || value < 0 || value > 65535)
        return std::nullopt;
    return value;
}

// path?query#fragment
url_parts with_path(url_parts parts, std::string_view rest) {
    const bool nothing_there = rest.empty();
    if (const auto hash = rest.find('#'); hash != rest.npos) {
        parts.fragment = clean(rest.substr(hash + 1));
        rest = rest.substr(0, hash);
    }
    if (const auto mark = rest.find('?'); mark != rest.npos) {
        parts.query = clean(rest.substr(mark + 1));
        rest = rest.substr(0, mark);
    }
    if (!rest.empty() || nothing_there) parts.path = clean(rest);
    return parts;
}

// user:password@host:port, then the path. `parts.port` is set already when the text began with it.
std::optional<url_parts> with_host(url_parts parts, std::string_view rest) {
    const auto end = std::min(rest.find_first_of("/?#"), rest.size());
    auto authority = rest.substr(0, end);
    if (const auto at = authority.rfind('@'); at != authority.npos) {
        const auto login = authority.substr(0, at);
        const auto colon = login.find(':');
        parts.user = clean(login.substr(0, colon));
        if (colon != login.npos) parts.password = clean(login.substr(colon + 1));
        authority.remove_prefix(at + 1);
    }
    const bool address_v6 = authority.starts_with('[') && authority.ends_with(']');
    const auto colon = address_v6 ? authority.npos : authority.rfind(':');
    if (colon != authority.npos) {
        const auto digits = authority.substr(colon + 1);
        if (!parts.port && digits.size() > longest_port) return std::nullopt;
        if (!parts.port && !digits.empty()) {
            parts.port = port_number(digits);
            if (!parts.port) return std::nullopt;
        }
        authority = authority.substr(0, colon);
    }
    if (authority.empty()) return std::nullopt;
    parts.host = clean(authority);
    if (end == rest.size()) return parts;
    return with_path(std::move(parts), rest.substr(end));
}

// What stands before the colon is no scheme: it may be "host:port".
std::optional<url_parts> with_port(std::string_view text, std::size_t colon) {
    const auto behind = text.substr(colon + 1);
    const auto digits = leading_digits(behind, longest_port + 1);
    url_parts parts;
    if (digits > 0 && digits <= longest_port && ends_or_slash(behind.substr(digits))) {
        parts.port = port_number(behind.substr(0, digits));
        if (!parts.port) return std::nullopt;
        return with_host(std::move(parts), text.starts_with("//") ? text.substr(2) : text);
    }
    if (behind.empty()) return std::nullopt;
    if (text.starts_with("//")) return with_host(std::move(parts), text.substr(2));
    return with_path(std::move(parts), text);
}

std::optional<url_parts> with_scheme(std::string_view text, std::size_t colon) {
    const auto behind = text.substr(colon + 1);
    url_parts parts;
    if (!behind.empty() && behind.front() != '/') {
        const auto digits = leading_digits(behind, longest_port + 1);
        if (digits <= longest_port && ends_or_slash(behind.substr(digits)))
            return with_port(text, colon);  // "a.com:80"
        parts.scheme = clean(text.substr(0, colon));
        return with_path(std::move(parts), behind);
    }
    parts.scheme = clean(text.substr(0, colon));
    if (behind.empty()) return parts;
    if (!behind.starts_with("//")) return with_path(std::move(parts), behind);
    std::string lower = *parts.scheme;
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    });
    if (lower == "file" && behind.starts_with("///")) {
        const bool drive = behind.size() > 4 && behind[4] == ':';
        return with_path(std::move(parts), behind.substr(drive ? 3 : 2));
    }
    return with_host(std::move(parts), behind.substr(2));
}

}  // namespace

std::optional<url_parts> parse_url(std::string_view text) {
    const auto colon = text.find(':');
    if (colon != text.npos && colon > 0) {
        if (std::ranges::all_of(text.substr(0, colon), may_stand_in_scheme))
            return with_scheme(text, colon);
        const bool before_query = colon < std::min(text.find_first_of("?#"), text.size());
        if (colon + 1 < text.size() && before_query) return with_port(text, colon);
    } else if (colon == 0) {
        return with_port(text, colon);
    }
    if (text.starts_with("//")) return with_host({}, text.substr(2));
    return with_path({}, text);
}

}  // namespace portal_sim::php
