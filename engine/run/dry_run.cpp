#include "run/dry_run.hpp"

#include "async/virtual_clock.hpp"
#include "dispatch/ports/unwritten_journal.hpp"
#include "report/fan_out.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace run {

namespace {

// Jobs as a run has them, but without a memory of earlier runs.
class fresh_jobs final : public dispatch::job_source {
public:
    explicit fresh_jobs(const dry_run_inputs& from) : from_(from) {}

    base::result<std::optional<model::work_item>> next() override {
        base::diagnostics problems;
        while (auto who = from_.who.next(problems)) {
            auto job = from_.what.expand(*who, problems);
            if (problems.has_errors()) break;
            if (job) return equipped(std::move(*job));
        }
        if (!problems.has_errors()) return std::optional<model::work_item>();
        return std::unexpected(base::failure{
            std::make_error_code(std::errc::invalid_argument),
            base::to_text(problems.sorted().front())
        });
    }

private:
    std::optional<model::work_item> equipped(model::job what) {
        auto item = imagined_item(model::job_number(next_++), std::move(what), from_.credentials);
        if (from_.there != imagined::all_right) return item;
        for (const auto& each : item.what.steps) {
            const bool done = each.repeat == model::repetition::once_per_user;
            item.done_before.push_back({done ? model::earlier::done : model::earlier::never});
        }
        return item;
    }

    const dry_run_inputs& from_;
    std::uint64_t next_ = 0;
};

// Notes when every tenth of the users was done.
class stopwatch final : public dispatch::progress_port {
public:
    stopwatch(const async::virtual_clock& clock, std::uint64_t users)
        : clock_(clock), users_(users) {}

    void job_opened(const model::work_item&) override {}
    void request_sent(const model::request&, base::wall_time) override { ++requests_; }
    void request_answered(
        const model::request&, const model::reply&, base::wall_time, base::wall_time
    ) override {}
    void job_closed(const model::job_result& what) override {
        ++result.users[what.overall];
        ++closed_;
        while (next_ <= 100 && closed_ * 100 >= users_ * next_) {
            result.milestones.push_back({next_, clock_.elapsed(), requests_});
            next_ += 10;
        }
    }
    void lane_changed(const dispatch::lane_state&) override {}

    dry_run_result result;

private:
    const async::virtual_clock& clock_;
    std::uint64_t users_;
    std::uint64_t closed_ = 0;
    std::uint64_t requests_ = 0;
    unsigned next_ = 10;
};

}  // namespace

model::work_item imagined_item(
    model::job_number number, model::job what, const portal::credential_book& credentials
) {
    model::work_item item;
    item.number = number;
    item.what = std::move(what);
    const auto own = model::credential_of(item.what.who.id);
    if (credentials.knows(own)) item.credential = own;
    item.known = model::identity::proven;
    return item;
}

base::result<dry_run_result> play(const dry_run_inputs& inputs, std::uint64_t users) {
    fresh_jobs jobs(inputs);
    return play(jobs, {inputs.all, inputs.lane, inputs.there, inputs.begins, inputs.trip}, users);
}

base::result<dry_run_result> play(
    dispatch::job_source& jobs, const dry_run_terms& terms, std::uint64_t users
) {
    async::virtual_clock clock(terms.begins);
    boost::asio::io_context context{1};
    dispatch::unwritten_journal journal;
    stopwatch watch(clock, users);
    imagined_portal portal(clock, terms.all, terms.there, terms.trip);
    report::progress_fan_out watchers;
    watchers.add(portal);
    watchers.add(watch);
    dispatch::lane lane(
        context.get_executor(), clock, {portal, journal, watchers, jobs}, terms.all, terms.lane
    );
    std::optional<dispatch::lane_end> end;
    boost::asio::co_spawn(
        context,
        lane.run(),
        [&](std::exception_ptr failed, dispatch::lane_end how) {
            if (failed) std::rethrow_exception(failed);
            end = std::move(how);
            watch.result.took = clock.elapsed();
        }
    );
    clock.run(context);
    if (!end || end->how != model::run_end::complete)
        return std::unexpected(base::failure{
            std::make_error_code(std::errc::invalid_argument),
            end ? end->why : std::string("the played run did not end")
        });
    watch.result.counts = end->counts;
    return std::move(watch.result);
}

}  // namespace run
