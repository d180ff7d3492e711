#include "report/summary_markdown.hpp"

#include "report/duration_text.hpp"
#include "report/escaping.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <iterator>

namespace report {

namespace {

std::string joined(const std::vector<std::string>& words) {
    return markdown_text(fmt::format("{}", fmt::join(words, ", ")));
}

void append_fact(std::string& out, std::string_view name, std::string_view text) {
    if (!text.empty()) fmt::format_to(std::back_inserter(out), "- {}: {}\n", name, text);
}

std::string facts(const model::run_summary& run) {
    const auto& head = run.header;
    const auto& lane = run.lane;
    std::string out;
    append_fact(out, "run", markdown_text(head.id.value()));
    append_fact(out, "portal", markdown_text(head.portal_url));
    append_fact(out, "policies", joined(head.policies));
    append_fact(out, "reason", markdown_text(head.reason));
    append_fact(out, "started", base::to_rfc3339(head.started));
    append_fact(out, "took", duration_text(run.finished - head.started));
    append_fact(
        out,
        "requests",
        fmt::format(
            "{} ({} commands, {} retries, {} answered with the rate limit, {} answers lost)",
            lane.requests,
            lane.commands,
            lane.retries,
            lane.rate_limited,
            lane.lost_answers
        )
    );
    append_fact(out, "stopped early", markdown_text(run.end_reason));
    return out;
}

std::string user_table(const model::run_summary& run) {
    std::string out = "\n| users | |\n| --- | ---: |\n";
    for (const auto what : all_user_outcomes) {
        const auto count = count_of(run.users, what);
        if (is_rare(what) && count == 0) continue;
        out += fmt::format("| {} | {} |\n", model::to_string(what), count);
    }
    out += fmt::format("| **selected** | **{}** |\n", sum_of(run.users));
    if (run.unmatched != 0) {
        out += fmt::format("\n{} users of the roster match no policy.\n", run.unmatched);
    }
    return out;
}

std::string section(std::string_view title, const std::vector<reason_group>& groups) {
    if (groups.empty()) return {};
    auto out = fmt::format(
        "\n## {}\n\n| code | users | what | who | advice | next |\n"
        "| --- | ---: | --- | --- | --- | --- |\n",
        title
    );
    for (const auto& group : groups) {
        auto who = joined(group.samples);
        if (group.users > group.samples.size()) {
            who += fmt::format(" and {} more", group.users - group.samples.size());
        }
        out += fmt::format(
            "| {} | {} | {} | {} | {} | {} |\n",
            group.code.empty() ? "(no code)" : markdown_text(group.code),
            group.users,
            markdown_text(group.text),
            who,
            markdown_text(group.advice),
            markdown_text(group.next_command)
        );
    }
    return out;
}

}  // namespace

std::string summary_markdown(const model::run_summary& run, const totals& all) {
    auto out = fmt::format(
        "# {} on {}: {}\n\n",
        markdown_text(run.header.command),
        markdown_text(run.header.portal.value()),
        model::to_string(run.end)
    );
    out += facts(run);
    out += user_table(run);
    out += section("Failures by reason", all.failures());
    out += section("Blocked by reason", all.blocked());
    out += section("Skipped by reason", all.skipped());
    out += section("Left as it is", all.left());
    return out;
}

}  // namespace report
