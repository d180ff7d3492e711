#include "report/progress.hpp"

#include "report/characters.hpp"
#include "report/fan_out.hpp"
#include "unit/report/sample_run.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <sstream>

namespace {

using report::progress_mode;

std::size_t count_of(const std::string& text, char what) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), what));
}

// A printer with its stream.
struct printed {
    explicit printed(progress_mode mode, std::size_t columns = 120, std::uint64_t total = 200)
        : printer(out, {mode, columns, "acme", total}) {}

    // What the terminal shows: the last drawing.
    std::string bar() const {
        const auto text = out.str();
        const auto start = text.rfind('\r');
        if (start == text.npos) return {};
        return text.substr(start + 1, text.find("\x1b[K", start) - start - 1);
    }

    void close(std::uint64_t number, std::int64_t when) {
        auto result = sample::changed(number, 1);
        result.finished = sample::at(when);
        printer.job_closed(result);
    }

    std::ostringstream out;
    report::progress_printer printer;
};

dispatch::lane_state lane(dispatch::waiting_for what, std::chrono::seconds left, double rate) {
    dispatch::lane_state made;
    made.what = what;
    made.remaining = left;
    made.requests_per_second = rate;
    return made;
}

// 20 requests a second, a job done for every second one.
void work(printed& at, std::int64_t jobs) {
    for (std::int64_t i = 0; i < jobs; ++i) {
        at.printer.job_opened(sample::item_of(sample::changed(static_cast<std::uint64_t>(i), 1)));
        at.printer.request_sent(sample::request(0, 1), sample::at(i * 100));
        at.printer.request_sent(sample::request(0, 1), sample::at(i * 100 + 50));
        at.close(static_cast<std::uint64_t>(i), i * 100 + 90);
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(progress)

BOOST_AUTO_TEST_CASE(the_bar_tells_jobs_rate_wait_end_and_counts) {
    printed at(progress_mode::bar, 130);
    at.printer.lane_changed(lane(dispatch::waiting_for::rate_limit, std::chrono::seconds(0), 20));
    work(at, 100);
    at.printer.tick(sample::at(10'000));
    BOOST_TEST(
        at.bar() ==
        "acme  [=========>..........]  100/200  50 %  20.0/20.0 req/s  ETA 10 s  unchanged 0 "
        "changed 100 failed 0  waits: rate limit"
    );
}

BOOST_AUTO_TEST_CASE(the_bar_is_drawn_ten_times_a_second_at_most) {
    printed at(progress_mode::bar);
    for (int i = 0; i < 1000; ++i) at.printer.tick(sample::at(i));
    BOOST_TEST(count_of(at.out.str(), '\r') == 10U);
}

BOOST_AUTO_TEST_CASE(the_bar_never_wraps) {
    for (const std::size_t columns : std::array<std::size_t, 7>{0, 1, 10, 40, 79, 100, 200}) {
        BOOST_TEST_CONTEXT(columns << " columns") {
            printed at(progress_mode::bar, columns);
            at.printer.lane_changed(
                lane(dispatch::waiting_for::backoff, std::chrono::seconds(30), 20)
            );
            work(at, 150);
            BOOST_TEST(report::columns_of(at.bar()) < std::max<std::size_t>(columns, 1));
            BOOST_TEST(count_of(at.out.str(), '\n') == 0U);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_bar_is_gone_before_the_summary) {
    printed at(progress_mode::bar);
    at.printer.tick(sample::at(0));
    at.printer.finish();
    BOOST_TEST(at.out.str().ends_with("\r\x1b[K"));
    const auto before = at.out.str();
    at.printer.finish();
    BOOST_TEST(at.out.str() == before);
}

BOOST_AUTO_TEST_CASE(a_long_wait_is_shown_at_once_and_counted_down) {
    printed at(progress_mode::bar);
    at.printer.tick(sample::at(0));
    at.printer.lane_changed(lane(dispatch::waiting_for::backoff, std::chrono::seconds(30), 2));
    BOOST_TEST(at.bar().ends_with("waits: backoff 30 s"));
    at.printer.tick(sample::at(12'000));
    BOOST_TEST(at.bar().ends_with("waits: backoff 18 s"));
}

BOOST_AUTO_TEST_CASE(a_portal_cannot_steer_the_terminal_by_its_name) {
    std::ostringstream out;
    report::progress_printer printer(out, {progress_mode::plain, 80, "ac\x1b[2Jme\n", 1});
    printer.job_closed(sample::changed(0, 1));
    BOOST_TEST(out.str().find('\x1b') == std::string::npos);
    BOOST_TEST(count_of(out.str(), '\n') == 1U);
}

BOOST_AUTO_TEST_CASE(plain_writes_a_line_for_every_tenth_of_the_jobs) {
    printed at(progress_mode::plain, 80, 50);
    work(at, 50);
    BOOST_TEST(count_of(at.out.str(), '\n') == 10U);
    BOOST_TEST(at.out.str().starts_with("acme: 5/50 jobs (10 %), "));
    BOOST_TEST(at.out.str().find("acme: 50/50 jobs (100 %), ") != std::string::npos);
    BOOST_TEST(at.out.str().find('\r') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(plain_writes_a_line_every_ten_seconds_where_jobs_are_slow) {
    printed at(progress_mode::plain, 80, 1000);
    at.printer.lane_changed(lane(dispatch::waiting_for::pause, std::chrono::seconds(90), 2));
    for (std::int64_t second = 0; second <= 30; ++second)
        at.printer.tick(sample::at(second * 1000));
    BOOST_TEST(count_of(at.out.str(), '\n') == 3U);
    BOOST_TEST(at.out.str().find("waits: pause") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_portal_that_ails_is_told_of_with_the_time_of_the_next_try) {
    printed at(progress_mode::plain, 80, 1000);
    at.printer.tick(sample::at(0));
    at.printer.lane_changed(lane(dispatch::waiting_for::portal, std::chrono::seconds(50), 2));
    for (std::int64_t second = 0; second <= 10; ++second)
        at.printer.tick(sample::at(second * 1000));
    BOOST_TEST(
        at.out.str().ends_with(", portal does not answer, next try in 40 s\n"), at.out.str()
    );
}

BOOST_AUTO_TEST_CASE(plain_without_a_total_tells_what_it_knows) {
    printed at(progress_mode::plain, 80, 0);
    for (std::uint64_t i = 0; i < 30; ++i) at.close(i, static_cast<std::int64_t>(i) * 1000);
    BOOST_TEST(count_of(at.out.str(), '\n') == 2U);
    BOOST_TEST(at.out.str().starts_with("acme: 11 jobs, 0.0 requests/s, "));
    BOOST_TEST(at.out.str().find("ETA") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(waves_are_told_where_there_are_some) {
    auto state = lane(dispatch::waiting_for::rate_limit, std::chrono::seconds(0), 20);
    state.wave = 2;
    state.waves = 4;
    printed bar(progress_mode::bar, 200);
    bar.printer.lane_changed(state);
    work(bar, 100);
    bar.printer.tick(sample::at(10'000));
    BOOST_TEST(
        bar.bar() ==
        "acme  [=========>..........]  100/200  50 %  wave 2 of 4  20.0/20.0 req/s  ETA 10 s  "
        "unchanged "
        "0 changed 100 failed 0  waits: rate limit"
    );
    printed plain(progress_mode::plain);
    plain.printer.lane_changed(state);
    work(plain, 20);
    BOOST_TEST(
        plain.out.str() ==
        "acme: 20/200 jobs (10 %), wave 2 of 4, 20.1/20.0 requests/s, unchanged 0 changed 20 "
        "failed 0, "
        "ETA 18 s, waits: rate limit\n"
    );
}

BOOST_AUTO_TEST_CASE(none_writes_nothing) {
    printed at(progress_mode::none);
    at.printer.lane_changed(lane(dispatch::waiting_for::backoff, std::chrono::seconds(30), 2));
    work(at, 200);
    at.printer.finish();
    BOOST_TEST(at.out.str().empty());
}

BOOST_AUTO_TEST_CASE(the_end_is_reckoned_from_the_rate_in_force) {
    printed at(progress_mode::bar);
    at.printer.lane_changed(lane(dispatch::waiting_for::nothing, std::chrono::seconds(0), 2));
    work(at, 100);
    at.printer.tick(sample::at(10'000));
    // 100 jobs to go, two requests each, two a second
    BOOST_TEST(at.bar().find("ETA 1 m 40 s") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(fates_that_are_rare_are_counted_when_they_occur) {
    printed at(progress_mode::bar);
    at.printer.job_closed(sample::blocked(0, 1));
    at.printer.job_closed(sample::lost(1, 2));
    at.printer.tick(sample::at(60'000));
    BOOST_TEST(at.bar().find("failed 0 unknown 1 blocked 1") != std::string::npos);
    BOOST_TEST(at.bar().find("skipped") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_fan_out_tells_everybody_everything) {
    printed one(progress_mode::plain, 80, 10);
    printed other(progress_mode::plain, 80, 10);
    report::totals all;
    report::progress_fan_out fan;
    fan.add(one.printer);
    fan.add(other.printer);
    fan.add(all);
    fan.lane_changed(lane(dispatch::waiting_for::pause, std::chrono::seconds(90), 2));
    sample::tell(fan);
    BOOST_TEST(one.out.str() == other.out.str());
    BOOST_TEST(one.out.str().find("waits: pause") != std::string::npos);
    BOOST_TEST(one.out.str().find("requests/s") != std::string::npos);
    BOOST_TEST(report::sum_of(all.users()) == sample::results().size());
}

BOOST_AUTO_TEST_CASE(the_rate_in_force_is_told_and_no_limit_is_not) {
    const auto told_at = [](double allowed) {
        printed at(progress_mode::bar);
        at.printer.lane_changed(
            lane(dispatch::waiting_for::rate_limit, std::chrono::seconds(0), allowed)
        );
        work(at, 100);
        at.printer.tick(sample::at(10'000));
        return at.bar();
    };
    BOOST_TEST(told_at(12.8).find("  20.0/12.8 req/s  ") != std::string::npos);
    BOOST_TEST(told_at(5000).find("  20.0 req/s  ") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
