#include "cli/many_runs.hpp"

#include "cli/advice.hpp"
#include "cli/conductor.hpp"
#include "cli/many_results.hpp"
#include "cli/open_files.hpp"
#include "cli/run_of_portal.hpp"
#include "cli/state_folder.hpp"
#include "cli/stopping.hpp"
#include "cli/terminal.hpp"
#include "report/portals_text.hpp"
#include "run/crowd.hpp"

#include <csignal>
#include <deque>
#include <iostream>
#include <thread>
#include <utility>

namespace cli {

namespace {

using task_lists = std::vector<std::vector<lane_task>>;

std::unexpected<exit_code> complain(exit_code how, const base::failure& what) {
    std::cerr << "muster: " << base::describe(what) << '\n';
    return std::unexpected(how);
}

run::crowd crowd_for(const options& given, std::size_t portals, const limits_config& limits) {
    run::crowd_limits made;
    made.portals = portals;
    made.threads = given.threads.value_or(std::thread::hardware_concurrency());
    made.connections = limits.connections;
    made.total_connections = limits.total_connections;
    made.open_files = allow_many_open_files();
    return run::crowd_within(made);
}

// What each thread has to do.
task_lists tasks_of(
    const options& given, std::span<const portal_order> orders, const run::crowd& crowd
) {
    std::vector<std::uint64_t> users;
    for (const auto& each : orders) users.push_back(each.what.expected);
    const auto where = run::spread(users, crowd.threads);
    const auto now = async::system_clock_source().wall_now();
    auto number = draw_run_number();
    task_lists all(crowd.threads);
    for (std::size_t place = 0; place < orders.size(); ++place) {
        const auto& [files, what] = orders[place];
        all[where[place]].push_back(
            {place, {given, *files, what}, header_of(given, *files, what, now, number++)}
        );
    }
    return all;
}

std::uint64_t users_of(std::span<const portal_order> orders) {
    std::uint64_t sum = 0;
    for (const auto& each : orders) sum += each.what.expected;
    return sum;
}

// Each has its part of what may be done at once, by the portals that it has.
base::result<void> man(
    std::deque<lane_thread>& threads,
    task_lists tasks,
    const run::crowd& crowd,
    const std::filesystem::path& state,
    const many_results& results,
    const std::optional<pacing::run_deadline>& deadline,
    base::time_point locks_due,
    conductor& hears
) {
    std::size_t portals = 0;
    for (const auto& each : tasks) portals += each.size();
    auto first = journal::store::open(state / "journal.sqlite", journal::writing::behind);
    if (!first) return std::unexpected(first.error());
    for (auto& each : tasks) {
        auto journal = first->another();
        if (!journal) return std::unexpected(journal.error());
        auto locks = journal::portal_locks::open(state / "journal.sqlite");
        if (!locks) return std::unexpected(locks.error());
        const auto part = [&](std::size_t whole) {
            return std::max<std::size_t>(1, whole * each.size() / portals);
        };
        lane_thread::settings how;
        how.number = threads.size();
        how.portals = part(crowd.portals);
        how.lines = part(crowd.lines);
        how.idle = crowd.idle;
        how.keeps_users = results.wants_users();
        how.state = state;
        how.deadline = deadline;
        how.locks_due = locks_due;
        threads.emplace_back(
            std::move(how),
            std::move(*journal),
            std::move(*locks),
            std::move(each),
            hears.home(),
            hears
        );
    }
    return {};
}

exit_code worst_of(const std::vector<ended_run>& runs, std::optional<int> signal) {
    if (signal) return *signal == SIGTERM ? exit_code::terminated : exit_code::interrupted;
    auto code = exit_code::done;
    for (const auto& each : runs) code = worse_of(code, each.code);
    return code;
}

}  // namespace

std::expected<ended_runs, exit_code> carry_out_all(
    const options& given, std::span<const portal_order> orders
) {
    const auto& settings = *orders.front().files->settings;
    const auto state = state_folder(settings.state_dir);
    if (!state) return complain(exit_code::state_lost, state.error());
    auto results = many_results::open(given);
    if (!results) return complain(exit_code::state_lost, results.error());

    ended_runs made;
    made.runs.resize(orders.size());
    made.all = std::make_unique<report::totals>(advice_about);
    const auto crowd = crowd_for(given, orders.size(), settings.limits);
    conductor conducts(
        given,
        {orders.size(), users_of(orders), crowd.lines},
        [&](std::size_t place, ended_lane how) {
            (*results)->add(how);
            made.runs[place] = std::move(how.run);
        }
    );
    async::system_clock_source clock;
    const auto now = clock.now();
    const auto deadline = deadline_of(given, now, clock.wall_now());
    std::deque<lane_thread> threads;
    const auto manned =
        man(threads,
            tasks_of(given, orders, crowd),
            crowd,
            *state,
            **results,
            deadline,
            now + given.lock_timeout,
            conducts);
    if (!manned) return complain(exit_code::state_lost, manned.error());
    conducts.conduct(threads);

    for (const auto& each : made.runs) {
        made.all->add(*each.totals, each.summary.header.portal.value());
        if (!each.trouble.empty()) std::cerr << "muster: " << each.trouble << '\n';
    }
    made.code = worst_of(made.runs, conducts.signal());
    const auto told = (*results)->finish(*made.all);
    if (told) return made;
    std::cerr << "muster: " << base::describe(told.error()) << '\n';
    made.code = worse_of(made.code, exit_code::state_lost);
    return made;
}

void print_summary(const options& given, const ended_runs& all) {
    if (given.output != output_format::text) return;
    std::vector<report::portal_end> ends;
    for (const auto& each : all.runs) ends.push_back({&each.summary, each.report, each.closing});
    const auto paint = may_colour(stream::standard_output, given.colour) ? report::colors::on
                                                                         : report::colors::off;
    std::cout << report::portals_summary(ends, *all.all, paint) << std::flush;
}

}  // namespace cli
