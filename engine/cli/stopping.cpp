#include "cli/stopping.hpp"

#include "cli/config/on_error_words.hpp"
#include "cli/config/wave_text.hpp"

#include <fmt/format.h>

#include <vector>

namespace cli {

namespace {

pacing::error_limits limits_of(const options& given, const errors_config& settings) {
    pacing::error_limits made;
    made.max_fail = given.max_fail ? given.max_fail : settings.max_fail;
    made.max_fail_percent =
        given.max_fail_percent ? given.max_fail_percent : settings.max_fail_percent;
    made.then = given.on_error ? given.on_error : settings.on_error;
    return made;
}

const std::vector<pacing::wave_size>& waves_of(
    const options& given, const errors_config& settings
) {
    return given.serial.empty() ? settings.serial : given.serial;
}

}  // namespace

void bound_failures(
    dispatch::lane_options& into,
    const options& given,
    const errors_config& settings,
    std::uint64_t selected
) {
    into.errors = limits_of(given, settings);
    into.waves = pacing::sizes_of(waves_of(given, settings), selected);
    into.selected = selected;
}

std::optional<pacing::run_deadline> deadline_of(
    const options& given, base::time_point now, base::wall_time wall
) {
    if (!given.until) return std::nullopt;
    return pacing::run_deadline{now + (moment_of(*given.until, wall) - wall), given.until->said};
}

void warn_of_idle_limits(
    const options& given, const errors_config& settings, base::diagnostics& problems
) {
    const auto limits = limits_of(given, settings);
    if (limits.then != pacing::on_error::go_on || !waves_of(given, settings).empty()) return;
    if (!limits.max_fail && !limits.max_fail_percent) return;
    base::diagnostic idle;
    idle.level = base::severity::warning;
    idle.code = "errors.idle-limit";
    idle.message = fmt::format(
        "{} ends nothing: failures are to end nothing (continue), and there are no waves",
        limits.max_fail ? "max-fail" : "max-fail-percent"
    );
    idle.hint = "say --on-error stop-portal, or do the users in waves with --serial 1,5%,25%,100%";
    problems.add(std::move(idle));
}

std::string stopping_flags(const options& given) {
    std::string text;
    for (const auto& each : given.serial)
        text += (&each == &given.serial.front() ? " --serial " : ",") + to_text(each);
    if (given.max_fail) text += fmt::format(" --max-fail {}", *given.max_fail);
    if (given.max_fail_percent)
        text += fmt::format(" --max-fail-percent {}", *given.max_fail_percent);
    if (given.on_error) text += fmt::format(" --on-error {}", word_for(*given.on_error));
    if (given.until) text += " --deadline " + given.until->said;
    return text;
}

}  // namespace cli
