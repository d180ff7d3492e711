#include "migration/passage.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace {

using migration::course;

migration::person who(std::int64_t id, std::string email = "") {
    return {model::user_id(id), std::move(email)};
}

struct moving {
    moving() {
        for (const auto& each :
             {who(101, "Ann@acme.example"),
              who(102, "bob@new.example"),
              who(103, "twin@acme.example"),
              who(104, "twin@acme.example"),
              who(105)})
            there.add(each);
    }

    migration::fate of(const migration::person& from, std::string_view users = "") {
        auto text = std::string("apiVersion: muster/v1\nkind: Mapping\n");
        if (!users.empty()) text += "users: " + std::string(users) + "\n";
        how = *migration::mapping::read_text(text, "mapping.yaml", problems);
        migration::passage passage(how, there, "new");
        return passage.of(from, problems);
    }

    [[nodiscard]] std::string code() const {
        return problems.empty() ? "" : problems.sorted().front().code;
    }

    migration::residents there;
    migration::mapping how;
    base::diagnostics problems;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(finding_people_on_another_portal, moving)

BOOST_AUTO_TEST_CASE(they_are_known_by_their_address_in_whatever_letters) {
    const auto made = of(who(17, "ann@ACME.example"));
    BOOST_TEST((made.what == course::moves));
    BOOST_TEST(made.there.id.value() == 101);
    BOOST_TEST(made.there.email == "Ann@acme.example");
    BOOST_TEST(problems.empty());
}

BOOST_AUTO_TEST_CASE(who_is_not_found_is_lost_and_it_is_said_why) {
    BOOST_TEST(of(who(17, "carl@acme.example")).why == "nobody there has his e-mail address");
    BOOST_TEST(of(who(17, "twin@acme.example")).why == "2 users there have his e-mail address");
    BOOST_TEST(of(who(105)).why == "he has no e-mail address to be found by");
    BOOST_TEST((of(who(105)).what == course::lost));
    BOOST_TEST(problems.empty());
}

BOOST_AUTO_TEST_CASE(the_mapping_says_it_otherwise) {
    BOOST_TEST(of(who(17, "ann@acme.example"), "{ 17: 105 }").there.id.value() == 105);
    BOOST_TEST(of(who(17, "x@acme.example"), "{ 17: bob@new.example }").there.id.value() == 102);
    BOOST_TEST((of(who(17, "ann@acme.example"), "{ 17: stays }").what == course::stays));
    BOOST_TEST(
        of(who(17, "twin@acme.example"), "{ twin@acme.example: 104 }").there.id.value() == 104
    );
    BOOST_TEST(problems.empty());
}

BOOST_AUTO_TEST_CASE(a_mapping_that_leads_to_nobody_is_an_error) {
    of(who(17), "{ 17: 999 }");
    BOOST_REQUIRE(problems.errors() == 1U);
    BOOST_TEST(code() == "mapping.nobody-there");
    BOOST_TEST(problems.sorted().front().where.line == 3U);
}

BOOST_AUTO_TEST_CASE(an_address_of_nobody_or_of_several_is_an_error) {
    of(who(17), "{ 17: carl@new.example }");
    BOOST_TEST(code() == "mapping.nobody-there");
    problems = {};
    of(who(17), "{ 17: twin@acme.example }");
    BOOST_TEST(problems.sorted().front().message.starts_with("2 users on the roster of new"));
}

BOOST_AUTO_TEST_CASE(two_never_become_one) {
    how = *migration::mapping::read_text(
        "apiVersion: muster/v1\nkind: Mapping\nusers: { 18: 101 }\n", "mapping.yaml", problems
    );
    migration::passage passage(how, there, "new");
    BOOST_TEST((passage.of(who(17, "ann@acme.example"), problems).what == course::moves));
    BOOST_TEST((passage.of(who(18, "b@acme.example"), problems).what == course::lost));
    BOOST_TEST(code() == "mapping.two-become-one");
    BOOST_TEST(
        problems.sorted().front().message ==
        "user 17 (ann@acme.example) and user 18 (b@acme.example) would both become user 101 "
        "(Ann@acme.example) on new"
    );
}

BOOST_AUTO_TEST_SUITE_END()
