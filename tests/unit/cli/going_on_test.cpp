#include "cli/going_on.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>

namespace {

std::string retry(const char* command, const char* config = nullptr) {
    journal::run_row run;
    run.id = model::run_id("run-2");
    run.command = command;
    std::optional<cli::invocation_record> asked;
    if (config != nullptr) {
        asked.emplace();
        asked->config = config;
    }
    return cli::line_to_retry(run, asked);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(going_on)

BOOST_AUTO_TEST_CASE(whoever_failed_is_done_by_what_the_run_was) {
    BOOST_TEST(retry("apply") == "muster apply --retry-failed run-2");
    BOOST_TEST(retry("apply --single-pass") == "muster apply --retry-failed run-2");
    BOOST_TEST(
        retry("drift --remediate", "/a b/m.yaml") ==
        "muster apply --config '/a b/m.yaml' --retry-failed run-2"
    );
    // An apply would write what the rollback took away.
    BOOST_TEST(retry("rollback run-1", "/m.yaml") == "muster rollback run-1 --config /m.yaml");
    BOOST_TEST(retry("restore snapshot.jsonl.gz") == "");
    BOOST_TEST(retry("plan") == "");
}

BOOST_AUTO_TEST_CASE(an_interrupted_run_is_resumed_under_the_same_configuration) {
    journal::run_row run;
    run.id = model::run_id("run-2");
    cli::options given;
    BOOST_TEST(cli::line_to_resume(given, run) == "muster resume run-2");
    given.config = "other.yaml";
    BOOST_TEST(cli::line_to_resume(given, run) == "muster resume run-2 --config other.yaml");
}

BOOST_AUTO_TEST_SUITE_END()
