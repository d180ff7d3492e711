#include "cli/arguments/flags.hpp"
#include "cli/arguments/word_flag.hpp"
#include "cli/config/deadline.hpp"
#include "cli/config/on_error_words.hpp"
#include "cli/config/wave_text.hpp"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace cli {

namespace {

void add_limits_of_failures(CLI::App& to, options& given) {
    to.add_option(
          "--max-fail", given.max_fail, "How many users may fail; one more ends the portal's run"
    )
        ->type_name("N")
        ->check(only(number_that<std::uint64_t>([](auto) { return true; }), "a whole number from 0")
        );
    to.add_option(
          "--max-fail-percent",
          given.max_fail_percent,
          "How many of a hundred users of a wave may fail, or of the run where it has no waves"
    )
        ->type_name("P")
        ->check(only(
            number_that<double>([](double part) { return part >= 0 && part <= 100; }),
            "a number from 0 to 100"
        ));
    to.add_option_function<std::string>(
          "--on-error",
          [&given](const std::string& word) { given.on_error = on_error_of(word); },
          "When more fail than may (without a limit: anybody): continue, stop-portal, or stop-run "
          "for "
          "the runs of all portals (default: stop-portal with a limit)"
    )
        ->type_name("WORD")
        ->check(only(
            [](const std::string& word) { return on_error_of(word).has_value(); },
            "continue, stop-portal or stop-run"
        ));
}

}  // namespace

void add_stopping(CLI::App& to, options& given) {
    to.add_option_function<std::vector<std::string>>(
          "--serial",
          [&given](const std::vector<std::string>& sizes) {
              for (const auto& each : sizes) given.serial.push_back(*parse_wave(each));
          },
          "Waves of users, such as 1,5%,25%,100%: each begins when everybody of the one before is "
          "done and verified, and nobody failed, or no more than --max-fail and "
          "--max-fail-percent allow"
    )
        ->type_name("N|P%,...")
        ->delimiter(',')
        ->check(only(
            [](const std::string& word) { return parse_wave(word).has_value(); },
            "numbers of users above 0 and percentages up to 100%, such as 1,5%,25%,100%"
        ));
    add_limits_of_failures(to, given);
    add_deadline(to, given);
}

void add_deadline(CLI::App& to, options& given) {
    to.add_option_function<std::string>(
          "--deadline",
          [&given](const std::string& word) { given.until = parse_deadline(word); },
          "When to end, done or not: the next 05:30 of the clock, or 2h from now; then nothing "
          "more is sent, and what has left is awaited"
    )
        ->type_name("HH:MM|DURATION")
        ->check(only(
            [](const std::string& word) { return parse_deadline(word).has_value(); },
            "a time of the day such as 05:30, or a duration such as 90s, 45m or 2h"
        ));
}

}  // namespace cli
