#pragma once

#include "model/outcome.hpp"
#include "model/user.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace report {

// What to do about a code, in a sentence; "" = nothing is known. And the next command to type for
// it.
using advice_source = std::function<std::string(std::string_view code)>;
using command_source = std::function<std::string(std::string_view code)>;

// How many users and steps of a group are named; the rest is only counted.
inline constexpr std::size_t max_samples = 3;

// One way in which users came to grief, and how many did.
struct reason_group {
    std::string code;  // "" when the portal gave none
    std::string
        text;  // as it came; where several texts are alike, with "#" and "…" where they differ
    std::uint64_t users = 0;
    std::vector<std::string> samples;  // users: "17 ann@acme.example"
    std::vector<std::string> targets;  // resources and methods at which it happened
    std::string advice;
    std::string next_command;
};

// Users by the reason that stopped them. Its memory does not grow with the users: texts that
// differ only in numbers, quotations and addresses are one reason, and past a hundred reasons new
// ones share one entry.
class reasons {
public:
    void add(
        std::string_view code,
        std::string_view text,
        std::string_view target,
        const model::user& who
    );

    // All of `others`: users of whom `label` is told in front ("acme: 17 ann@acme.example").
    void add(const reasons& others, std::string_view label);

    [[nodiscard]] bool empty() const noexcept { return groups_.empty(); }

    // The most frequent first; of those alike, by code and text. Advice and command are not filled
    // in.
    [[nodiscard]] std::vector<reason_group> by_count() const;

private:
    using key = std::pair<std::string, std::string>;  // code and shape of the text

    reason_group& group_of(key which, std::string_view text);

    std::map<key, reason_group> groups_;
};

// The groups with what to do about each.
std::vector<reason_group> with_advice(
    std::vector<reason_group> groups,
    const advice_source& advice,
    const command_source& next_command
);

// The text with what differs from user to user replaced: numbers by "#", quotations and addresses
// by "…".
std::string text_shape(std::string_view text);

// "17 ann@acme.example"; only the number where there is no address.
std::string user_label(const model::user& who);

}  // namespace report
