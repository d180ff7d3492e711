#include "report/portals_text.hpp"

#include "report/escaping.hpp"
#include "report/reason_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace report {

namespace {

using model::user_outcome;

std::string grouped(std::uint64_t number) {
    auto text = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

struct counts {
    std::uint64_t unchanged = 0;
    std::uint64_t changed = 0;
    std::uint64_t failed = 0;  // or unknown
    std::uint64_t others = 0;  // skipped, blocked, excepted
    std::uint64_t requests = 0;

    [[nodiscard]] std::uint64_t users() const { return unchanged + changed + failed + others; }
};

counts counts_of(const model::run_summary& run) {
    counts made;
    made.unchanged = count_of(run.users, user_outcome::unchanged);
    made.changed = count_of(run.users, user_outcome::changed);
    made.failed =
        count_of(run.users, user_outcome::failed) + count_of(run.users, user_outcome::unknown);
    made.others = sum_of(run.users) - made.unchanged - made.changed - made.failed;
    made.requests = run.lane.requests;
    return made;
}

std::string line(
    std::string_view name, std::size_t width, const counts& what, std::string_view end
) {
    return fmt::format(
        "  {:<{}}  {:>7} {:>9} {:>7} {:>6} {:>6} {:>8}  {}\n",
        name,
        width,
        what.users(),
        what.unchanged,
        what.changed,
        what.failed,
        what.others,
        what.requests,
        end
    );
}

bool is_done(const model::run_summary& run) {
    const auto what = counts_of(run);
    return run.end == model::run_end::complete && what.failed == 0 &&
           count_of(run.users, user_outcome::blocked) == 0;
}

std::string details(const portal_end& what) {
    auto text = fmt::format("\n{}\n", terminal_text(what.run->header.portal.value()));
    if (!what.run->end_reason.empty())
        text += fmt::format("  stopped   {}\n", terminal_text(what.run->end_reason));
    if (!what.report.empty()) text += fmt::format("  report    {}\n", terminal_text(what.report));
    for (const auto& each : what.closing)
        text += fmt::format("  {:<9} {}\n", each.name, terminal_text(each.text));
    return text;
}

}  // namespace

std::string portals_progress(const portals_state& now) {
    return fmt::format(
        "{} of {} portals done{}; {} of {} users, {:.0f} requests/s",
        grouped(now.portals_done),
        grouped(now.portals),
        now.failing == 0 ? "" : fmt::format(", {} of them not well", grouped(now.failing)),
        grouped(now.users_done),
        grouped(now.users),
        now.requests_per_second
    );
}

std::string portals_summary(std::span<const portal_end> ends, const totals& all, colors paint) {
    std::size_t width = 6;
    for (const auto& each : ends) width = std::max(width, each.run->header.portal.value().size());
    auto text = fmt::format(
        "\n  {:<{}}  {:>7} {:>9} {:>7} {:>6} {:>6} {:>8}  {}\n",
        "portal",
        width,
        "users",
        "unchanged",
        "changed",
        "failed",
        "others",
        "requests",
        "end"
    );
    counts sum;
    for (const auto& each : ends) {
        const auto what = counts_of(*each.run);
        sum.unchanged += what.unchanged;
        sum.changed += what.changed;
        sum.failed += what.failed;
        sum.others += what.others;
        sum.requests += what.requests;
        text += line(each.run->header.portal.value(), width, what, model::to_string(each.run->end));
    }
    text += line("all", width, sum, fmt::format("{} portals", grouped(ends.size())));
    const painter with(paint);
    text += reason_section("FAILURES BY REASON", all.failures(), with);
    text += reason_section("BLOCKED BY REASON", all.blocked(), with);
    text += reason_section("SKIPPED BY REASON", all.skipped(), with);
    for (const auto& each : ends)
        if (!is_done(*each.run) || !each.closing.empty()) text += details(each);
    return text;
}

}  // namespace report
