#pragma once

#include "cli/config/config.hpp"
#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "journal/store.hpp"

#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace cli {

// The journal of the commands that look at earlier runs.
struct known_journal {
    std::filesystem::path file;
    journal::store store;
    reports_config reports;  // the configuration's, or what counts without one
};

// The same where there may be none yet: nothing was ever run.
struct sought_journal {
    std::filesystem::path file;
    std::optional<journal::store> store = std::nullopt;
    reports_config reports = {};
};

// Opens the journal that the configuration names (--config, or the nearest) or, where there is no
// configuration, the one in the usual place; it is not made. The unexpected value ends the program:
// the reason was told.
std::expected<known_journal, exit_code> open_known_journal(const options& given);

// The same for a command to which no journal is an answer as well.
std::expected<sought_journal, exit_code> journal_if_any(const options& given);

// In words for a person.
std::string why_no_journal(const std::filesystem::path& file);

// Which runs `last` may mean.
using run_condition = std::function<bool(const journal::run_row&)>;

// The run that a person means by its id, by a beginning of it that no other has, or by `last`: the
// newest, of the portal of --portal if there is one, that fits. Otherwise the reason was told.
std::expected<journal::run_row, exit_code> choose_run(
    const known_journal& in,
    const options& given,
    const std::string& word,
    const run_condition& fits = {}
);

// The command of runs that only read a portal's directory: they have no users.
inline constexpr auto directory_reading = "read the directory";

}  // namespace cli
