#include "report/summary_json.hpp"
#include "report/summary_markdown.hpp"
#include "report/summary_text.hpp"
#include "support/golden.hpp"
#include "unit/report/sample_run.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace {

report::summary_options options() {
    report::summary_options made;
    made.report = "reports/acme/20261123T032000Z-1f3a9c/index.html";
    made.journal = "/var/lib/muster/acme.sqlite";
    made.closing = {{"resume", "muster resume 20261123T032000Z-1f3a9c"}};
    return made;
}

// A run in which nothing went wrong.
report::totals quiet_totals() {
    report::totals all;
    for (std::uint64_t i = 0; i < 200; ++i)
        all.add(sample::changed(i, static_cast<std::int64_t>(i)));
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(summary)

BOOST_AUTO_TEST_CASE(a_run_with_every_fate) {
    const auto all = sample::totals();
    support::check_golden(
        "summary.txt", report::summary_text(sample::summary(all), all, options())
    );
}

BOOST_AUTO_TEST_CASE(a_run_that_went_well_is_short) {
    const auto all = quiet_totals();
    auto run = sample::summary(all);
    run.header.reason.clear();
    run.unmatched = 0;
    run.lane = {400, 800, 0, 0, 0};
    support::check_golden("summary-quiet.txt", report::summary_text(run, all, {}));
}

BOOST_AUTO_TEST_CASE(a_run_that_was_stopped_says_so_first) {
    const auto all = sample::totals();
    auto run = sample::summary(all);
    run.end = model::run_end::portal_stopped;
    run.end_reason = "OVERLOAD_LIMIT: REST API is blocked due to overload.";
    support::check_golden("summary-stopped.txt", report::summary_text(run, all, options()));
}

BOOST_AUTO_TEST_CASE(colours_only_when_asked_and_only_ours) {
    const auto all = sample::totals();
    const auto run = sample::summary(all);
    auto how = options();
    BOOST_TEST(report::summary_text(run, all, how).find('\x1b') == std::string::npos);
    how.paint = report::colors::on;
    const auto painted = report::summary_text(run, all, how);
    BOOST_TEST(painted.find("\x1b[31;1m") != std::string::npos);
    BOOST_TEST(painted.find("\x1b[2J") == std::string::npos);  // the hostile user's
    // Without the colours it is the same text: they take no room.
    std::string bare;
    for (std::size_t i = 0; i < painted.size(); ++i) {
        if (painted[i] == '\x1b')
            i = painted.find('m', i);
        else
            bare += painted[i];
    }
    how.paint = report::colors::off;
    BOOST_TEST(bare == report::summary_text(run, all, how));
}

BOOST_AUTO_TEST_CASE(as_json) {
    const auto all = sample::totals();
    const auto run = sample::summary(all);
    support::check_golden(
        "summary.json", boost::json::serialize(report::summary_document(run, all)) + '\n'
    );
}

BOOST_AUTO_TEST_CASE(as_markdown) {
    const auto all = sample::totals();
    support::check_golden("summary.md", report::summary_markdown(sample::summary(all), all));
}

BOOST_AUTO_TEST_SUITE_END()
