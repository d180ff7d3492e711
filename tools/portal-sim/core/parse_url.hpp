#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace portal_sim::php {

struct url_parts {
    std::optional<std::string> scheme;
    std::optional<std::string> user;
    std::optional<std::string> password;
    std::optional<std::string> host;
    std::optional<int> port;
    std::optional<std::string> path;
    std::optional<std::string> query;
    std::optional<std::string> fragment;
};

// parse_url() of PHP 8, which the portal applies to every command of a batch. Nothing is decoded;
// control characters become '_'. Nothing is returned where PHP returns false.
std::optional<url_parts> parse_url(std::string_view text);

}  // namespace portal_sim::php
