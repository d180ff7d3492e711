#pragma once

#include "model/ids.hpp"
#include "model/planned.hpp"

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plan {

// The form of a saved plan: JSON Lines, the head first, then one line for each user in the order of
// the roster (and, before the first user who needs it, one for what a policy says of a key), and
// the end. It changes when an older program would misunderstand a newer plan.
inline constexpr std::int64_t saved_format = 1;

// The first line: what the plan is about.
struct saved_head {
    std::string program;  // that made it: "muster 0.1.0"
    std::string command;  // "plan", "drift"
    model::portal_name portal;
    std::string portal_url;
    std::string created;  // RFC 3339
    std::vector<std::string> policies;
    std::string policy_hash;  // of their texts and variables (policy_set::fingerprint)
    // Users whom the plan is about, where that was known when it was begun.
    std::optional<std::uint64_t> selected;
};

// The last line: what stands between them.
struct saved_end {
    std::map<model::planned, std::uint64_t> users;
    std::uint64_t unmatched = 0;
    std::uint64_t calls_left_out = 0;
    // Of what the plan says: portal and users, with what is there and what it should be. The same
    // whenever the same is found, so it names the plan for whoever lets it through.
    std::string plan;
    std::string file;  // of every byte before this one's value
};

// Without a line end.
std::string head_line(const saved_head& what);

// The last line is its body, which the checksum still covers, and the checksum. `file` is not
// looked at.
std::string end_body(const saved_end& what);
std::string end_line(std::string_view body, std::string_view checksum);
// The body of a last line; the whole of it where it does not end with a checksum.
std::string_view body_of(std::string_view line);

// The unexpected value says what is wrong, in words. A newer format is one of these.
std::expected<saved_head, std::string> head_from(std::string_view line);
std::expected<saved_end, std::string> end_from(std::string_view line);

// Whether a line is the last one.
bool is_end(std::string_view line);

}  // namespace plan
