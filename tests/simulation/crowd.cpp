#include "simulation/crowd.hpp"

#include "catalog/definitions.hpp"
#include "dispatch/common_lines.hpp"
#include "journal/store.hpp"
#include "policy/policy_set.hpp"
#include "report/totals.hpp"
#include "run/apply.hpp"
#include "run/job_stream.hpp"
#include "simulation/portal_roster.hpp"
#include "simulation/simulated_portal.hpp"
#include "simulation/state_folder.hpp"
#include "support/manual_clock.hpp"
#include "support/memory_journal.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <cmath>
#include <deque>
#include <memory>
#include <optional>
#include <stdexcept>

namespace simulation {

namespace {

constexpr auto policy_text = R"(apiVersion: muster/v1
kind: Policy
metadata: { name: calendar }
spec:
  steps:
    - ensure: calendar.user.settings
      with: { view: week, denyBusyInvitation: true, showWeekNumbers: Y }
)";

policy::policy_set read_policy() {
    base::diagnostics problems;
    auto made = policy::policy_set::read_text(
        policy_text, "crowd.yaml", catalog::definitions::built_in(), problems
    );
    if (!made) throw std::runtime_error(base::to_text(problems.sorted().front()));
    return std::move(*made);
}

portal_sim::portal_options options_of(const neighbour& from) {
    portal_sim::portal_options made;
    made.users = from.users;
    made.rules.rate.burst = from.limits.burst;
    made.rules.rate.rate = from.limits.rate;
    return made;
}

// Counts what is under way at a portal and at all of them.
class counting_portal final : public dispatch::portal_port {
public:
    counting_portal(dispatch::portal_port& to, std::size_t& all, std::size_t& most_of_all)
        : to_(to), all_(all), most_of_all_(most_of_all) {}

    boost::asio::awaitable<model::reply> send(model::request what, base::time_point deadline)
        override {
        most = std::max(most, ++mine_);
        most_of_all_ = std::max(most_of_all_, ++all_);
        auto reply = co_await to_.send(std::move(what), deadline);
        --mine_;
        --all_;
        co_return reply;
    }

    std::size_t most = 0;

private:
    dispatch::portal_port& to_;
    std::size_t& all_;
    std::size_t& most_of_all_;
    std::size_t mine_ = 0;
};

class street {
public:
    explicit street(std::size_t lines) : lines_(lines), policies_(read_policy()) {
        auto opened = journal::store::open(folder_.path() / "journal.sqlite");
        if (!opened) throw std::runtime_error(base::describe(opened.error()));
        journal_.emplace(std::move(*opened));
    }

    void move_in(const neighbour& from) {
        auto& one = houses_.emplace_back(from, clock_, under_way_, most_);
        if (!from.orders.empty()) {
            const auto done = one.sim.core().control(from.orders, one.sim.now());
            if (done.at("ok") != boost::json::value(true))
                throw std::runtime_error(std::string(done.at("problem").as_string()));
        }
        one.sim.way = from.way;
        one.line = lines_.join();
        begin(one, houses_.size());
    }

    crowd_end live() {
        for (auto& each : houses_) start(each);
        boost::asio::co_spawn(context_, keep_house(), [](std::exception_ptr failed) {
            if (failed) std::rethrow_exception(failed);
        });
        clock_.run(context_);
        crowd_end made;
        made.most_under_way = most_;
        for (auto& each : houses_) {
            if (!each.end) throw std::runtime_error("a run did not end");
            each.end->most_under_way = each.way.most;
            each.end->refusals = static_cast<std::uint64_t>(
                each.sim.core().totals().at("rate_rejections_provoked").to_number<std::int64_t>()
            );
            made.each.push_back(std::move(*each.end));
        }
        return made;
    }

private:
    struct house {
        house(
            const neighbour& from,
            async::clock_source& clock,
            std::size_t& under_way,
            std::size_t& most
        )
            : what(from),
              sim(clock, options_of(from)),
              way(sim, under_way, most),
              who(sim.core().roster()),
              credentials(sim.credentials()) {}

        const neighbour& what;
        simulated_portal sim;
        counting_portal way;
        portal_roster who;
        portal::credential_book credentials;
        report::totals totals;
        support::deaf_progress nobody;
        std::optional<run::job_stream> jobs;
        std::unique_ptr<dispatch::line_share> line;
        std::unique_ptr<run::apply> run;
        std::optional<neighbour_end> end;
    };

    // Once a second, as the program does it for the sake of lines that hang.
    boost::asio::awaitable<void> keep_house() {
        while (ended_ != houses_.size()) {
            co_await async::sleep_until(clock_, clock_.now() + std::chrono::seconds(1));
            lines_.look(clock_.now());
        }
    }

    void begin(house& one, std::size_t number) {
        model::run_header header;
        header.id = model::run_id("crowd-" + std::to_string(number));
        header.portal = model::portal_name("portal" + std::to_string(number));
        header.portal_url = "https://" + header.portal.value();
        header.command = "apply";
        header.started = clock_.wall_now();
        dispatch::lane_options options;
        options.limits = one.what.limits;
        options.connections = one.what.connections;
        options.request_timeout = one.what.request_timeout;
        auto equipment = run::equipment::of(one.credentials, *journal_, header.portal);
        if (!equipment) throw std::runtime_error(base::describe(equipment.error()));
        one.jobs.emplace(one.who, policies_, std::move(*equipment));
        auto run = run::apply::begin(
            context_.get_executor(),
            {header,
             *one.jobs,
             catalog::definitions::built_in(),
             one.credentials,
             *journal_,
             one.way,
             clock_,
             options,
             one.totals,
             one.nobody,
             nullptr,
             nullptr,
             {},
             {},
             one.line.get()}
        );
        if (!run) throw std::runtime_error(base::describe(run.error()));
        one.run = std::move(*run);
    }

    void start(house& one) {
        boost::asio::co_spawn(
            context_,
            one.run->run(),
            [this, &one, start = clock_.now()](
                std::exception_ptr failed, base::result<model::run_summary> ended
            ) {
                if (failed) std::rethrow_exception(failed);
                if (!ended) throw std::runtime_error(base::describe(ended.error()));
                one.end.emplace();
                one.end->summary = std::move(*ended);
                one.end->took = clock_.now() - start;
                one.run.reset();
                one.line.reset();
                ++ended_;
            }
        );
    }

    state_folder folder_;
    std::optional<journal::store> journal_;
    boost::asio::io_context context_{1};
    support::manual_clock clock_;
    dispatch::common_lines lines_;
    policy::policy_set policies_;
    std::size_t under_way_ = 0;
    std::size_t most_ = 0;
    std::size_t ended_ = 0;
    std::deque<house> houses_;
};

}  // namespace

crowd_end live_together(const std::vector<neighbour>& all, std::size_t lines) {
    street here(lines);
    for (const auto& each : all) here.move_in(each);
    return here.live();
}

neighbour_end live_alone(const neighbour& one) {
    return live_together({one}, one.connections).each.front();
}

base::duration least_time(const neighbour& of, std::uint64_t requests) {
    const auto behind = static_cast<double>(requests) - of.limits.burst;
    const auto steps = std::max(0.0, std::ceil(behind / of.limits.rate));
    return std::chrono::duration_cast<base::duration>(std::chrono::duration<double>(steps)) +
           2 * of.way;
}

}  // namespace simulation
