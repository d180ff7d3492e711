#include "cli/apply_seen_portals.hpp"

#include "cli/apply_seen.hpp"
#include "cli/invocation_record.hpp"
#include "cli/stale_users.hpp"
#include "cli/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <iostream>
#include <memory>
#include <utility>
#include <vector>

namespace cli {

namespace {

// One portal on its way.
struct portal_plan_run {
    const workspace* files = nullptr;
    apply_order what;
    std::unique_ptr<looked> seen;
    std::unique_ptr<run::plan_reader> plan;
    pending_plan pending;
};
using portal_plans = std::vector<portal_plan_run>;

bool is_signal(exit_code code) {
    return code == exit_code::interrupted || code == exit_code::terminated;
}

exit_code complain(const base::failure& what) {
    std::cerr << "muster: " << base::describe(what) << '\n';
    return exit_code::state_lost;
}

// Everybody of every portal, all at the same time.
std::expected<portal_plans, exit_code> look_at_all(
    const options& given, std::span<const portal_order> orders
) {
    portal_plans all;
    std::vector<portal_order> looks;
    for (const auto& each : orders) {
        look_order how;
        how.command = "plan";
        how.selected = each.what.expected;
        auto seen = begin_look(given, *each.files, how);
        if (!seen) return std::unexpected(seen.error());
        looks.push_back({each.files, order_to_look(given, *each.files, **seen)});
        looks.back().what.invocation =
            to_text(record_of(given, *each.files, purpose_of_run::looks));
        portal_plan_run one;
        one.files = each.files;
        one.what.command = each.what.command;
        one.what.selected = each.what.expected;
        one.seen = std::move(*seen);
        all.push_back(std::move(one));
    }
    auto ended = carry_out_all(options_to_look(given), looks);
    if (!ended) return std::unexpected(ended.error());
    for (std::size_t i = 0; i < all.size(); ++i)
        if (const auto end = end_look(*all[i].seen, std::move(ended->runs[i])); !end)
            return std::unexpected(end.error());
    if (is_signal(ended->code)) {
        std::cerr << "muster: not everybody was looked at, so nothing was changed\n";
        return std::unexpected(ended->code);
    }
    return all;
}

// Whether a portal's plan may be applied; `worst` takes up why not.
bool may_go_on(const options& given, portal_plan_run& which, exit_code& worst) {
    const auto& name = which.files->portal.name.value();
    if (!which.seen->end) {
        std::cerr << fmt::format(
            "muster: portal {}: not everybody was looked at, so nothing is changed there{}{}\n",
            name,
            which.seen->run.summary.end_reason.empty() ? "" : ": ",
            which.seen->run.summary.end_reason
        );
        worst = worse_of(worst, which.seen->run.code);
        return false;
    }
    which.pending = pending_of(given, *which.files, which.what, *which.seen);
    std::cerr << fmt::format(
        "portal {}: {} of {} users would be changed\n",
        name,
        which.pending.counts.changing,
        which.pending.counts.selected
    );
    const auto held = hold_to_limits(given, *which.files, which.pending);
    if (!held) worst = worse_of(worst, held.error());
    return held.has_value();
}

// One question for all of them.
std::expected<void, exit_code> ask_for_all(const options& given, const portal_plans& all) {
    pending_plan sum;
    for (const auto& each : all) sum.counts.changing += each.pending.counts.changing;
    const auto show = [&] {
        const bool paint = may_colour(stream::standard_error, given.colour);
        for (const auto& each : all)
            if (const auto facts = facts_of(given, *each.files, *each.seen))
                std::cerr << report::seen_plan_text(
                    each.seen->found, *facts, paint ? report::colors::on : report::colors::off
                );
    };
    const auto of = all.size() == 1 ? all.front().files->portal.name.value()
                                    : fmt::format("{} portals", all.size());
    return ask_approval(given, of, sum, show);
}

exit_code apply_all(const options& given, portal_plans& all) {
    std::vector<portal_order> orders;
    for (auto& each : all) {
        auto plan = read_plan(*each.seen, *each.files);
        if (!plan) return complain(plan.error());
        each.plan = std::move(*plan);
        orders.push_back(
            {each.files, order_to_apply_seen(given, *each.files, each.what, *each.plan)}
        );
        orders.back().what.invocation =
            to_text(record_of(given, *each.files, purpose_of_run::writes));
    }
    const auto ended = carry_out_all(given, orders);
    if (!ended) return ended.error();
    print_summary(given, *ended);
    if (is_signal(ended->code)) return ended->code;
    auto code = exit_code::done;
    for (const auto& each : ended->runs) code = worse_of(code, code_after_plan(each));
    return code;
}

}  // namespace

exit_code apply_seen_portals(const options& given, std::span<const portal_order> orders) {
    if (!given.accept.empty()) {
        std::cerr << "muster apply: --accept is about the plan of one portal, and --portal names "
                     "several\n";
        return exit_code::usage;
    }
    auto all = look_at_all(given, orders);
    if (!all) return all.error();
    auto worst = exit_code::done;
    std::erase_if(*all, [&](portal_plan_run& each) { return !may_go_on(given, each, worst); });
    if (all->empty()) return worst;
    if (const auto word = ask_for_all(given, *all); !word) return worse_of(worst, word.error());
    return worse_of(worst, apply_all(given, *all));
}

}  // namespace cli
