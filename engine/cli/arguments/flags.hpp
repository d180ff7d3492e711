#pragma once

#include "cli/options.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace cli {

// Flags that several commands have, with the same words in the help of each.

// What a command is about.
enum class portal_choice { one, several };

// Configuration, portals, roster and whom of it.
void add_people(CLI::App& to, options& given, portal_choice about);

// The same with policies and their variables.
void add_files(CLI::App& to, options& given, portal_choice about);

// --refresh: of the portal's directory.
void add_refresh(CLI::App& to, options& given);

// --threads: on how many of them several portals are worked on.
void add_threads(CLI::App& to, options& given);

// What the portal's bucket holds and drains.
void add_limits(CLI::App& to, options& given);

// How many may fail, in which waves, and until when.
void add_stopping(CLI::App& to, options& given);

// --deadline alone.
void add_deadline(CLI::App& to, options& given);

// --auto-approve and --no-input.
void add_word(CLI::App& to, options& given);

// A person's word: --auto-approve, --no-input, --accept, --reason; and what becomes of users who
// were changed after they were looked at.
void add_approval(CLI::App& to, options& given);

// A file that is named without a flag. An address in its place is refused: it may be a webhook.
CLI::Option* add_file(
    CLI::App& to, const std::string& name, std::string& file, const std::string& what
);

// Results and colours.
void add_output(CLI::App& to, options& given);

// How a run that sends something is told and recorded: progress, report, JSON file, log, reason.
void add_telling(CLI::App& to, options& given);

// --lock-timeout: of a run that writes.
void add_lock(CLI::App& to, options& given);

// --reason.
void add_reason(CLI::App& to, options& given);

// Certificates and jitter of a run that sends something.
void add_connection(CLI::App& to, options& given);

}  // namespace cli
