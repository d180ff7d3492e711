#include "run/survey.hpp"

#include "support/jobs.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

namespace {

// A roster that stands ready.
class people final : public roster::source {
public:
    explicit people(std::vector<std::string> departments) : departments_(std::move(departments)) {}

    std::optional<model::user> next(base::diagnostics&) override {
        if (next_ == departments_.size()) return std::nullopt;
        auto made = support::user(static_cast<std::int64_t>(next_) + 2);
        made.attributes["department"] = departments_[next_++];
        return made;
    }

private:
    std::vector<std::string> departments_;
    std::size_t next_ = 0;
};

const std::string sales_policy = R"(apiVersion: muster/v1
kind: Policy
metadata: { name: sales }
spec:
  match: { department: Sales }
  steps:
    - ensure: calendar.user.settings
      with: { view: week, sendFromEmail: "${user.WHAT}" }
)";

policy::policy_set policy_with(std::string attribute) {
    auto text = sales_policy;
    text.replace(text.find("WHAT"), 4, attribute);
    base::diagnostics problems;
    auto made = policy::policy_set::read_text(
        text, "sales.yaml", catalog::definitions::built_in(), problems
    );
    BOOST_REQUIRE(made.has_value());
    return std::move(*made);
}

portal::credential_book credential_of(std::int64_t user) {
    portal::credential_book book;
    const base::secret text("https://acme.example/rest/" + std::to_string(user) + "/code/");
    book.add(model::credential_of(model::user_id(user)), *portal::webhook_url::parse(text));
    return book;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(survey)

BOOST_AUTO_TEST_CASE(tells_who_is_listed_selected_and_without_a_credential) {
    people who({"Sales", "Sales", "HR"});
    base::diagnostics problems;
    std::vector<bool> lacking;
    const auto seen = run::look_over(
        who,
        policy_with("email"),
        credential_of(2),
        problems,
        [&](const model::job&, bool lacks) { lacking.push_back(lacks); }
    );
    BOOST_TEST(!problems.has_errors());
    BOOST_TEST(seen.listed == 3U);
    BOOST_TEST(seen.selected == 2U);
    BOOST_TEST(seen.unmatched() == 1U);
    BOOST_TEST(seen.without_credential == 1U);
    BOOST_TEST(!seen.wants_admin);
    BOOST_TEST(lacking == (std::vector<bool>{false, true}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(consecutive_steps_of_ones_own_are_one_turn) {
    const auto own = support::settings_step({support::set("view", "week")});
    const auto admins = support::notify_step(17);
    const auto turns = [](std::vector<model::step> steps) {
        return run::turns_of_own({support::user(17), std::move(steps)});
    };
    BOOST_TEST(turns({}) == 0U);
    BOOST_TEST(turns({admins}) == 0U);
    BOOST_TEST(turns({own, own}) == 1U);
    BOOST_TEST(turns({own, admins, own}) == 2U);
}

BOOST_AUTO_TEST_CASE(selecting_nobody_is_an_error) {
    people who({"HR", "HR"});
    base::diagnostics problems;
    run::look_over(who, policy_with("email"), {}, problems);
    BOOST_REQUIRE(problems.errors() == 1U);
    BOOST_TEST(
        problems.sorted()[0].message == "no policy matches any of the 2 users of the roster"
    );
}

BOOST_AUTO_TEST_CASE(an_empty_roster_is_an_error) {
    people who({});
    base::diagnostics problems;
    run::look_over(who, policy_with("email"), {}, problems);
    BOOST_REQUIRE(problems.errors() == 1U);
    BOOST_TEST(problems.sorted()[0].message == "the roster lists nobody");
}

BOOST_AUTO_TEST_CASE(a_fault_that_every_user_shows_is_told_a_few_times_only) {
    people who(std::vector<std::string>(5000, "Sales"));
    base::diagnostics problems;
    const auto seen = run::look_over(who, policy_with("mail"), {}, problems);
    BOOST_TEST(problems.has_errors());
    BOOST_TEST(seen.listed <= 25U);
}

BOOST_AUTO_TEST_CASE(counts_who_is_excepted_and_warns_of_what_is_idle) {
    using namespace std::chrono_literals;
    auto policies = policy_with("email");
    base::diagnostics problems;
    constexpr auto entry =
        "  - {{ user: {}, key: calendar.user.settings.{}, accepted: {}, reason: r, owner: o, "
        "until: 2027-01-01 }}\n";
    const auto text = "apiVersion: muster/v1\nkind: Exceptions\nexceptions:\n" +
                      fmt::format(entry, 2, "view", "month") +
                      fmt::format(entry, 2, "sendFromEmail", "a@b.example") +
                      fmt::format(entry, 3, "view", "month") +
                      fmt::format(entry, 9, "view", "month");
    policies.except(policy::exceptions::read_text(
                        text, "e.yaml", catalog::definitions::built_in(), 2026y / 11 / 23, problems
    )
                        .value());
    people who({"Sales", "Sales", "HR"});
    const auto seen = run::look_over(who, policies, {}, problems);
    BOOST_TEST(seen.selected == 2U);
    BOOST_TEST(seen.excepted == 1U);
    BOOST_TEST(seen.exempt_keys == 3U);
    // Who is excepted from everything needs no credential.
    BOOST_TEST(seen.without_credential == 1U);
    run::warn_of_idle(seen, policies, problems);
    BOOST_REQUIRE(problems.sorted().size() == 1U);
    BOOST_TEST(problems.sorted()[0].message == "the roster has no user 9");
}

BOOST_AUTO_TEST_CASE(a_policy_that_matches_nobody_is_a_warning_and_selecting_nobody_an_error) {
    base::diagnostics problems;
    const auto policies = policy_with("email");
    people none({"HR"});
    run::warn_of_idle(run::look_over(none, policies, {}, problems), policies, problems);
    BOOST_TEST(problems.sorted().size() == 1U);
    base::diagnostics warnings;
    run::survey seen;
    seen.listed = 5;
    seen.selected = 5;
    seen.matched = {0};
    run::warn_of_idle(seen, policies, warnings);
    BOOST_REQUIRE(warnings.sorted().size() == 1U);
    BOOST_TEST(warnings.sorted()[0].message == "the policy 'sales' matches nobody on the roster");
}

BOOST_AUTO_TEST_SUITE_END()
