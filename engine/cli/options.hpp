#pragma once

#include "cli/config/deadline.hpp"
#include "cli/terminal.hpp"
#include "model/job.hpp"
#include "pacing/stop_rule.hpp"
#include "pacing/waves.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cli {

enum class output_format { text, json, jsonl };
enum class progress_choice { automatic, bar, plain, none };
enum class verbosity { quiet, normal, verbose };
enum class pass_choice { two, single };
enum class refresh_choice { when_old, always };  // of the portal's directory
enum class play_choice { brief, whole };         // what a plan tells of the played run
enum class exit_detail {
    plain,
    differences
};  // whether a plan with differences says so by its code
enum class changes_choice { refuse, accept };  // of files, since the run that is gone on with
enum class remedy_choice { told, applied };    // of what has drifted
enum class approval_choice { asked, given };   // of a person, before anything is changed
enum class input_choice { allowed, none };     // whether anybody may be asked anything
enum class strictness { normal, strict };      // strict: a warning is an error

// What was typed, as it was typed: nothing is read or checked against a file yet. Empty = not
// given.
struct options {
    std::vector<std::string> words;  // all of it, behind the program's name
    std::string config;
    std::vector<std::string> portals;    // names and patterns
    std::vector<std::string> policies;   // files
    std::vector<std::string> roster;     // files
    std::vector<std::string> vars;       // NAME=VALUE
    std::vector<std::string> var_files;  // the values in `vars` count more
    std::optional<std::string> limit;    // given and empty is a mistake, not "everybody"
    std::optional<std::string> exclude;

    refresh_choice refresh = refresh_choice::when_old;
    pass_choice passes = pass_choice::two;
    std::optional<std::size_t> threads;  // for several portals
    std::string reason;
    std::string folder;        // where it was typed; empty = here
    std::string retry_failed;  // a run, whose failed users are meant
    std::string retries;       // the same, as found: its id; not typed
    std::string continues;     // a run that is gone on with; not typed
    changes_choice changes = changes_choice::refuse;
    std::chrono::milliseconds lock_timeout{0};  // how long to wait for another run on the portal
    strictness strict = strictness::normal;
    play_choice play = play_choice::brief;
    std::string plan_out;             // a file to save the plan in
    std::vector<std::string> expand;  // blocks of a plan, by number, whose users are all named
    exit_detail detail = exit_detail::plain;
    remedy_choice remedy = remedy_choice::told;
    std::string plan_file;                                           // a saved plan to apply
    model::when_changed outdated = model::when_changed::leave_user;  // of a plan's users
    approval_choice approval = approval_choice::asked;
    input_choice input = input_choice::allowed;
    std::string accept;  // the sha256 of a plan that a person lets through
    std::optional<double> rate;
    std::optional<std::uint32_t> burst;
    std::optional<double> share;
    std::string ca_file;
    std::optional<std::uint64_t> seed;

    std::vector<pacing::wave_size> serial;
    std::optional<std::uint64_t> max_fail;
    std::optional<double> max_fail_percent;
    std::optional<pacing::on_error> on_error;
    std::optional<deadline> until;

    output_format output = output_format::text;
    std::string json_into;
    std::string report_dir;
    progress_choice progress = progress_choice::automatic;
    when colour = when::automatic;
    verbosity talk = verbosity::normal;
};

}  // namespace cli
