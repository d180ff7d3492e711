#include "simulation/night.hpp"

#include "catalog/definitions.hpp"
#include "journal/store.hpp"
#include "report/totals.hpp"
#include "run/apply.hpp"
#include "run/job_stream.hpp"
#include "simulation/fragile_portal.hpp"
#include "simulation/place.hpp"
#include "simulation/portal_roster.hpp"
#include "simulation/state_folder.hpp"
#include "simulation/taking_back.hpp"
#include "simulation/watcher.hpp"
#include "support/manual_clock.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <functional>
#include <numeric>
#include <optional>
#include <stdexcept>

namespace simulation {

namespace {

// A run on one portal, within one life of the process.
struct passage {
    passage(place& at, lifeline& life)
        : where(at),
          way(at.portal, life, [&at] { at.delivered(); }),
          who(at.portal.core().roster()) {}

    place& where;
    fragile_portal way;
    portal_roster who;
    std::optional<run::job_stream> jobs;
    report::totals totals;
    watcher eyes;
    std::unique_ptr<run::apply> run;
    std::optional<model::run_summary> summary;
    base::duration took{};
};

// One portal's failures may end the runs on all of them.
class common_end final : public dispatch::alarm {
public:
    explicit common_end(std::function<void()> what) : what_(std::move(what)) {}
    void raise(const std::string&) override {
        raised = true;
        what_();
    }
    bool raised = false;

private:
    std::function<void()> what_;
};

class night {
public:
    explicit night(const scenario& what) : what_(what) {
        for (const auto& each : what.portals) places_.emplace_back(each, clock_, places_.size());
    }

    verdict live() {
        for (const auto& each : what_.crashes) {
            const bool died = live_once(&each);
            if (!died) break;
            clock_.advance(each.dead);
        }
        live_once(nullptr);
        for (auto& each : places_) each.calm_down();
        clock_.advance(std::chrono::minutes(20));
        last_ = true;
        live_once(nullptr);
        if (what_.back) take_all_back();
        for (const auto& each : places_) tell(each.misdeeds());
        return made_;
    }

private:
    // Whether the process died.
    bool live_once(const crash* how) {
        auto journal = journal::store::open(state_.path() / "journal.sqlite");
        if (!journal) throw std::runtime_error(base::describe(journal.error()));
        boost::asio::io_context context{1};
        std::deque<passage> all;
        lifeline life(how, [&] {
            state_.keep();
            boost::asio::post(context, [&all] {
                for (auto& each : all) {
                    each.run->stop(model::run_end::interrupted, "the process died");
                    each.run->cut();
                }
            });
        });
        common_end alarm([&] {
            boost::asio::post(context, [&all] {
                for (auto& each : all)
                    each.run->stop(model::run_end::too_many_failures, "another portal's users");
            });
        });
        for (auto& each : places_) {
            ++each.lives;
            all.emplace_back(each, life);
            begin(all.back(), *journal, context, alarm);
        }
        clock_.run(context);
        for (const auto& each : all) look_at(each, life);
        for (const auto& each : all)
            if (!life.is_over()) look_at_end(each, alarm.raised);
        if (!life.is_over()) return false;
        all.clear();
        journal = std::unexpected(base::failure{});
        state_.go_back();
        return true;
    }

    // In the last life nobody is left out: there are waves, and nothing that ends a run.
    void give_ends(const passage& which, dispatch::lane_options& to, ends& told) const {
        const auto& from = which.where.what;
        to.selected = told.selected = which.where.portal.core().roster().size();
        to.waves = told.waves = pacing::sizes_of(from.waves, to.selected);
        to.errors = told.errors =
            last_ ? pacing::error_limits{{}, {}, pacing::on_error::go_on} : from.errors;
        if (last_ || from.deadline == base::duration::zero()) return;
        to.deadline = pacing::run_deadline{clock_.now() + from.deadline, "the night's"};
        told.deadline = clock_.wall_now() +
                        std::chrono::duration_cast<std::chrono::milliseconds>(from.deadline);
    }

    void begin(
        passage& which,
        journal::store& journal,
        boost::asio::io_context& context,
        dispatch::alarm& alarm
    ) {
        const auto& from = which.where.what;
        model::run_header header;
        header.id = model::run_id(fmt::format("night-{}-{}", which.where.name, which.where.lives));
        header.portal = model::portal_name(which.where.name);
        header.portal_url = "https://" + which.where.name;
        header.command = "apply";
        header.started = clock_.wall_now();
        dispatch::lane_options options;
        options.limits = from.limits;
        options.connections = from.connections;
        options.board.how = from.how;
        options.board.retry.retries = 8;
        options.seed = what_.seed;
        ends by;
        give_ends(which, options, by);
        which.eyes.expect(by);
        auto equipment = run::equipment::of(which.where.credentials, journal, header.portal);
        if (!equipment) throw std::runtime_error(base::describe(equipment.error()));
        which.jobs.emplace(which.who, which.where.policies, std::move(*equipment));
        auto run = run::apply::begin(
            context.get_executor(),
            {header,
             *which.jobs,
             catalog::definitions::built_in(),
             which.where.credentials,
             journal,
             which.way,
             clock_,
             options,
             which.totals,
             which.eyes,
             nullptr,
             &alarm}
        );
        if (!run) throw std::runtime_error(base::describe(run.error()));
        which.run = std::move(*run);
        boost::asio::co_spawn(
            context,
            which.run->run(),
            [this, &which, start = clock_.now()](
                std::exception_ptr failed, base::result<model::run_summary> ended
            ) {
                if (failed) std::rethrow_exception(failed);
                if (ended) which.summary = std::move(*ended);
                which.took = clock_.now() - start;
            }
        );
    }

    void look_at(const passage& which, const lifeline& life) {
        tell(which.eyes.faults());
        made_.trace = made_.trace * 31 + which.eyes.trace();
        made_.requests += which.eyes.requests();
        if (life.is_over()) return;
        if (!which.summary) return tell({which.where.name + ": the run did not end"});
        tell(which.where.lies(which.eyes.closed()));
        count(which);
        if (which.where.what.is_quiet()) time(which);
        if (last_) converge(which);
    }

    // Who ends a run early leaves somebody out, and a whole run nobody; and it has a reason.
    void look_at_end(const passage& which, bool raised) {
        if (!which.summary) return;
        const auto how = which.summary->end;
        bool left_out = false;
        std::uint64_t failed = 0;
        for (const auto& [user, result] : which.eyes.closed()) {
            for (const auto& step : result.steps) left_out |= step.code == "run-ended";
            failed += result.overall == model::user_outcome::failed ||
                              result.overall == model::user_outcome::unknown
                          ? 1
                          : 0;
        }
        if (left_out && how == model::run_end::complete)
            tell({which.where.name + ": a run that is complete has left somebody out"});
        const auto& limits = which.where.what.errors;
        const bool limited = limits.max_fail || limits.max_fail_percent;
        const bool may_end =
            limited || limits.then.value_or(pacing::on_error::stop_run) != pacing::on_error::go_on;
        const auto least = limits.max_fail_percent ? 1 : limits.max_fail.value_or(0) + 1;
        const bool by_itself = may_end && failed >= least;
        if (how == model::run_end::too_many_failures && !raised && !by_itself)
            tell({fmt::format(
                "{}: too many failures, and only {} users failed", which.where.name, failed
            )});
        if (how == model::run_end::deadline && which.where.what.deadline == base::duration::zero())
            tell({which.where.name + ": there was no deadline"});
        if (last_ && (how == model::run_end::deadline || how == model::run_end::too_many_failures))
            tell({which.where.name + ": the last run was ended early"});
    }

    // Totals that add up: every user of the roster, and none twice.
    void count(const passage& which) {
        std::uint64_t sum = 0;
        for (const auto& [outcome, users] : which.summary->users) sum += users;
        const auto everybody = which.where.portal.core().roster().size();
        made_.users = std::max<std::uint64_t>(made_.users, everybody);
        if (sum != everybody || which.eyes.closed().size() != everybody)
            tell({fmt::format("{}: {} outcomes for {} users", which.where.name, sum, everybody)});
        if (which.summary->lane.requests != which.way.delivered())
            tell({which.where.name + ": the requests are not counted right"});
    }

    // Never idle: the burst at once, the rest at the portal's rate, and a few round trips.
    void time(const passage& which) {
        const auto& limits = which.where.what.limits;
        const auto requests = static_cast<double>(which.eyes.requests());
        const auto trip = 2 * std::chrono::duration<double>(which.where.what.way).count();
        // A request counts from its answer on, because only then it is known to have arrived.
        const auto by_rate = std::max(0.0, requests - limits.burst) / limits.rate *
                             (1 + trip * limits.rate / limits.burst);
        const auto by_connections =
            requests * trip / static_cast<double>(which.where.what.connections);
        // What came before may still be in the portal's bucket.
        const auto before = which.where.lives > 1 ? limits.burst / limits.rate : 0.0;
        // At the end of a wave nothing is left but its last users' answers.
        const auto waves = static_cast<double>(
            pacing::sizes_of(which.where.what.waves, which.eyes.closed().size()).size()
        );
        const auto most = by_rate + by_connections + before + (8 + 4 * waves) * trip + 2 + waves;
        const auto took = std::chrono::duration<double>(which.took).count();
        if (took > most)
            tell({fmt::format(
                "{}: {} requests took {:.1f} s, and {:.1f} s would have been enough",
                which.where.name,
                requests,
                took,
                most
            )});
    }

    // As if nothing had happened: everybody has what the policy says. Only a message that may have
    // been sent stays unknown, and only who has lost his credential is left out.
    void converge(const passage& which) {
        for (const auto& [user, result] : which.eyes.closed()) {
            if (which.where.is_lost(user)) continue;
            for (std::size_t i = 0; i < result.steps.size(); ++i) {
                const auto& step = result.steps[i];
                const bool good = step.what == model::outcome::changed ||
                                  step.what == model::outcome::unchanged ||
                                  step.code == "done-before" || step.code == "perhaps-done";
                if (!good)
                    tell({fmt::format(
                        "{}: user {} ends with {} ({}: {})",
                        which.where.name,
                        user,
                        model::to_string(step.what),
                        step.code,
                        step.reason
                    )});
            }
        }
    }

    void take_all_back() {
        clock_.advance(std::chrono::minutes(20));
        for (auto& each : places_)
            tell(take_back(each, *what_.back, clock_, state_.path() / "journal.sqlite", what_.seed)
            );
    }

    void tell(const std::vector<std::string>& what) {
        made_.broken.insert(made_.broken.end(), what.begin(), what.end());
    }

    const scenario& what_;
    support::manual_clock clock_;
    state_folder state_;
    std::deque<place> places_;
    verdict made_;
    bool last_ = false;
};

}  // namespace

verdict live_through(const scenario& what) {
    return night(what).live();
}

}  // namespace simulation
