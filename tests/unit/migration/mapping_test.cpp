#include "migration/mapping.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace {

using migration::mapping;

const std::string head = "apiVersion: muster/v1\nkind: Mapping\n";

mapping right(std::string_view text) {
    base::diagnostics problems;
    auto made = mapping::read_text(head + std::string(text), "mapping.yaml", problems);
    for (const auto& each : problems.sorted()) BOOST_TEST_ERROR(base::to_text(each));
    BOOST_REQUIRE(made.has_value());
    return std::move(*made);
}

// The first line of what is said.
std::string wrong(std::string_view text, std::string_view before = head) {
    base::diagnostics problems;
    const auto made =
        mapping::read_text(std::string(before) + std::string(text), "mapping.yaml", problems);
    BOOST_TEST(!made.has_value());
    BOOST_REQUIRE(problems.has_errors());
    const auto said = base::to_text(problems.sorted().front());
    return said.substr(0, said.find('\n'));
}

migration::person who(std::int64_t id, std::string email = "") {
    return {model::user_id(id), std::move(email)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(a_mapping)

BOOST_AUTO_TEST_CASE(says_who_somebody_is_by_number_or_address) {
    auto made = right(
        "users:\n  17: ann@new.example\n  Bob@old.example: 204\n  23: stays\n  24: \"25\"\n"
        "  carl@old.example: Carl@New.example\n"
    );
    base::diagnostics problems;
    const auto to = [&](const migration::person& each) {
        const auto* rule = made.rule_of(each, problems);
        BOOST_REQUIRE(rule != nullptr);
        return rule->to;
    };
    BOOST_TEST(std::get<std::string>(to(who(17, "x@old.example"))) == "ann@new.example");
    BOOST_TEST(std::get<model::user_id>(to(who(1, "bob@OLD.example"))).value() == 204);
    BOOST_TEST(std::holds_alternative<migration::stays>(to(who(23))));
    BOOST_TEST(std::get<model::user_id>(to(who(24))).value() == 25);
    BOOST_TEST(std::get<std::string>(to(who(2, "carl@old.example"))) == "carl@new.example");
    BOOST_TEST(made.rule_of(who(3, "dora@old.example"), problems) == nullptr);
    BOOST_TEST(made.rule_of(who(3), problems) == nullptr);
    BOOST_TEST(problems.empty());
}

BOOST_AUTO_TEST_CASE(may_say_nothing_at_all) {
    auto made = right("");
    base::diagnostics problems;
    BOOST_TEST(made.rule_of(who(17), problems) == nullptr);
    BOOST_TEST(made.calendar("Team") == "Team");
    BOOST_TEST(!made.section(5).has_value());
}

BOOST_AUTO_TEST_CASE(renames_calendars_and_numbers_what_is_nobodys) {
    const auto made =
        right("calendars: { Besprechungen: Meetings }\nsections: { 501: 1207 }\ngroups: { 4: 9 }\n"
        );
    BOOST_TEST(made.calendar("Besprechungen") == "Meetings");
    BOOST_TEST(made.calendar("besprechungen") == "besprechungen");
    BOOST_TEST(made.section(501).value() == 1207);
    BOOST_TEST(made.group(4).value() == 9);
    BOOST_TEST(!made.group(501).has_value());
}

BOOST_AUTO_TEST_CASE(that_says_two_things_of_one_user_is_told_where_he_is_met) {
    auto made = right("users:\n  17: 5\n  ann@old.example: 6\n");
    base::diagnostics problems;
    made.rule_of(who(17, "ann@old.example"), problems);
    BOOST_REQUIRE(problems.errors() == 1U);
    const auto said = problems.sorted().front();
    BOOST_TEST(said.code == "mapping.said-twice");
    BOOST_TEST(said.where.line == 5U);
    BOOST_TEST(said.message.contains("mapping.yaml:4:3"));
}

BOOST_AUTO_TEST_CASE(warns_of_whom_nobody_asked_for) {
    auto made = right("users:\n  17: 5\n  18: 6\n");
    base::diagnostics problems;
    made.rule_of(who(17), problems);
    made.warn_of_idle(problems);
    BOOST_REQUIRE(problems.sorted().size() == 1U);
    const auto said = problems.sorted().front();
    BOOST_TEST((said.level == base::severity::warning));
    BOOST_TEST(said.where.line == 5U);
    BOOST_TEST(said.message == "'18' is nobody of those who are exported");
}

BOOST_AUTO_TEST_CASE(that_is_wrong_is_told_with_its_place) {
    const struct {
        std::string_view text;
        std::string_view said;
    } rows[] = {
        {"users:\n  ann: 5\n",
         "mapping.yaml:4:3: error: expected the id or the e-mail address of a user, not 'ann' "
         "[users.ann]"},
        {"users:\n  017: 5\n",
         "mapping.yaml:4:3: error: expected the id or the e-mail address of a user, not '017' "
         "[users.017]"},
        {"users:\n  17: somebody\n",
         "mapping.yaml:4:7: error: expected the id or the e-mail address that he has on the new "
         "portal, or stays, not the text 'somebody' [users.17]"},
        {"users:\n  17: 0\n",
         "mapping.yaml:4:7: error: expected the id or the e-mail address that he has on the new "
         "portal, or stays, not the number 0 [users.17]"},
        {"users:\n  17:\n",
         "mapping.yaml:4:3: error: expected the id or the e-mail address that he has on the new "
         "portal, or stays, not nothing [users.17]"},
        {"users:\n  a@b.c: 1\n  A@b.c: 2\n",
         "mapping.yaml:5:3: error: of 'A@b.c' something is said at mapping.yaml:4:3 already "
         "[users.'A@b.c']"},
        {"users: [17]\n", "mapping.yaml:3:8: error: a mapping was expected, not a list [users]"},
        {"calendars:\n  Team: 7\n",
         "mapping.yaml:4:9: error: expected the name that the calendar gets, not the number 7 "
         "[calendars.Team]"},
        {"sections: { Team: 7 }\n",
         "mapping.yaml:3:13: error: expected the id of a calendar on the old portal, not 'Team' "
         "[sections.Team]"},
        {"groups: { 4: \"9\" }\n",
         "mapping.yaml:3:14: error: expected the id of a group on the new portal, not the text '9' "
         "[groups.4]"},
        {"user: {}\n", "mapping.yaml:3:1: error: the key 'user' is not known here [user]"},
    };
    for (const auto& row : rows) BOOST_TEST_CONTEXT(row.text)
    BOOST_TEST(wrong(row.text) == row.said);
    BOOST_TEST(
        wrong("", "apiVersion: muster/v1\nkind: Roster\n") ==
        "mapping.yaml:2:7: error: expected Mapping, not 'Roster' [kind]"
    );
    BOOST_TEST(wrong("", "[]\n").contains("a mapping was expected"));
}

BOOST_AUTO_TEST_SUITE_END()
