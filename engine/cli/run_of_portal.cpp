#include "cli/run_of_portal.hpp"

#include "cli/shell_word.hpp"
#include "cli/stopping.hpp"
#include "run/run_id.hpp"

#include <fmt/format.h>

#include <random>

namespace cli {

namespace {

// What to type to run this again, for whomever.
std::string command_line(
    const options& given, const workspace& files, std::string_view command = "apply"
) {
    auto text =
        fmt::format("muster {} --config {}", command, shell_word(files.settings->file.string()));
    if (!given.portals.empty()) text += " --portal " + shell_word(files.portal.name.value());
    for (const auto& each : given.policies) text += " --policy " + shell_word(each);
    for (const auto& each : given.roster) text += " --roster " + shell_word(each);
    for (const auto& each : given.var_files) text += " --var-file " + shell_word(each);
    for (const auto& each : given.vars) text += " --var " + shell_word(each);
    return text + stopping_flags(given);
}

// Of all jitter: as asked for, or drawn.
std::uint64_t seed_of(const options& given) {
    if (given.seed) return *given.seed;
    std::random_device chance;
    return (std::uint64_t{chance()} << 32U) | chance();
}

// A command about an earlier run, under the same configuration.
std::string about_run(const char* command, const options& given, const model::run_header& run) {
    auto text = command + (' ' + run.id.value());
    if (!given.config.empty()) text += " --config " + shell_word(given.config);
    return text;
}

}  // namespace

std::string same_again(const options& given, const workspace& files, std::string_view command) {
    auto text = command_line(given, files, command);
    if (given.limit) text += " --limit " + shell_word(*given.limit);
    if (given.exclude) text += " --exclude " + shell_word(*given.exclude);
    return text;
}

std::string apply_line(const options& given, const std::string& plan) {
    auto text = "muster apply " + shell_word(plan);
    if (!given.config.empty()) text += " --config " + shell_word(given.config);
    return text;
}

std::string resume_line(const options& given, const model::run_header& run) {
    return about_run("muster resume", given, run);
}

std::string undo_line(const options& given, const model::run_header& run) {
    return about_run("muster rollback", given, run);
}

std::string retry_line(const options& given, const model::run_header& run) {
    return about_run("muster apply --retry-failed", given, run);
}

std::string failed_again(
    const options& given, const workspace& files, const std::filesystem::path& report
) {
    auto list = "@" + (report / "failed.txt").string();
    if (list.find_first_of(":,") != std::string::npos) list = '"' + list + '"';
    return command_line(given, files) + " --limit " + shell_word(list);
}

run_order order_to_apply(const options& given, const workspace& files, std::uint64_t expected) {
    run_order made;
    const bool single = given.passes == pass_choice::single;
    made.command = single ? "apply --single-pass" : "apply";
    made.how = single ? plan::passes::single : plan::passes::two;
    made.expected = expected;
    made.again = same_again(given, files);
    made.supply = [&files](const journal::store& journal, const model::run_header& header) {
        return jobs_of_roster(files, journal, header);
    };
    return made;
}

std::uint64_t draw_run_number() {
    std::random_device chance;
    return chance();
}

model::run_header header_of(
    const options& given,
    const workspace& files,
    const run_order& what,
    base::wall_time now,
    std::uint64_t number
) {
    model::run_header made;
    made.id = run::make_run_id(now, number);
    made.portal = files.portal.name;
    made.portal_url = files.portal.url;
    made.command = what.command;
    made.policies = what.policies.empty() ? files.policies->names() : what.policies;
    made.reason = given.reason;
    made.started = now;
    made.seed = seed_of(given);
    return made;
}

std::filesystem::path report_folder(
    const options& given, const workspace& files, const model::run_header& run
) {
    const auto folder = files.report_folder(given, run);
    // One folder for all of them would hold the report of the last.
    const bool shared = !given.report_dir.empty() && names_several(given);
    return shared ? folder / run.portal.value() : folder;
}

}  // namespace cli
