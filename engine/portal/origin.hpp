#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace portal {

// Where a portal answers.
struct origin {
    std::string host;  // lower case; an IPv6 address without its brackets
    std::string port = "443";

    friend bool operator==(const origin&, const origin&) = default;
};

// From a portal's address: "https://acme.bitrix24.com", with a port if need be, without anything
// behind it but a slash. The unexpected value says what is wrong, without quoting the address.
std::expected<origin, std::string> parse_origin(std::string_view address);

// "acme.bitrix24.com", "localhost:8443", "[::1]:8443": as in an address and in a Host header.
std::string to_string(const origin& where);

}  // namespace portal
