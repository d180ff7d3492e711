#include "report/json_output.hpp"

#include "support/golden.hpp"
#include "unit/report/sample_run.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <sstream>

namespace {

std::string output(report::json_form form) {
    std::ostringstream out;
    report::json_results results(out, form, sample::header());
    sample::tell(results);
    const auto all = sample::totals();
    BOOST_TEST(results.finish(sample::summary(all), all).has_value());
    return out.str();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(json_output)

BOOST_AUTO_TEST_CASE(one_document_with_every_user_and_the_summary) {
    const auto text = output(report::json_form::document);
    support::check_golden("output.json", text);
    const auto document = boost::json::parse(text).as_object();
    BOOST_TEST(document.at("format_version").as_int64() == 1);
    BOOST_TEST(document.at("users").as_array().size() == sample::results().size());
    BOOST_TEST(
        document.at("summary").at("selected").to_number<std::size_t>() == sample::results().size()
    );
}

BOOST_AUTO_TEST_CASE(a_line_for_every_user_and_one_for_the_summary) {
    const auto text = output(report::json_form::lines);
    support::check_golden("output.jsonl", text);
    std::istringstream in(text);
    std::size_t users = 0;
    std::string last;
    for (std::string line; std::getline(in, line);) {
        const auto parsed = boost::json::parse(line).as_object();
        BOOST_TEST(parsed.at("format_version").as_int64() == 1);
        last = std::string(parsed.at("type").as_string());
        if (last == "user") ++users;
    }
    BOOST_TEST(users == sample::results().size());
    BOOST_TEST(last == "summary");
}

BOOST_AUTO_TEST_CASE(a_run_without_users_is_a_document_too) {
    std::ostringstream out;
    report::json_results results(out, report::json_form::document, sample::header());
    const report::totals all;
    BOOST_TEST(results.finish(sample::summary(all), all).has_value());
    BOOST_TEST(boost::json::parse(out.str()).at("users").as_array().empty());
}

BOOST_AUTO_TEST_CASE(a_reader_that_went_away_is_a_failure) {
    std::ostringstream out;
    report::json_results results(out, report::json_form::document, sample::header());
    out.setstate(std::ios::badbit);
    sample::tell(results);
    const auto all = sample::totals();
    BOOST_TEST(!results.finish(sample::summary(all), all).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
