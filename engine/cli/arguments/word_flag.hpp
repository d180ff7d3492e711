#pragma once

#include "cli/config/as_typed.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace cli {

// The words that a flag may take, the default first.
template <class Choice>
using words = std::vector<std::pair<std::string, Choice>>;

// CLI11's own checks would tell of types and limits in its own words, and put them into the help.
template <class Fits>
CLI::Validator only(Fits fits, std::string expected) {
    return {
        [fits, expected](std::string& word) {
            return fits(word) ? std::string()
                              : fmt::format("takes {}, not '{}'", expected, as_typed(word));
        },
        ""
    };
}

// Whether a word is a number for which `holds`.
template <class Number, class Condition>
auto number_that(Condition holds) {
    return [holds](const std::string& word) {
        Number number{};
        // CLI11 would let it wrap around.
        if (std::is_unsigned_v<Number> && word.starts_with('-')) return false;
        return CLI::detail::lexical_cast(word, number) && holds(number);
    };
}

template <class Choice>
void add_choice(
    CLI::App& to,
    const std::string& name,
    Choice& value,
    const words<Choice>& known,
    const std::string& what
) {
    const auto find = [&known](const std::string& word) {
        return std::ranges::find(known, word, &std::pair<std::string, Choice>::first);
    };
    std::string listed;
    for (const auto& each : known)
        listed += (&each == &known.front()  ? ""
                   : &each == &known.back() ? " or "
                                            : ", ") +
                  each.first;
    to.add_option_function<std::string>(
          name,
          [&value, find](const std::string& word) { value = find(word)->second; },
          fmt::format("{}: {} (default: {})", what, listed, known.front().first)
    )
        ->type_name("WORD")
        ->check(only(
            [&known, find](const std::string& word) { return find(word) != known.end(); }, listed
        ));
}

}  // namespace cli
