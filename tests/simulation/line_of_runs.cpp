#include "simulation/line_of_runs.hpp"

#include "catalog/definitions.hpp"
#include "journal/portal_locks.hpp"
#include "journal/read.hpp"
#include "plan/repeatable.hpp"
#include "report/totals.hpp"
#include "run/apply.hpp"
#include "run/earlier_run.hpp"
#include "run/job_stream.hpp"
#include "run/remembered_run.hpp"
#include "simulation/portal_roster.hpp"
#include "simulation/watcher.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <stdexcept>

namespace simulation {

namespace {

const catalog::definitions& known() {
    return catalog::definitions::built_in();
}

// The way to a portal out of a process that may die while requests are on it.
class long_way final : public dispatch::portal_port {
public:
    struct company {
        async::clock_source& clock;
        base::duration way;
        const bool& over;  // the process is dead
        death::on_the_way late;
        std::function<void()> before_what_happens_once;
    };
    long_way(dispatch::portal_port& to, company with) : to_(to), with_(std::move(with)) {}

    boost::asio::awaitable<model::reply> send(model::request what, base::time_point due) override {
        const auto commands = what.commands.size();
        const auto silence = model::reply_for_all(commands, model::unknown{"dead"});
        if (with_.over) co_return silence;
        if (!plan::may_be_repeated(what, known())) with_.before_what_happens_once();
        ++delivered;
        co_await async::sleep_until(with_.clock, with_.clock.now() + with_.way);
        if (with_.over && with_.late == death::on_the_way::is_lost) co_return silence;
        auto reply = co_await to_.send(std::move(what), due);
        co_await async::sleep_until(with_.clock, with_.clock.now() + with_.way);
        if (with_.over) co_return silence;
        co_return reply;
    }

    std::uint64_t delivered = 0;

private:
    dispatch::portal_port& to_;
    company with_;
};

// Jobs together with the roster that they are pulled from.
class jobs_of_place final : public run::job_supply {
public:
    jobs_of_place(const place& of, run::equipment with)
        : who_(of.portal.core().roster()), jobs_(who_, of.policies, std::move(with)) {}

    base::result<std::optional<model::work_item>> next() override { return jobs_.next(); }
    [[nodiscard]] std::uint64_t unmatched() const override { return jobs_.unmatched(); }

private:
    portal_roster who_;
    run::job_stream jobs_;
};

journal::lock_holder this_process(const model::run_header& run) {
    return {
        run.id, run.command, {"here", "machine", "boot"}, 1, "somebody", run.started, run.started
    };
}

template <class Value>
Value good(base::result<Value> what) {
    if (!what) throw std::runtime_error(base::describe(what.error()));
    return std::move(*what);
}

// Ids are given in the order in which requests happen to arrive: what stands for what is the same
// for all orders.
std::string with_names_for_ids(boost::json::object user) {
    std::map<std::string, std::string> names;
    for (auto& each : user.at("sections").as_array()) {
        auto& id = each.as_object().at("id");
        const auto name = fmt::format("<{}>", each.at("name").as_string().c_str());
        names.emplace(std::to_string(id.to_number<std::int64_t>()), name);
        id = name;
    }
    auto* settings = user.at("settings").if_object();
    if (settings == nullptr) return boost::json::serialize(user);
    for (auto& [key, value] : *settings) {
        if (key != "meetSection") continue;
        const auto text =
            value.is_string() ? std::string(value.get_string()) : boost::json::serialize(value);
        if (const auto found = names.find(text); found != names.end()) value = found->second;
    }
    return boost::json::serialize(user);
}

}  // namespace

// What a process holds while it lives.
struct line_of_runs::life {
    life(place& at, long_way::company with) : way(at.portal, std::move(with)) {}

    boost::asio::io_context context{1};
    std::optional<journal::store> journal;
    std::optional<journal::portal_locks> locks;
    model::run_header header;
    std::vector<run::earlier_run> before;
    long_way way;
    std::unique_ptr<run::job_supply> jobs;
    report::totals totals;
    watcher eyes;
    std::unique_ptr<run::apply> run;

    // Nothing more begins; what is on its way comes to its end unheard.
    void die() {
        boost::asio::post(context, [this] {
            if (run) run->stop(model::run_end::interrupted, "the process died");
        });
    }
};

line_of_runs::line_of_runs(portal_scenario what)
    : what_(std::move(what)), where_(what_, clock_, 0) {
    where_.portal.way = {};  // it is gone outside, where a process may die on it
}

line_of_runs::end line_of_runs::live(const std::optional<death>& how) {
    const bool behind = how && how->kept == death::journal::behind;
    bool over = false;
    end ended = end::died;
    if (behind) state_.keep();
    {
        life* alive = nullptr;
        journal_writes disk(how ? std::optional(how->with) : std::nullopt, [&over, &alive] {
            over = true;
            if (alive != nullptr) alive->die();
        });
        const auto late = how ? how->requests : death::on_the_way::arrives;
        life now(where_, {clock_, where_.what.way, over, late, [&] {
                              if (behind) state_.keep();
                          }});
        alive = &now;
        ended = go(now, over);
        writes_ = disk.count();
    }
    if (over && behind) state_.go_back();
    // A bucket remembers what a journal that was behind does not.
    clock_.advance(behind ? std::chrono::minutes(2) : std::chrono::seconds(1));
    return ended;
}

line_of_runs::end line_of_runs::go(life& now, const bool& over) {
    const auto begun = begin(now);
    if (!begun && !over) throw std::runtime_error(base::describe(begun.error()));
    if (!begun) return end::died;
    if (!*begun) return end::complete;
    std::optional<model::run_summary> summary;
    boost::asio::co_spawn(
        now.context,
        now.run->run(),
        [&summary](std::exception_ptr failed, base::result<model::run_summary> ended) {
            if (failed) std::rethrow_exception(failed);
            if (ended) summary = std::move(*ended);
        }
    );
    clock_.run(now.context);
    tell(now.eyes.faults());
    // With its last write it may have died after all was done.
    if (over) return end::died;
    if (!summary) throw std::runtime_error("the run did not end");
    tell(where_.lies(now.eyes.closed()));
    if (summary->lane.requests != now.way.delivered) tell("the requests are not counted right");
    const bool whole = summary->end == model::run_end::complete;
    if (!whole) tell("the run was ended early: " + summary->end_reason);
    last_ = std::move(*summary);
    return whole ? end::complete : end::early;
}

// As the program begins a run (cli/one_run), and one that continues another. False: the last one
// came to its end.
base::result<bool> line_of_runs::begin(life& now) {
    const auto file = state_.path() / "journal.sqlite";
    auto journal = journal::store::open(file);
    if (!journal) return std::unexpected(journal.error());
    now.journal.emplace(std::move(*journal));
    auto locks = journal::portal_locks::open(file);
    if (!locks) return std::unexpected(locks.error());
    now.locks.emplace(std::move(*locks));
    now.header = header_of(runs_ + 1);
    const auto& url = now.header.portal_url;
    const auto holder = now.locks->take(url, this_process(now.header));
    if (!holder) return std::unexpected(holder.error());
    if (*holder) tell("a portal whose run has died was not free");
    const auto runs = now.journal->runs({.most = 1});
    if (!runs) return std::unexpected(runs.error());
    if (!runs->empty()) {
        const auto& last = runs->front();
        if (last.end == model::run_end::complete) return false;
        note_doubts(*now.journal, last.id);
        auto left = run::earlier_run_of(*now.journal, {model::kinship::continues, last.id});
        if (!left) return std::unexpected(left.error());
        now.before.push_back(std::move(*left));
    }
    now.header.after = run::kin_of(now.before);
    auto with = run::equipment::of(where_.credentials, *now.journal, now.header.portal);
    if (!with) return std::unexpected(with.error());
    const auto selected = run::left_of(where_.portal.core().roster().size(), now.before);
    now.jobs = run::jobs_after(
        std::make_unique<jobs_of_place>(where_, std::move(*with)),
        std::move(now.before),
        known(),
        *now.journal,
        now.header.portal
    );
    return equip(now, selected);
}

base::result<bool> line_of_runs::equip(life& now, std::uint64_t selected) {
    dispatch::lane_options options;
    options.limits = where_.what.limits;
    options.connections = where_.what.connections;
    options.board.how = where_.what.how;
    options.board.retry.retries = 8;
    options.selected = selected;
    ends by;
    by.selected = selected;
    now.eyes.expect(by);
    auto run = run::apply::begin(
        now.context.get_executor(),
        {now.header,
         *now.jobs,
         known(),
         where_.credentials,
         *now.journal,
         now.way,
         clock_,
         options,
         now.totals,
         now.eyes,
         nullptr,
         nullptr,
         {.selected = selected},
         {&*now.locks, now.header.portal_url}}
    );
    if (!run) return std::unexpected(run.error());
    now.run = std::move(*run);
    ++runs_;
    return true;
}

model::run_header line_of_runs::header_of(std::size_t run) const {
    model::run_header made;
    made.id = model::run_id(fmt::format("line-{}", run));
    made.portal = model::portal_name(where_.name);
    made.portal_url = "https://" + where_.name;
    made.command = "apply";
    made.started = clock_.wall_now();
    return made;
}

// The calls whose answer a death has swallowed: nobody can tell whether they were made.
void line_of_runs::note_doubts(const journal::store& in, const model::run_id& run) {
    const journal::reader from(in);
    const auto done = from.each_job(run, [&](const journal::job_row& job) -> base::result<void> {
        const auto attempts = from.attempts_of(run, job.number);
        if (!attempts) return std::unexpected(attempts.error());
        for (const auto& each : *attempts)
            if (!each.answered && each.why == model::purpose::write &&
                job.steps.at(each.step).kind == model::step_kind::call)
                doubts_.insert({job.who.value(), each.step});
        return {};
    });
    if (!done) throw std::runtime_error(base::describe(done.error()));
}

std::map<std::int64_t, line_of_runs::portion> line_of_runs::portions() const {
    std::map<std::int64_t, portion> all;
    for (const auto& each : where_.portal.core().roster()) {
        auto user = where_.portal.core().state_of(each.id, clock_.wall_now());
        portion made;
        for (const auto& message : user.at("notifications").as_array())
            made.messages.emplace_back(message.at("message").as_string());
        for (const auto* counts : {"notifications", "requests", "reads", "writes", "now"})
            user.erase(counts);
        made.belongings = with_names_for_ids(std::move(user));
        all.emplace(each.id, std::move(made));
    }
    return all;
}

// What the journal tells of everybody, by whichever run of the line he was brought to his end.
std::map<std::int64_t, model::job_result> line_of_runs::outcomes() {
    const auto in = good(journal::store::open(state_.path() / "journal.sqlite"));
    const journal::reader from(in);
    std::map<std::int64_t, model::job_result> all;
    for (const auto& run : good(in.line_of(good(in.runs({.most = 1})).at(0).id))) {
        const auto done = from.each_job(run, [&](const journal::job_row& job) {
            const bool cut = std::ranges::any_of(job.steps, [](const journal::step_row& each) {
                return each.code == journal::cut_short;
            });
            if (job.overall && !cut && !all.emplace(job.who.value(), run::result_of(job)).second)
                tell(fmt::format("user {} has two outcomes", job.who.value()));
            return base::result<void>();
        });
        if (!done) throw std::runtime_error(base::describe(done.error()));
    }
    return all;
}

std::vector<std::string> line_of_runs::faults(
    const line_of_runs& undisturbed, death::journal kept
) {
    tell(where_.misdeeds());
    const auto ended = outcomes();
    const auto wanted = undisturbed.portions();
    for (const auto& [user, has] : portions()) {
        const auto& should = wanted.at(user);
        if (has.belongings != should.belongings)
            tell(fmt::format(
                "user {} has {}, and without a death {}", user, has.belongings, should.belongings
            ));
        const auto found = ended.find(user);
        if (found == ended.end())
            tell(fmt::format("user {} has no outcome", user));
        else
            look_at(user, found->second, has.messages, should.messages, kept);
    }
    add_up(ended);
    return std::exchange(faults_, {});
}

// A message comes once; or it may be missing, and then its step is told as unknown, which it is
// only where a death has swallowed the answer.
void line_of_runs::look_at(
    std::int64_t user,
    const model::job_result& ended,
    std::vector<std::string> has,
    const std::vector<std::string>& should,
    death::journal kept
) {
    std::size_t unknown = 0;
    for (std::size_t at = 0; at < ended.steps.size(); ++at) {
        const auto what = ended.steps[at].what;
        const bool in_doubt = doubts_.contains({user, at});
        if ((what == model::outcome::unknown) != in_doubt)
            tell(fmt::format(
                "user {}: step {} is {}, and its answer was {}lost",
                user,
                at,
                model::to_string(what),
                in_doubt ? "" : "not "
            ));
        unknown += what == model::outcome::unknown ? 1 : 0;
        const bool seen_again = what == model::outcome::unchanged && kept == death::journal::behind;
        if (what != model::outcome::changed && what != model::outcome::unknown && !seen_again)
            tell(fmt::format("user {}: step {} is {}", user, at, model::to_string(what)));
    }
    std::size_t missing = 0;
    for (const auto& each : should)
        if (const auto found = std::ranges::find(has, each); found != has.end())
            has.erase(found);
        else
            ++missing;
    if (!has.empty()) tell(fmt::format("user {} got '{}' once too often", user, has.front()));
    if (missing > unknown)
        tell(fmt::format("user {} lacks {} messages, {} are unknown", user, missing, unknown));
}

// The last run's totals and what it carried on are everybody, and what the journal tells.
void line_of_runs::add_up(const std::map<std::int64_t, model::job_result>& ended) {
    std::map<model::user_outcome, std::uint64_t> told;
    for (const auto& [user, result] : ended) ++told[result.overall];
    if (ended.size() != where_.portal.core().roster().size()) tell("somebody has no outcome");
    if (!last_) return;  // it died after the end of its last run had been written
    auto sums = last_->users;
    for (const auto& [outcome, count] : last_->carried) sums[outcome] += count;
    if (sums != told) tell("the totals do not add up to what the journal tells of everybody");
}

}  // namespace simulation
