#include "base/nearest_name.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <string>

namespace {

const std::array<std::string, 6> known = {
    "showDeclined", "showTasks", "url", "view", "weekStart", "id"
};

struct row {
    const char* wrong;
    const char* meant;  // nullptr = no suggestion
};

constexpr row rows[] = {
    {"showDecline", "showDeclined"},
    {"ShowDeclined", "showDeclined"},
    {"showdeclined", "showDeclined"},
    {"showDelcined", "showDeclined"},
    {"showTask", "showTasks"},
    {"weekstart", "weekStart"},
    {"WEEKSTART", "weekStart"},
    {"ulr", "url"},
    {"uri", "url"},
    {"viev", "view"},
    {"ID", "id"},
    {"ix", nullptr},
    {"colour", nullptr},
    {"x", nullptr},
    {"", nullptr},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(nearest_name)

BOOST_AUTO_TEST_CASE(finds_what_was_meant_and_nothing_that_is_far) {
    for (const auto& each : rows) {
        BOOST_TEST_CONTEXT(each.wrong) {
            const auto found = base::nearest_name(each.wrong, known);
            BOOST_TEST(found.value_or("(none)") == (each.meant ? each.meant : "(none)"));
        }
    }
}

BOOST_AUTO_TEST_CASE(the_nearer_name_wins_and_then_the_first) {
    const std::array<std::string, 3> names = {"retries", "retry", "retris"};
    BOOST_TEST(base::nearest_name("retrie", names).value_or("") == "retries");
    BOOST_TEST(base::nearest_name("retryy", names).value_or("") == "retry");
}

BOOST_AUTO_TEST_CASE(a_name_without_end_is_not_compared) {
    const std::array<std::string, 1> names = {std::string(200, 'a')};
    BOOST_TEST(!base::nearest_name(std::string(200, 'a') + "b", names).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
