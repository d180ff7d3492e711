#pragma once

#include "document/node.hpp"
#include "policy/source.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace policy {

enum class presence { optional, required };

// Reads one mapping strictly: every key is asked for by name, and `close` reports those that nobody
// asked for. What is missing or of another kind is reported, and nothing is given for it.
class mapping {
public:
    // Anything but a mapping is reported as well, and has no keys.
    mapping(const document::node& from, std::string path, reporter& report);

    const document::node* any(std::string_view key, presence needed = presence::optional);
    std::optional<std::string> text(std::string_view key, presence needed = presence::optional);
    std::optional<bool> flag(std::string_view key);
    std::optional<std::int64_t> integer(std::string_view key);
    std::vector<std::string> texts(std::string_view key);

    // Nobody asks for this one here, and it may be there.
    void allow(std::string_view key) { asked_.emplace_back(key); }

    void close();

    [[nodiscard]] bool has(std::string_view key) const;
    [[nodiscard]] const document::node& from() const { return from_; }
    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] std::string path_of(std::string_view key) const;

private:
    const document::node* of_kind(
        std::string_view key, document::node_kind kind, presence needed = presence::optional
    );

    const document::node& from_;
    std::string path_;
    reporter& report_;
    std::vector<std::string> asked_;
};

// A tag that nobody knows, or `!default` where it means nothing. Precondition: there is one.
void report_tag(reporter& report, const document::node& at, std::string path);

// "expected text, got a list"; reported where the node stands.
void report_kind(
    reporter& report,
    const document::node& at,
    std::string path,
    std::string_view expected,
    std::string hint = ""
);

}  // namespace policy
