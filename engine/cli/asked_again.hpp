#pragma once

#include "cli/exit_code.hpp"
#include "cli/invocation_record.hpp"
#include "cli/options.hpp"
#include "journal/store.hpp"

#include <expected>

namespace cli {

// What an earlier run was asked for is asked for once more: by its words, in its folder.

// Goes to where it was typed: files that were named from there are found from there. Where that
// cannot be done it is told on stderr.
std::expected<void, exit_code> enter_folder_of(
    const journal::run_row& run, const invocation_record& asked
);

// Of what was typed now, with every file that it names, as it is named from anywhere.
options from_anywhere(const options& now);

// How it is paced, told and recorded is a matter of now; what it does is not.
void tell_as_now(options& then, const options& now);

}  // namespace cli
