#include "cli/apply_portals.hpp"

#include "async/system_clock_source.hpp"
#include "async/task_group.hpp"
#include "cli/advice.hpp"
#include "cli/interrupt.hpp"
#include "cli/live_directory.hpp"
#include "cli/portal_lane.hpp"
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

using lanes = std::vector<std::unique_ptr<portal_lane>>;

// What the portals' files say, and how many users each portal has.
struct looked_over {
    std::vector<workspace> files;
    std::vector<std::uint64_t> selected;
};

// The portal's users. What is wrong with them names the portal, where it names no file.
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

// Nothing is done where one of the portals has a fault. Unexpected: how the program ends.
std::expected<looked_over, exit_code> look_over_all(const options& given) {
    base::diagnostics problems;
    looked_over all{open_workspaces(given, problems), {}};
    for (const auto& each : all.files) {
        const auto people = have_directory(&each, given, network::allowed, problems);
        if (!people) {
            print_problems(problems, given);
            return std::unexpected(people.error());
        }
        all.selected.push_back(survey_one(given, each, problems));
    }
    if (!all.files.empty())
        warn_of_idle_limits(given, all.files.front().settings->errors, problems);
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
        const options& given, const lanes& all, async::clock_source& clock, common_stop& failures
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
        for (const auto& each : all_) running.spawn(each->run());
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
    void stop(int signal) {
        signal_ = signal;
        std::cerr << "Stopping: what is in flight is awaited and recorded. A second signal cuts it "
                     "off.\n";
        for (const auto& each : all_)
            each->stop(model::run_end::interrupted, signal == SIGTERM ? "SIGTERM" : "Ctrl-C");
    }

    void stop_all(const std::string& why) {
        for (const auto& each : all_) each->stop(model::run_end::too_many_failures, why);
    }

    void cut() {
        for (const auto& each : all_) each->cut();
    }

    // Closes idle connections, and tells now and then how far the portals are.
    boost::asio::awaitable<void> keep_house(async::bell& over) {
        constexpr int between_lines = 10;
        for (int second = 1;; ++second) {
            const auto why = co_await over.wait_until(clock_.now() + std::chrono::seconds(1));
            if (why != async::wake::due) co_return;
            for (const auto& each : all_) each->close_idle();
            if (second % between_lines == 0) tell();
        }
    }

    void tell() const {
        if (given_.talk == verbosity::quiet || given_.progress == progress_choice::none) return;
        std::uint64_t done = 0;
        std::uint64_t failing = 0;
        for (const auto& each : all_) {
            if (!each->ended()) continue;
            ++done;
            if (each->code() != exit_code::done) ++failing;
        }
        std::cerr << report::portals_progress(done, all_.size(), failing) << '\n';
    }

    const options& given_;
    const lanes& all_;
    async::clock_source& clock_;
    common_stop& failures_;
    std::optional<int> signal_;
};

void print_summary(const options& given, const lanes& all, const report::totals& totals) {
    std::vector<report::portal_end> ends;
    for (const auto& each : all) ends.push_back({&each->summary(), each->report(), each->again()});
    const auto paint = may_colour(stream::standard_output, given.colour) ? report::colors::on
                                                                         : report::colors::off;
    std::cout << report::portals_summary(ends, totals, paint) << std::flush;
    for (const auto& each : all)
        if (!each->trouble().empty()) std::cerr << "muster: " << each->trouble() << '\n';
}

exit_code complain(exit_code how, const base::failure& what) {
    std::cerr << "muster: " << base::describe(what) << '\n';
    return how;
}

exit_code apply_to_all(const options& given, const looked_over& portals) {
    const auto& files = portals.files;
    const auto& settings = *files.front().settings;
    const auto state = state_folder(settings.state_dir);
    if (!state) return complain(exit_code::state_lost, state.error());
    auto journal = journal::store::open(*state / "journal.sqlite", journal::writing::behind);
    if (!journal) return complain(exit_code::state_lost, journal.error());

    boost::asio::io_context context{1};
    async::system_clock_source clock;
    report::totals totals(advice_about);
    common_stop failures;
    const portal_lane::shared with{
        given,
        context.get_executor(),
        clock,
        *journal,
        totals,
        connections_for_each(settings.limits, files.size()),
        *state,
        deadline_of(given, clock.now(), clock.wall_now()),
        failures
    };
    std::map<std::string, std::shared_ptr<portal::trust>> authorities;
    auto number = draw_run_number();
    lanes all;
    for (std::size_t i = 0; i < files.size(); ++i) {
        const auto& each = files[i];
        auto& trusted = authorities[each.connection.ca_file];
        if (!trusted) trusted = portal::read_trust(each.connection.ca_file);
        auto lane = portal_lane::begin(with, each, portals.selected[i], number++, trusted);
        if (!lane) return complain(exit_code::state_lost, lane.error());
        all.push_back(std::move(*lane));
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
    for (const auto& each : all) code = worse_of(code, each->code());
    return code;
}

}  // namespace

bool names_several(const options& given) {
    return given.portals.size() > 1 ||
           (given.portals.size() == 1 &&
            (given.portals[0] == "all" ||
             given.portals[0].find_first_of("*?[!") != std::string::npos));
}

exit_code apply_portals(const options& given) {
    if (given.output != output_format::text || !given.json_into.empty()) {
        std::cerr << "muster apply: results as JSON are those of one portal\n"
                     "  each portal's report folder has a summary.json and an events.jsonl\n";
        return exit_code::usage;
    }
    const auto files = look_over_all(given);
    if (!files) return files.error();
    return apply_to_all(given, *files);
}

}  // namespace cli
