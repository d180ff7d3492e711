// What the journal costs a run: handing over in the run's own thread, and all of it with the
// writer's.
#include "bench/rows.hpp"
#include "journal/store.hpp"
#include "model/job.hpp"
#include "model/outcome.hpp"
#include "model/reply.hpp"
#include "model/request.hpp"

#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <limits>
#include <memory>
#include <stdlib.h>
#include <string>

namespace {

constexpr std::int64_t users = 50'000;
constexpr int rounds = 5;

void must(const base::result<void>& done) {
    if (done) return;
    fmt::print(stderr, "bench_journal: {}\n", base::describe(done.error()));
    std::exit(1);
}

double seconds_of(clockid_t which) {
    timespec now{};
    ::clock_gettime(which, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// A user who is right already: one request of two reads.
struct story {
    model::work_item item;
    model::request sent;
    model::reply answer;
    model::job_result end;

    story() {
        model::step step;
        step.kind = model::step_kind::settings;
        step.target = "calendar.user.settings";
        item.what.steps.push_back(step);
        sent.form = model::request_form::batch;
        sent.commands.resize(2);
        sent.commands[0].method = "profile";
        sent.commands[0].why = model::purpose::identity;
        sent.commands[1].method = "calendar.user.settings.get";
        sent.commands[1].why = model::purpose::read;
        answer.answers.assign(2, model::accepted{});
        answer.http_status = 200;
        end.overall = model::user_outcome::unchanged;
        end.steps.resize(1);
        end.steps[0].what = model::outcome::unchanged;
        end.steps[0].attempts = 1;
    }
    void become(std::int64_t user) {
        const auto number = static_cast<std::uint64_t>(user);
        item.number = model::job_number(number);
        item.what.who.id = model::user_id(user);
        item.what.who.email = fmt::format("user{}@bench.example", user);
        sent.number = model::request_number(number);
        sent.credential = model::credential_of(item.what.who.id);
        for (auto& each : sent.commands) each.job = item.number;
        end.number = item.number;
        end.what = item.what;
    }
};

struct cost {
    double own = 0;      // seconds of processor time of the thread that says it
    double all = 0;      // with the writer's
    double elapsed = 0;  // until all of it is on the disk
    std::uintmax_t size = 0;
};

cost write_run(const std::filesystem::path& file) {
    using base::wall_time;
    cost made;
    {
        auto store = journal::store::open(file, journal::writing::behind);
        if (!store) must(std::unexpected(store.error()));
        model::run_header header;
        header.id = model::run_id("bench");
        header.portal = model::portal_name("bench");
        auto run = store->start_run(header);
        if (!run) must(std::unexpected(run.error()));
        const double all = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
        const double began = seconds_of(CLOCK_MONOTONIC);
        story tale;
        for (std::int64_t user = 1; user <= users; ++user) {
            tale.become(user);
            const wall_time now{std::chrono::milliseconds(1'795'406'706'000 + user)};
            const double own = seconds_of(CLOCK_THREAD_CPUTIME_ID);
            must((*run)->open_job(tale.item, now));
            must((*run)->begin(tale.sent, now));
            must((*run)->settle(tale.sent, tale.answer, now));
            must((*run)->close_job(tale.end));
            made.own += seconds_of(CLOCK_THREAD_CPUTIME_ID) - own;
        }
        must((*run)->write_out());
        made.elapsed = seconds_of(CLOCK_MONOTONIC) - began;
        made.all = seconds_of(CLOCK_PROCESS_CPUTIME_ID) - all;
    }
    made.size = std::filesystem::file_size(file);
    return made;
}

}  // namespace

int main() {
    auto pattern = (std::filesystem::temp_directory_path() / "muster-bench-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) return 1;
    const std::filesystem::path folder = pattern;
    constexpr double forever = std::numeric_limits<double>::max();
    cost least{forever, forever, forever, 0};
    for (int i = 0; i < rounds; ++i) {
        const auto one = write_run(folder / fmt::format("{}.sqlite", i));
        least.own = std::min(least.own, one.own);
        least.all = std::min(least.all, one.all);
        least.elapsed = std::min(least.elapsed, one.elapsed);
        least.size = one.size;
    }
    std::filesystem::remove_all(folder);
    const auto each = [](double seconds) { return seconds * 1e6 / users; };
    using bench::target;
    bench::print({"users recorded and on the disk", users / least.elapsed, "users/s"});
    bench::print({"a user, the run's own thread", each(least.own), "us"});
    bench::print({"a user, with the writer's", each(least.all), "us"});
    bench::print(
        {"an unchanged user, on the disk",
         static_cast<double>(least.size) / users,
         "bytes",
         target{target::bound::at_most, 1024}}
    );
}
