#include "report/report_writer.hpp"

#include "report/results_csv.hpp"
#include "support/golden.hpp"
#include "unit/report/sample_run.hpp"
#include "unit/report/temporary_dir.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <sstream>

namespace {

// The whole of the sample run as a report directory.
struct written_report {
    written_report() {
        auto writer = report::report_writer::open(dir.path() / "acme" / "run", sample::header());
        BOOST_REQUIRE(writer.has_value());
        sample::tell(**writer);
        const auto all = sample::totals();
        auto files = (*writer)->finish(sample::summary(all), all);
        BOOST_REQUIRE(files.has_value());
        paths = *files;
    }

    std::string text_of(const char* name) const {
        return support::text_of_file(dir.path() / "acme" / "run" / name);
    }

    temporary_dir dir;
    std::vector<std::filesystem::path> paths;
};

std::size_t count_of(std::string_view text, std::string_view what) {
    std::size_t count = 0;
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++count;
    return count;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(report_writer)

BOOST_AUTO_TEST_CASE(writes_every_file_of_the_report) {
    const written_report report;
    for (const auto* name :
         {"results.csv", "events.jsonl", "junit.xml", "failed.txt", "summary.json", "summary.md"}) {
        support::check_golden(std::string("report/") + name, report.text_of(name));
    }
}

BOOST_AUTO_TEST_CASE(leaves_nothing_unfinished_behind) {
    const written_report report;
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(report.dir.path() / "acme/run")) {
        names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    const std::vector<std::string> expected{
        "events.jsonl",
        "failed.txt",
        "index.html",
        "junit.xml",
        "results.csv",
        "summary.json",
        "summary.md"
    };
    BOOST_TEST(names == expected, boost::test_tools::per_element());
    BOOST_TEST(report.paths.size() == expected.size());
    BOOST_TEST(report.paths.front().filename() == "index.html");
}

BOOST_AUTO_TEST_CASE(no_file_has_its_name_before_the_end) {
    const temporary_dir dir;
    auto writer = report::report_writer::open(dir.path(), sample::header());
    sample::tell(**writer);
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(dir.path())) {
        BOOST_TEST(entry.path().extension() == ".tmp");
        ++files;
    }
    BOOST_TEST(files == 3U);  // those that grow with the run; what is little is kept in memory
}

BOOST_AUTO_TEST_CASE(of_a_run_that_never_began_nothing_stays) {
    const temporary_dir dir;
    const auto made = dir.path() / "made";
    const auto found = dir.path() / "found";
    std::filesystem::create_directory(found);
    std::ofstream(found / "note") << "somebody's";
    for (const auto& each : {made, found}) {
        auto writer = report::report_writer::open(each, sample::header());
        BOOST_REQUIRE(writer.has_value());
        sample::tell(**writer);
    }
    BOOST_TEST(!std::filesystem::exists(made));
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(found)) {
        BOOST_TEST(entry.path().filename() == "note");
        ++files;
    }
    BOOST_TEST(files == 1U);
}

BOOST_AUTO_TEST_CASE(every_event_is_json_and_tells_no_parameter) {
    const written_report report;
    std::istringstream events(report.text_of("events.jsonl"));
    std::size_t lines = 0;
    for (std::string line; std::getline(events, line); ++lines) {
        const auto event = boost::json::parse(line);
        BOOST_TEST(event.as_object().contains("time"));
        BOOST_TEST(line.find("must not be told") == std::string::npos);
    }
    BOOST_TEST(lines == 3 * sample::results().size());
}

BOOST_AUTO_TEST_CASE(the_cases_add_up_to_the_counts_in_the_suite) {
    const auto text = written_report().text_of("junit.xml");
    BOOST_TEST(count_of(text, "<testcase ") == 10U);
    BOOST_TEST(count_of(text, "<failure ") == 4U);
    BOOST_TEST(count_of(text, "<error ") == 2U);
    BOOST_TEST(count_of(text, "<skipped ") == 1U);
    BOOST_TEST(text.find(R"(tests="10" failures="4" errors="2" skipped="1")") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_run_without_a_job_is_a_report_too) {
    const temporary_dir dir;
    auto writer = report::report_writer::open(dir.path(), sample::header());
    const report::totals all;
    BOOST_TEST((*writer)->finish(sample::summary(all), all).has_value());
    BOOST_TEST(support::text_of_file(dir.path() / "failed.txt").empty());
    BOOST_TEST(support::text_of_file(dir.path() / "results.csv") == report::csv_header());
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_made_is_told_at_once) {
    const temporary_dir dir;
    const auto file = dir.path() / "file";
    std::ofstream(file) << "not a folder";
    const auto writer = report::report_writer::open(file / "report", sample::header());
    BOOST_REQUIRE(!writer.has_value());
    BOOST_TEST((writer.error().code == std::errc::not_a_directory));
    BOOST_TEST(
        base::describe(writer.error()).find((file / "report").string()) != std::string::npos
    );
}

BOOST_AUTO_TEST_CASE(a_disk_that_fills_up_disturbs_neither_the_run_nor_the_other_files) {
    const temporary_dir dir;
    std::filesystem::create_symlink("/dev/full", dir.path() / "events.jsonl.tmp");
    auto writer = report::report_writer::open(dir.path(), sample::header());
    BOOST_REQUIRE(writer.has_value());
    for (int i = 0; i < 20; ++i) sample::tell(**writer);
    const auto all = sample::totals();
    const auto done = (*writer)->finish(sample::summary(all), all);
    BOOST_REQUIRE(!done.has_value());
    BOOST_TEST((done.error().code == std::errc::no_space_on_device));
    BOOST_TEST(base::describe(done.error()).find("events.jsonl") != std::string::npos);
    BOOST_TEST(!std::filesystem::exists(dir.path() / "events.jsonl"));
    BOOST_TEST(std::filesystem::exists(dir.path() / "results.csv"));
    BOOST_TEST(std::filesystem::exists(dir.path() / "index.html"));
}

BOOST_AUTO_TEST_CASE(a_folder_that_vanishes_is_a_failure_and_not_a_crash) {
    const temporary_dir dir;
    auto writer = report::report_writer::open(dir.path() / "gone", sample::header());
    std::filesystem::remove_all(dir.path() / "gone");
    sample::tell(**writer);
    const auto all = sample::totals();
    BOOST_TEST(!(*writer)->finish(sample::summary(all), all).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
