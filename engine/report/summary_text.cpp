#include "report/summary_text.hpp"

#include "report/duration_text.hpp"
#include "report/escaping.hpp"
#include "report/reason_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace report {

namespace {

std::string_view remark_on(model::user_outcome what) {
    switch (what) {
        case model::user_outcome::differs:
            return "not as they should be";
        case model::user_outcome::skipped:
            return "not attempted";
        case model::user_outcome::unknown:
            return "sent, the answer was lost";
        case model::user_outcome::blocked:
            return "could not be worked on";
        case model::user_outcome::excepted:
            return "accepted as they are";
        default:
            return {};
    }
}

// How it ended, or what it is instead of having ended.
std::string end_text(
    const model::run_summary& run, const std::string& state, const painter& paint
) {
    const bool complete = run.end == model::run_end::complete;
    const auto took = run.finished - run.header.started;
    if (!state.empty()) return paint(style::doubtful, state);
    return fmt::format(
        "{} {} {}",
        complete ? paint(style::good, "complete") : paint(style::bad, model::to_string(run.end)),
        complete ? "in" : "after",
        duration_text(took)
    );
}

std::string heading(const model::run_summary& run, const std::string& state, const painter& paint) {
    const auto& head = run.header;
    auto title = fmt::format("{} on {}", head.command, head.portal.value());
    if (!head.portal_url.empty()) title += fmt::format(" ({})", head.portal_url);
    auto out = fmt::format(
        "\n{}: {}\n", paint(style::heading, terminal_text(title)), end_text(run, state, paint)
    );
    out += fmt::format("run {}", terminal_text(head.id.value()));
    if (head.after)
        out += fmt::format(
            ", {} {}", model::to_string(head.after->how), terminal_text(head.after->of.value())
        );
    if (!head.policies.empty()) out += fmt::format(", policies {}", names_text(head.policies));
    out += '\n';
    if (!head.reason.empty()) out += fmt::format("reason: {}\n", terminal_text(head.reason));
    if (!run.end_reason.empty()) {
        out += paint(style::bad, "stopped early: ") + terminal_text(run.end_reason) + '\n';
    }
    return out;
}

// The widest number of the summary, so that all of them stand in one column.
std::size_t digits_for(const model::run_summary& run) {
    const auto widest = std::max(
        {sum_of(run.users) + sum_of(run.carried),
         run.lane.requests,
         run.lane.commands,
         run.lane.retries,
         run.lane.rate_limited,
         run.lane.lost_answers,
         run.unmatched}
    );
    return std::max<std::size_t>(std::to_string(widest).size(), 3);
}

std::string count_line(
    std::string_view name, std::uint64_t count, std::size_t digits, std::string_view remark
) {
    auto line = fmt::format("  {:<12}{:>{}}", name, count, digits);
    if (!remark.empty()) line += fmt::format("   {}", remark);
    return line + '\n';
}

// "370 changed, 10 failed".
std::string outcomes_text(const std::map<model::user_outcome, std::uint64_t>& users) {
    std::string text;
    for (const auto what : all_user_outcomes) {
        const auto count = count_of(users, what);
        if (count == 0) continue;
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, model::to_string(what));
    }
    return text;
}

// Of a run that continues another: both together are the selection.
std::string together(const model::run_summary& run, std::size_t digits) {
    const auto before = sum_of(run.carried);
    if (before == 0) return {};
    return count_line("before it", before, digits, outcomes_text(run.carried)) +
           count_line("together", before + sum_of(run.users), digits, "");
}

std::string user_counts(
    const model::run_summary& run,
    const summary_options& options,
    std::size_t digits,
    const painter& paint
) {
    std::string out = "\n";
    for (const auto what : all_user_outcomes) {
        const auto count = count_of(run.users, what);
        if (is_rare(what) && count == 0) continue;
        const auto remark = count == 0 ? std::string_view{} : remark_on(what);
        const std::string_view name = what == model::user_outcome::unchanged
                                          ? std::string_view(options.unchanged)
                                          : model::to_string(what);
        auto line = count_line(name, count, digits, remark);
        line.pop_back();
        out += paint(count == 0 ? style::quiet : style_of(what), line) + '\n';
    }
    if (options.open != 0) out += count_line("open", options.open, digits, "no outcome yet");
    if (options.not_begun != 0) out += count_line("not begun", options.not_begun, digits, "");
    out += "  " + std::string(12 + digits, '-') + '\n';
    const auto selected = sum_of(run.users) + options.open + options.not_begun;
    out += count_line("selected", selected, digits, "");
    out += together(run, digits);
    if (run.unmatched != 0) {
        out += count_line("unmatched", run.unmatched, digits, "of the roster, by no policy");
    }
    return out;
}

std::string request_counts(const model::run_summary& run, std::size_t digits) {
    const auto& lane = run.lane;
    const auto took = run.finished - run.header.started;
    std::string pace;
    if (took.count() > 0 && lane.requests > 0) {
        const auto seconds = std::chrono::duration<double>(took).count();
        pace = fmt::format("{:.1f} per second", static_cast<double>(lane.requests) / seconds);
    }
    auto out = '\n' + count_line("requests", lane.requests, digits, pace);
    out += count_line("commands", lane.commands, digits, "");
    out += count_line("retries", lane.retries, digits, "");
    out += count_line(
        "rate-limited",
        lane.rate_limited,
        digits,
        lane.rate_limited == 0 ? "" : "QUERY_LIMIT_EXCEEDED"
    );
    if (lane.lost_answers != 0) out += count_line("lost answers", lane.lost_answers, digits, "");
    return out;
}

std::string closing(const summary_options& options) {
    std::vector<closing_line> lines;
    if (!options.report.empty()) lines.push_back({"report", options.report});
    if (!options.journal.empty()) lines.push_back({"journal", options.journal});
    lines.insert(lines.end(), options.closing.begin(), options.closing.end());
    if (lines.empty()) return {};
    std::string out = "\n";
    for (const auto& line : lines) {
        out += fmt::format("  {:<10}{}\n", line.name, terminal_text(line.text));
    }
    return out;
}

}  // namespace

std::string summary_text(
    const model::run_summary& run, const totals& all, const summary_options& options
) {
    const painter paint(options.paint);
    const auto digits = digits_for(run);
    auto out = heading(run, options.state, paint);
    out += user_counts(run, options, digits, paint);
    out += request_counts(run, digits);
    out += reason_section("FAILURES BY REASON", all.failures(), paint);
    out += reason_section("BLOCKED BY REASON", all.blocked(), paint);
    out += reason_section("SKIPPED BY REASON", all.skipped(), paint);
    out += reason_section("LEFT AS IT IS", all.left(), paint);
    return out + closing(options);
}

}  // namespace report
