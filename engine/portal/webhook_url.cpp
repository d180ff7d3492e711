#include "portal/webhook_url.hpp"

#include "portal/wire/https_url.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

namespace portal {

namespace {

constexpr std::string_view blanks = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// Takes the text up to the next slash, and the slash, off the front of `path`.
std::string_view take_segment(std::string_view& path) {
    const auto slash = path.find('/');
    const auto segment = path.substr(0, slash);
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
    return segment;
}

std::optional<std::int64_t> user_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number <= 0)
        return std::nullopt;
    return number;
}

bool is_code(std::string_view text) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    };
    return !text.empty() && std::ranges::all_of(text, fits);
}

}  // namespace

webhook_url::webhook_url(origin where, model::user_id owner, base::secret code)
    : where_(std::move(where)), owner_(owner), code_(std::move(code)) {}

std::expected<webhook_url, std::string> webhook_url::parse(const base::secret& text) {
    const auto refusal = [](const char* why) { return std::unexpected(std::string(why)); };
    auto url = parse_https_url(trimmed(text.reveal()));
    if (!url) return std::unexpected(std::move(url.error()));
    auto path = url->path;
    if (!path.starts_with("/rest/"))
        return refusal("is not a webhook (expected https://HOST/rest/ID/CODE/)");
    path.remove_prefix(std::string_view("/rest/").size());
    const auto owner = user_number(take_segment(path));
    if (!owner) return refusal("names no user (expected https://HOST/rest/ID/CODE/)");
    const auto code = take_segment(path);
    if (!is_code(code))
        return refusal("holds no code (expected https://HOST/rest/ID/CODE/ with letters and digits)"
        );
    if (!path.empty()) return refusal("must end after the code, without a method");
    return webhook_url(
        std::move(url->where), model::user_id(*owner), base::secret(std::string(code))
    );
}

base::secret webhook_url::path() const {
    const auto owner = std::to_string(owner_.value());
    std::string path;
    path.reserve(
        owner.size() + code_.reveal().size() + 8
    );  // no copies of the code are left behind
    path.append("/rest/").append(owner).append("/").append(code_.reveal()).append("/");
    return base::secret(std::move(path));
}

base::secret webhook_url::text() const {
    const auto host = to_string(where_);
    const auto tail = path();
    std::string text;
    text.reserve(host.size() + tail.reveal().size() + 8);
    text.append("https://").append(host).append(tail.reveal());
    return base::secret(std::move(text));
}

std::string webhook_url::redacted() const {
    return "https://" + to_string(where_) + "/rest/" + std::to_string(owner_.value()) + "/***/";
}

}  // namespace portal
