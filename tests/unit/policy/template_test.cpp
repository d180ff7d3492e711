#include "catalog/definitions.hpp"
#include "policy/policy_set.hpp"
#include "policy_samples.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

// What ships in templates/ has to be right, and has to be what its comments say.

namespace {

// All of them at once: some extend others.
// The other files that a user writes are read elsewhere.
std::vector<std::filesystem::path> policies() {
    static const std::set<std::string> others{"exceptions.yaml", "mapping.yaml"};
    std::vector<std::filesystem::path> all;
    for (const auto& each : std::filesystem::directory_iterator(MUSTER_TEMPLATES))
        if (each.path().extension() == ".yaml" && !others.contains(each.path().filename()))
            all.push_back(each.path());
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(templates_that_ship)

BOOST_AUTO_TEST_CASE(are_read_without_a_warning_and_their_tests_hold) {
    const auto files = policies();
    BOOST_TEST(files.size() == 6U);
    base::diagnostics problems;
    const auto read = policy::policy_set::read(files, catalog::definitions::built_in(), problems);
    BOOST_TEST(lines_of(problems) == "");
    BOOST_REQUIRE(read.has_value());
    BOOST_TEST(read->check_tests(problems) >= 2 * files.size());
    BOOST_TEST(lines_of(problems) == "");
}

BOOST_AUTO_TEST_CASE(the_exceptions_are_right_and_in_force) {
    using namespace std::chrono_literals;
    base::diagnostics problems;
    const auto file = std::filesystem::path(MUSTER_TEMPLATES) / "exceptions.yaml";
    const auto read =
        policy::exceptions::read(file, catalog::definitions::built_in(), 2026y / 11 / 23, problems);
    BOOST_TEST(lines_of(problems) == "");
    BOOST_REQUIRE(read.has_value());
    auto carl = sample_user();
    carl.email = "carl@acme.example";
    BOOST_TEST(read->of(carl).size() == 1U);
}

BOOST_AUTO_TEST_CASE(onboarding_gives_an_office_worker_a_calendar_and_a_note) {
    base::diagnostics problems;
    const std::vector files{std::filesystem::path(MUSTER_TEMPLATES) / "onboarding-office.yaml"};
    const auto policies =
        policy::policy_set::read(files, catalog::definitions::built_in(), problems);
    BOOST_REQUIRE(policies.has_value());
    BOOST_TEST(
        job_of(*policies, sample_user(R"({"active": "Y"})")) ==
        "meetings: collection calendar.section as user\n"
        "  name = \"Meetings\"\n"
        "  color = \"#9cbe1c\"\n"
        "settings calendar.user.settings as user\n"
        "  meetSection = id of meetings\n"
        "  sendFromEmail = \"ann@acme.example\"\n"
        "  denyBusyInvitation = true\n"
        "  showDeclined = false\n"
        "  collapseOffHours = \"Y\"\n"
        "  showWeekNumbers = \"Y\"\n"
        "  showTasks = \"Y\"\n"
        "  showCompletedTasks = \"N\"\n"
        "  syncPeriodPast = \"3\"\n"
        "  syncPeriodFuture = \"12\"\n"
        "  defaultReminders = {\"fullDay\":[{\"type\":\"daybefore\",\"before\":0,\"time\":480}],"
        "\"withTime\":[{\"type\":\"min\",\"count\":15}]}\n"
        "call im.notify.system.add as admin once\n"
        "  USER_ID = 17\n"
        "  MESSAGE = \"Welcome! Your calendar is set up: invitations go to “Meetings”.\"\n"
        "  TAG = \"muster-onboarding\"\n"
        "  CLIENT_ID = \"muster\"\n"
    );
    auto contractor = sample_user();
    contractor.attributes["email"] = "Bob@Contractor.Example";
    BOOST_TEST(job_of(*policies, contractor) == "nothing");
    BOOST_TEST(job_of(*policies, sample_user(R"({"active": "N"})")) == "nothing");
}

BOOST_AUTO_TEST_SUITE_END()
