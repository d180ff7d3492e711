#include "cli/asked_again.hpp"

#include "roster/selection.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <iostream>
#include <string>
#include <system_error>

namespace cli {

namespace {

namespace fs = std::filesystem;

void make_absolute(std::string& file) {
    std::error_code ignored;
    if (!file.empty()) file = fs::absolute(file, ignored).string();
}

}  // namespace

std::expected<void, exit_code> enter_folder_of(
    const journal::run_row& run, const invocation_record& asked
) {
    std::error_code gone;
    fs::current_path(asked.folder, gone);
    if (!gone) return {};
    std::cerr << fmt::format(
        "muster: run {} was begun in {}, which cannot be entered: {}\n",
        run.id.value(),
        asked.folder.string(),
        gone.message()
    );
    return std::unexpected(exit_code::invalid);
}

options from_anywhere(const options& now) {
    auto made = now;
    std::error_code ignored;
    make_absolute(made.config);
    make_absolute(made.ca_file);
    make_absolute(made.json_into);
    make_absolute(made.report_dir);
    const auto here = fs::current_path(ignored).string();
    if (made.limit) made.limit = roster::with_lists_in(here, *made.limit);
    if (made.exclude) made.exclude = roster::with_lists_in(here, *made.exclude);
    for (auto& each : made.policies) make_absolute(each);
    for (auto& each : made.roster) make_absolute(each);
    for (auto& each : made.var_files) make_absolute(each);
    if (made.folder.empty()) made.folder = here;
    return made;
}

void tell_as_now(options& then, const options& now) {
    then.lock_timeout = now.lock_timeout;
    then.until = now.until;
    if (!now.reason.empty()) then.reason = now.reason;
    if (now.rate) then.rate = now.rate;
    if (now.burst) then.burst = now.burst;
    if (now.share) then.share = now.share;
    if (!now.ca_file.empty()) then.ca_file = now.ca_file;
    then.output = now.output;
    then.json_into = now.json_into;
    then.report_dir = now.report_dir;
    then.progress = now.progress;
    then.colour = now.colour;
    then.talk = now.talk;
}

}  // namespace cli
