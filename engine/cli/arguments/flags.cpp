#include "cli/arguments/flags.hpp"

#include "base/sha256.hpp"
#include "cli/arguments/word_flag.hpp"
#include "cli/config/as_typed.hpp"
#include "cli/config/duration.hpp"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <string>

namespace cli {

namespace {

const words<output_format> outputs{
    {"text", output_format::text}, {"json", output_format::json}, {"jsonl", output_format::jsonl}
};
const words<model::when_changed> stale_words{
    {"skip", model::when_changed::leave_user},
    {"fail", model::when_changed::fail_user},
    {"reapply", model::when_changed::overwrite}
};
const words<progress_choice> progresses{
    {"auto", progress_choice::automatic},
    {"bar", progress_choice::bar},
    {"plain", progress_choice::plain},
    {"none", progress_choice::none}
};
const words<when> colours{
    {"auto", when::automatic}, {"always", when::always}, {"never", when::never}
};

}  // namespace

namespace {

void add_portals(CLI::App& to, options& given, portal_choice about) {
    to.add_option("--config", given.config, "The configuration, instead of the nearest muster.yaml")
        ->type_name("FILE");
    to.add_option(
          "--portal",
          given.portals,
          about == portal_choice::one
              ? "Which portal of the configuration; needed where it has several"
              : "Which portals of the configuration; needed where it has several: names, "
                "'acme-*', all, or !NAME to leave out"
    )
        ->type_name(about == portal_choice::one ? "NAME" : "NAME,...")
        ->delimiter(',');
}

void add_roster_flags(CLI::App& to, options& given) {
    to.add_option("--roster", given.roster, "The roster, instead of the one in the configuration")
        ->type_name("FILE,...")
        ->delimiter(',');
    to.add_option(
          "--limit",
          given.limit,
          "Only these users: ids, emails, groups, attribute=value or @FILE with ':' between them; "
          "& "
          "restricts, ! leaves out: 'sales:&moscow:!interns'"
    )
        ->type_name("USERS");
    to.add_option("--exclude", given.exclude, "Not these users, written like --limit")
        ->type_name("USERS");
}

}  // namespace

void add_people(CLI::App& to, options& given, portal_choice about) {
    add_portals(to, given, about);
    add_roster_flags(to, given);
}

void add_files(CLI::App& to, options& given, portal_choice about) {
    add_portals(to, given, about);
    to.add_option("--policy", given.policies, "Policies, instead of those in the configuration")
        ->type_name("FILE,...")
        ->delimiter(',');
    add_roster_flags(to, given);
    to.add_option("--var", given.vars, "A variable of the policies; may be given several times")
        ->type_name("NAME=VALUE");
    to.add_option("--var-file", given.var_files, "Variables of the policies, as YAML")
        ->type_name("FILE");
}

void add_output(CLI::App& to, options& given) {
    add_choice(to, "--output", given.output, outputs, "Results");
    add_choice(to, "--color", given.colour, colours, "Colours");
}

void add_word(CLI::App& to, options& given) {
    to.add_flag_callback(
        "--auto-approve",
        [&given] { given.approval = approval_choice::given; },
        "Do not ask on a terminal before anything is changed"
    );
    to.add_flag_callback(
        "--no-input",
        [&given] { given.input = input_choice::none; },
        "Ask nothing: what would have to be asked is refused"
    );
}

void add_approval(CLI::App& to, options& given) {
    add_word(to, given);
    add_choice(
        to,
        "--stale",
        given.outdated,
        stale_words,
        "Users whom somebody changed after they were looked at"
    );
    to.add_option(
          "--accept", given.accept, "Let exactly the plan with this sha256 cross the thresholds"
    )
        ->type_name("SHA256")
        ->check(only(base::is_sha256, "the 64 hexadecimal digits that a plan shows"));
    add_reason(to, given);
}

// It is kept and shown for good, so that a webhook must not slip into it.
void add_reason(CLI::App& to, options& given) {
    const auto is_no_webhook = [](const std::string& text) { return as_typed(text) == text; };
    to.add_option("--reason", given.reason, "Why, for the journal and the report")
        ->type_name("TEXT")
        ->check(only(is_no_webhook, "words without the address of a webhook"));
}

CLI::Option* add_file(
    CLI::App& to, const std::string& name, std::string& file, const std::string& what
) {
    const auto is_no_address = [](const std::string& word) {
        return word.find("://") == std::string::npos;
    };
    return to.add_option(name, file, what)
        ->type_name("")
        ->check(only(is_no_address, "the name of a file"));
}

void add_limits(CLI::App& to, options& given) {
    to.add_option(
          "--rps", given.rate, "Requests per second that the portal drains, instead of its plan's"
    )
        ->type_name("R")
        ->check(only(
            number_that<double>([](double rate) { return rate > 0 && rate <= 10'000; }),
            "a number above 0 and up to 10000"
        ));
    to.add_option(
          "--burst", given.burst, "Requests that the portal takes at once, instead of its plan's"
    )
        ->type_name("B")
        ->check(only(
            number_that<std::uint32_t>([](auto burst) { return burst > 0 && burst <= 100'000; }),
            "a whole number from 1 to 100000"
        ));
    to.add_option(
          "--share", given.share, "How much of both to use, above 0 and up to 1 (default: 0.9)"
    )
        ->type_name("S")
        ->check(only(
            number_that<double>([](double share) { return share > 0 && share <= 1; }),
            "a number above 0 and up to 1"
        ));
}

void add_threads(CLI::App& to, options& given) {
    to.add_option(
          "--threads", given.threads, "Threads that share several portals (default: one a core)"
    )
        ->type_name("N")
        ->check(only(
            number_that<std::uint32_t>([](auto many) { return many > 0 && many <= 1024; }),
            "a whole number from 1 to 1024"
        ));
}

void add_refresh(CLI::App& to, options& given) {
    to.add_flag_callback(
        "--refresh",
        [&given] { given.refresh = refresh_choice::always; },
        "Read the portal's directory again, however young what is kept of it is"
    );
}

void add_telling(CLI::App& to, options& given) {
    to.add_option(
          "--json-into", given.json_into, "Write the results as JSON into this file as well"
    )
        ->type_name("FILE");
    to.add_option(
          "--report-dir", given.report_dir, "Where the report goes, instead of the configuration's"
    )
        ->type_name("DIR");
    add_choice(to, "--progress", given.progress, progresses, "Progress on stderr");
    to.add_flag_callback(
        "-q,--quiet",
        [&given] { given.talk = verbosity::quiet; },
        "Print nothing but results and errors"
    );
    to.add_flag_callback(
        "-v,--verbose", [&given] { given.talk = verbosity::verbose; }, "Log every request to stderr"
    );
}

void add_lock(CLI::App& to, options& given) {
    to.add_option_function<std::string>(
          "--lock-timeout",
          [&given](const std::string& word) { given.lock_timeout = *parse_duration(word); },
          "How long to wait for another run that works on the portal (default: not at all)"
    )
        ->type_name("TIME")
        ->check(only(
            [](const std::string& word) { return parse_duration(word).has_value(); },
            "a time like 30s, 10m or 2h"
        ));
}

void add_connection(CLI::App& to, options& given) {
    to.add_option(
          "--ca-file", given.ca_file, "Trust only the certificate authorities in this file (PEM)"
    )
        ->type_name("FILE");
    to.add_option("--seed", given.seed, "Of all jitter, to repeat a run's waiting")
        ->type_name("N")
        ->check(only(number_that<std::uint64_t>([](auto) { return true; }), "a whole number from 0")
        );
}

}  // namespace cli
