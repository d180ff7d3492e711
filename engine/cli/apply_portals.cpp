#include "cli/apply_portals.hpp"

#include "async/system_clock_source.hpp"
#include "async/task_group.hpp"
#include "cli/advice.hpp"
#include "cli/interrupt.hpp"
#include "cli/live_directory.hpp"
#include "cli/portal_run.hpp"
#include "cli/problems.hpp"
#include "cli/run_of_portal.hpp"
#include "cli/state_folder.hpp"
#include "cli/stopping.hpp"
#include "cli/terminal.hpp"
#include "report/portals_text.hpp"
#include "run/survey.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <exception>
#include <functional>
#include <iostream>
#include <map>

namespace cli {

namespace {

// One portal's run among the others of this process.
struct portal_lane {
    const workspace* files = nullptr;
    run_order what;
    std::unique_ptr<portal_run> run;
    std::optional<ended_run> ended;
};
using lanes = std::vector<portal_lane>;

// What is wrong with one portal's users names the portal, where it names no file. Gives how many
// of them there are.
std::uint64_t survey_one(
    const options& given, const workspace& files, base::diagnostics& problems
) {
    base::diagnostics found;
    const auto who = files.open_roster(found);
    run::survey seen;
    if (who) seen = run::look_over(*who, *files.policies, files.credentials, found);
    if (seen.wants_admin && !files.has_admin()) found.add(files.missing_admin());
    if (who && is_whole(given)) run::warn_of_idle(seen, *files.policies, found);
    for (auto each : found.sorted()) {
        if (!each.where.file)
            each.message = fmt::format("portal {}: {}", files.portal.name.value(), each.message);
        problems.add(std::move(each));
    }
    return seen.selected;
}

// What is asked of each portal; nothing is done where one of them has a fault. Unexpected: how the
// program ends.
std::expected<lanes, exit_code> look_over_all(const options& given, std::vector<workspace>& files) {
    base::diagnostics problems;
    files = open_workspaces(given, problems);
    lanes all;
    for (const auto& each : files) {
        const auto people = have_directory(&each, given, network::allowed, problems);
        if (!people) {
            print_problems(problems, given);
            return std::unexpected(people.error());
        }
        const auto users = survey_one(given, each, problems);
        all.push_back({&each, order_to_apply(given, each, users), nullptr, std::nullopt});
    }
    if (!files.empty()) warn_of_idle_limits(given, files.front().settings->errors, problems);
    print_problems(problems, given);
    if (problems.has_errors()) return std::unexpected(exit_code::invalid);
    return all;
}

// Every portal gets the same part of what may be under way at once, and one at the least.
std::size_t connections_for_each(const limits_config& limits, std::size_t portals) {
    return std::clamp<std::size_t>(limits.total_connections / portals, 1, limits.connections);
}

// What one lane's failures mean for all of them.
class common_stop final : public dispatch::alarm {
public:
    // From now on `what` is done, when it is.
    void means(std::function<void(const std::string& why)> what) { what_ = std::move(what); }
    void raise(const std::string& why) override {
        if (what_) what_(why);
    }

private:
    std::function<void(const std::string&)> what_;
};

class portals_session {
public:
    portals_session(
        const options& given, lanes& all, async::clock_source& clock, common_stop& failures
    )
        : given_(given), all_(all), clock_(clock), failures_(failures) {}

    // Until every lane has ended.
    boost::asio::awaitable<void> conduct(boost::asio::any_io_executor where) {
        async::task_group running(where);
        async::task_group beside(where);
        const auto over = clock_.make_bell(where);
        // Not within the lane that raises it, which is in the middle of something.
        failures_.means([this, where](const std::string& why) {
            boost::asio::post(where, [this, why] { stop_all(why); });
        });
        interrupt signals(where, {[&](int signal) { stop(signal); }, [&](int) { cut(); }});
        beside.spawn(signals.watch());
        beside.spawn(keep_house(*over));
        for (auto& each : all_) running.spawn(run(each));
        std::exception_ptr failed;
        try {
            co_await running.join();
        } catch (...) {
            failed = std::current_exception();
        }
        signals.stop();
        over->ring();
        co_await beside.join();
        if (failed) std::rethrow_exception(failed);
    }

    [[nodiscard]] std::optional<int> signal() const { return signal_; }

private:
    static boost::asio::awaitable<void> run(portal_lane& which) {
        co_await which.run->run();
        which.ended = which.run->end();
    }

    void stop(int signal) {
        signal_ = signal;
        std::cerr << "Stopping: what is in flight is awaited and recorded. A second signal cuts it "
                     "off.\n";
        for (const auto& each : all_)
            each.run->stop(model::run_end::interrupted, signal == SIGTERM ? "SIGTERM" : "Ctrl-C");
    }

    void stop_all(const std::string& why) {
        for (const auto& each : all_) each.run->stop(model::run_end::too_many_failures, why);
    }

    void cut() {
        for (const auto& each : all_) each.run->cut();
    }

    // Closes idle connections, and tells now and then how far the portals are.
    boost::asio::awaitable<void> keep_house(async::bell& over) {
        constexpr int between_lines = 10;
        for (int second = 1;; ++second) {
            const auto why = co_await over.wait_until(clock_.now() + std::chrono::seconds(1));
            if (why != async::wake::due) co_return;
            for (const auto& each : all_) each.run->close_idle();
            if (second % between_lines == 0) tell();
        }
    }

    void tell() const {
        if (given_.talk == verbosity::quiet || given_.progress == progress_choice::none) return;
        std::uint64_t done = 0;
        std::uint64_t failing = 0;
        for (const auto& each : all_) {
            if (!each.ended) continue;
            ++done;
            if (each.ended->code != exit_code::done) ++failing;
        }
        std::cerr << report::portals_progress(done, all_.size(), failing) << '\n';
    }

    const options& given_;
    lanes& all_;
    async::clock_source& clock_;
    common_stop& failures_;
    std::optional<int> signal_;
};

void print_summary(const options& given, const lanes& all, const report::totals& totals) {
    std::vector<report::portal_end> ends;
    for (const auto& each : all)
        ends.push_back({&each.ended->summary, each.ended->report, each.ended->closing});
    const auto paint = may_colour(stream::standard_output, given.colour) ? report::colors::on
                                                                         : report::colors::off;
    std::cout << report::portals_summary(ends, totals, paint) << std::flush;
    for (const auto& each : all)
        if (!each.ended->trouble.empty()) std::cerr << "muster: " << each.ended->trouble << '\n';
}

exit_code complain(exit_code how, const base::failure& what) {
    std::cerr << "muster: " << base::describe(what) << '\n';
    return how;
}

exit_code apply_to_all(const options& given, lanes& all) {
    const auto& settings = *all.front().files->settings;
    const auto state = state_folder(settings.state_dir);
    if (!state) return complain(exit_code::state_lost, state.error());
    auto journal = journal::store::open(*state / "journal.sqlite", journal::writing::behind);
    if (!journal) return complain(exit_code::state_lost, journal.error());

    boost::asio::io_context context{1};
    async::system_clock_source clock;
    report::totals totals(advice_about);
    common_stop failures;
    const auto deadline = deadline_of(given, clock.now(), clock.wall_now());
    std::map<std::string, std::shared_ptr<portal::trust>> authorities;
    auto number = draw_run_number();
    for (auto& each : all) {
        auto connection = each.files->connection;
        connection.max_connections = connections_for_each(settings.limits, all.size());
        auto& trusted = authorities[connection.ca_file];
        if (!trusted) trusted = portal::read_trust(connection.ca_file);
        connection.authorities = trusted;
        auto run = portal_run::begin(
            {given, *each.files, each.what},
            {context.get_executor(), clock, *journal, *state, totals, deadline, &failures},
            header_of(given, *each.files, each.what, clock.wall_now(), number++),
            std::move(connection)
        );
        if (!run)
            return complain(
                exit_code::state_lost,
                run.error().within("portal " + each.files->portal.name.value())
            );
        each.run = std::move(*run);
    }
    portals_session session(given, all, clock, failures);
    std::exception_ptr failed;
    boost::asio::co_spawn(
        context,
        session.conduct(context.get_executor()),
        [&](std::exception_ptr error) { failed = error; }
    );
    context.run();
    if (failed) std::rethrow_exception(failed);
    print_summary(given, all, totals);
    if (session.signal())
        return *session.signal() == SIGTERM ? exit_code::terminated : exit_code::interrupted;
    auto code = exit_code::done;
    for (const auto& each : all) code = worse_of(code, each.ended->code);
    return code;
}

}  // namespace

exit_code apply_portals(const options& given) {
    if (given.output != output_format::text || !given.json_into.empty()) {
        std::cerr << "muster apply: results as JSON are those of one portal\n"
                     "  each portal's report folder has a summary.json and an events.jsonl\n";
        return exit_code::usage;
    }
    std::vector<workspace> files;
    auto all = look_over_all(given, files);
    if (!all) return all.error();
    return apply_to_all(given, *all);
}

}  // namespace cli
