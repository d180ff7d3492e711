#include "catalog/check.hpp"

#include "unit/catalog/reading.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(check_key)

BOOST_AUTO_TEST_CASE(finds_the_field_that_is_meant) {
    const auto& fields = reading::built_in_resource("calendar.user.settings").fields;
    const auto found = catalog::check_key(fields, "showDeclined");
    BOOST_REQUIRE(found.has_value());
    BOOST_TEST((*found)->name == "showDeclined");
}

BOOST_AUTO_TEST_CASE(refuses_what_nobody_can_set) {
    struct row {
        std::string_view key;
        std::string_view message;
        std::string_view hint;
    };
    const row rows[] = {
        {"showDecline", "unknown key 'showDecline'", "did you mean 'showDeclined'?"},
        {"showdeclined", "unknown key 'showdeclined'", "did you mean 'showDeclined'?"},
        {"timezoneName",
         "'timezoneName' can be read but not set here",
         "`set` drops it without a word; the time zone belongs to the user's profile"},
        {"CalendarSelCont",
         "'CalendarSelCont' can be read but not set here",
         "its form is not documented, so it is left alone"},
    };
    const auto& fields = reading::built_in_resource("calendar.user.settings").fields;
    for (const auto& row : rows) {
        const auto found = catalog::check_key(fields, row.key);
        BOOST_TEST_CONTEXT(row.key) {
            BOOST_REQUIRE(!found.has_value());
            BOOST_TEST(found.error().message == row.message);
            BOOST_TEST(found.error().hint == row.hint);
        }
    }
}

BOOST_AUTO_TEST_CASE(names_the_keys_when_none_is_near) {
    const auto& fields = reading::built_in_resource("calendar.section").fields;
    const auto found = catalog::check_key(fields, "visibility");
    BOOST_REQUIRE(!found.has_value());
    BOOST_TEST(found.error().hint == "known keys: name, description, color, text_color");
    BOOST_TEST(catalog::check_key({}, "any").error().hint == "no key may be set here");
}

BOOST_AUTO_TEST_CASE(tells_what_is_missing) {
    const auto* method = catalog::definitions::built_in().find_method("im.notify.system.add");
    BOOST_REQUIRE(method != nullptr);
    const std::set<std::string, std::less<>> given{"USER_ID", "TAG"};
    const auto missing = catalog::missing_fields(method->parameters, [&](std::string_view name) {
        return given.contains(name);
    });
    BOOST_REQUIRE(missing.size() == 1U);
    BOOST_TEST(missing.front()->name == "MESSAGE");
}

BOOST_AUTO_TEST_SUITE_END()
