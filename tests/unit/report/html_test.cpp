#include "report/html_page.hpp"
#include "report/html_row.hpp"
#include "report/pacing_chart.hpp"
#include "report/report_writer.hpp"
#include "support/golden.hpp"
#include "unit/report/sample_run.hpp"
#include "unit/report/temporary_dir.hpp"

#include <boost/test/unit_test.hpp>

namespace {

std::string page_text() {
    const temporary_dir dir;
    auto writer = report::report_writer::open(dir.path(), sample::header());
    sample::tell(**writer);
    const auto all = sample::totals();
    auto run = sample::summary(all);
    run.end = model::run_end::interrupted;
    run.end_reason = "SIGINT <b>";
    run.header.reason = "<script>alert(2)</script> {{{chart}}}";
    BOOST_REQUIRE((*writer)->finish(run, all).has_value());
    return support::text_of_file(dir.path() / "index.html");
}

std::size_t count_of(std::string_view text, std::string_view what) {
    std::size_t count = 0;
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++count;
    return count;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(html)

BOOST_AUTO_TEST_CASE(the_page_of_a_run_with_every_fate) {
    support::check_golden("index.html", page_text());
}

BOOST_AUTO_TEST_CASE(no_text_from_outside_is_markup) {
    const auto text = page_text();
    BOOST_TEST(count_of(text, "<script") == 1U);  // our own
    BOOST_TEST(count_of(text, "</style>") == 1U);
    BOOST_TEST(count_of(text, "<img") == 0U);
    BOOST_TEST(count_of(text, "<b>CODE") == 0U);
    BOOST_TEST(count_of(text, "\x1b") == 0U);
    BOOST_TEST(count_of(text, "</td></table>") == 0U);
    BOOST_TEST(count_of(text, "<svg") == 1U);  // the reason that asks for the chart stays text
    BOOST_TEST(count_of(text, "{{{chart}}}") == 1U);
}

BOOST_AUTO_TEST_CASE(the_page_asks_for_nothing_from_elsewhere) {
    const report::totals all;
    const auto page = report::html_page(sample::summary(all), all, "");
    const auto text = page.head + page.foot;
    BOOST_TEST(count_of(text, "default-src 'none'") == 1U);
    BOOST_TEST(count_of(text, "src=") == 0U);
    BOOST_TEST(count_of(text, "http") == 2U);  // http-equiv, and the portal's address as text
    BOOST_TEST(count_of(text, "<link") == 0U);
    BOOST_TEST(count_of(text, "url(") == 0U);
    BOOST_TEST(count_of(text, "@import") == 0U);
}

BOOST_AUTO_TEST_CASE(the_script_is_let_in_by_a_word_that_only_this_run_knows) {
    const auto text = page_text();
    BOOST_TEST(count_of(text, "script-src 'nonce-m20261123T032000Z-1f3a9c'") == 1U);
    BOOST_TEST(count_of(text, "<script nonce=\"m20261123T032000Z-1f3a9c\">") == 1U);
}

BOOST_AUTO_TEST_CASE(a_user_who_was_right_already_is_one_line) {
    BOOST_TEST(
        report::html_row(sample::unchanged(0, 17)) ==
        "<div class=\"u\" data-o=\"unchanged\"><b>17</b><span>user17@acme.example</span>"
        "<i class=\"o unchanged\">unchanged</i><span></span></div>\n"
    );
}

BOOST_AUTO_TEST_CASE(a_changed_user_shows_old_and_new) {
    const auto row = report::html_row(sample::changed(0, 18));
    BOOST_TEST(row.find("view: month → week, denyBusyInvitation: false → true") != row.npos);
    BOOST_TEST(row.find("<th>view</th><td>month</td>") != row.npos);
    BOOST_TEST(row.find("<b class=\"severity\">critical</b>") != row.npos);
    BOOST_TEST(row.find("double bookings, CHG-1042") != row.npos);
}

BOOST_AUTO_TEST_CASE(a_page_of_a_run_that_sent_nothing_has_no_chart) {
    const report::totals all;
    const auto page = report::html_page(sample::summary(all), all, "");
    BOOST_TEST(page.head.find("No request was sent.") != page.head.npos);
    BOOST_TEST(page.head.find("<svg") == page.head.npos);
    BOOST_TEST(page.head.find("Stopped early") == page.head.npos);
}

BOOST_AUTO_TEST_CASE(a_reason_shows_only_what_is_known_of_it) {
    report::totals all;
    all.add(sample::rejected(0, 1, "Access denied"));
    const auto page = report::html_page(sample::summary(all), all, "");
    BOOST_TEST(page.head.find("<span>1 user1@acme.example</span></dd>") != page.head.npos);
    BOOST_TEST(page.head.find("<dt>advice</dt>") == page.head.npos);
    BOOST_TEST(page.head.find("<dt>next</dt>") == page.head.npos);
}

BOOST_AUTO_TEST_SUITE_END()
