#include "report/duration_text.hpp"
#include "report/value_text.hpp"

#include <boost/test/unit_test.hpp>

#include <array>

namespace {

struct duration_row {
    std::int64_t milliseconds;
    const char* expected;
};

constexpr std::array<duration_row, 9> durations{{
    {-5, "0 ms"},
    {0, "0 ms"},
    {999, "999 ms"},
    {1000, "1.0 s"},
    {59'999, "59.9 s"},
    {60'000, "1 m 00 s"},
    {3'599'999, "59 m 59 s"},
    {7'500'000, "2 h 05 m"},
    {273'600'000, "3 d 04 h"},
}};

struct value_row {
    const char* name;
    model::value what;
    const char* shown;
    const char* cell;
};

std::vector<value_row> values() {
    return {
        {"a word", "week", "week", "week"},
        {"a number", 3, "3", "3"},
        {"a text that looks like a number", "3", "\"3\"", "3"},
        {"a truth", true, "true", "true"},
        {"a text that looks like a truth", "true", "\"true\"", "true"},
        {"nothing", nullptr, "null", ""},
        {"the empty text", "", "\"\"", ""},
        {"blanks at the end", "a ", "\"a \"", "a "},
        {"a control", "a\x1b", "\"a\\u001b\"", "a\x1b"},
        {"a hyphen", "-", "-", "-"},
        {"a double", 2.5, "2.5", "2.5"},
        {"a double without a fraction", 3.0, "3.0", "3.0"},
        {"a large double", 1e300, "1e+300", "1e+300"},
        {"an object",
         model::object{{"type", "min"}, {"count", 15}},
         "{\"type\":\"min\",\"count\":15}",
         "{\"type\":\"min\",\"count\":15}"},
        {"an array", model::array{1, "1", 0.5}, "[1,\"1\",0.5]", "[1,\"1\",0.5]"},
    };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(text)

BOOST_AUTO_TEST_CASE(durations_have_two_units_at_most) {
    for (const auto& row : durations) {
        BOOST_TEST(
            report::duration_text(std::chrono::milliseconds(row.milliseconds)) == row.expected
        );
    }
}

BOOST_AUTO_TEST_CASE(values_cannot_be_taken_for_others) {
    for (const auto& row : values()) {
        BOOST_TEST_CONTEXT(row.name) {
            BOOST_TEST(report::shown(row.what) == row.shown);
            BOOST_TEST(report::cell_text(row.what) == row.cell);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
