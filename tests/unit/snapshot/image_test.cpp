#include "snapshot/image.hpp"

#include "catalog/definitions.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace {

std::string kept(std::string_view resource, std::string_view read) {
    const auto* what = catalog::definitions::built_in().find_resource(resource);
    BOOST_REQUIRE(what != nullptr);
    return boost::json::serialize(snapshot::kept_of(*what, boost::json::parse(read)));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(what_is_kept_of_a_resource)

BOOST_AUTO_TEST_CASE(every_key_of_settings_stands_in_order_also_one_that_nobody_knows) {
    BOOST_TEST(
        kept(
            "calendar.user.settings",
            R"({"view":"week","newKey":1,"defaultSections":{"user17":"5","group4":"6"},"a":[]})"
        ) == R"({"a":[],"defaultSections":{"group4":"6","user17":"5"},"newKey":1,"view":"week"})"
    );
}

BOOST_AUTO_TEST_CASE(a_list_keeps_its_order) {
    BOOST_TEST(
        kept(
            "calendar.user.settings",
            R"({"defaultReminders":{"withTime":[{"type":"min","count":5},{"count":1,"type":"day"}]}})"
        ) ==
        R"({"defaultReminders":{"withTime":[{"count":5,"type":"min"},{"count":1,"type":"day"}]}})"
    );
}

BOOST_AUTO_TEST_CASE(items_stand_in_the_order_of_their_ids_with_what_the_catalog_describes) {
    BOOST_TEST(
        kept(
            "calendar.section",
            R"([{"ID":"101","NAME":"Meetings","COLOR":"#9CBE1C","EXPORT":{"LINK":"&sign=abc"}},)"
            R"({"ID":"99","NAME":"Ann","DESCRIPTION":"","TIMESTAMP_X":"2026-01-01 00:00:00"}])"
        ) == R"([{"DESCRIPTION":"","ID":"99","NAME":"Ann"},)"
             R"({"COLOR":"#9CBE1C","ID":"101","NAME":"Meetings"}])"
    );
}

BOOST_AUTO_TEST_CASE(of_a_row_what_changes_by_itself_is_left_out) {
    BOOST_TEST(
        kept("user", R"({"ID":"17","NAME":"Ann","LAST_LOGIN":"2026-11-25","IS_ONLINE":"Y"})") ==
        R"({"ID":"17","NAME":"Ann"})"
    );
}

BOOST_AUTO_TEST_SUITE_END()
