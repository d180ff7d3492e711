#include "cli/config/duration.hpp"

#include <boost/test/unit_test.hpp>

#include <string_view>
#include <utility>

BOOST_AUTO_TEST_SUITE(duration)

BOOST_AUTO_TEST_CASE(a_whole_number_and_its_unit) {
    const std::pair<std::string_view, long> rows[] = {
        {"500ms", 500},
        {"0s", 0},
        {"65s", 65'000},
        {"2m", 120'000},
        {"1h", 3'600'000},
    };
    for (const auto& [text, milliseconds] : rows) {
        BOOST_TEST_CONTEXT(text) {
            const auto parsed = cli::parse_duration(text);
            BOOST_TEST_REQUIRE(parsed.has_value());
            BOOST_TEST(parsed->count() == milliseconds);
        }
    }
}

BOOST_AUTO_TEST_CASE(nothing_else) {
    for (const std::string_view wrong :
         {"",
          "s",
          "65",
          "65 s",
          " 65s",
          "-1s",
          "+1s",
          "1.5s",
          "1d",
          "1S",
          "1m30s",
          "9223372036854775807h",
          "99999999999999999999s"}) {
        BOOST_TEST_CONTEXT(wrong) {
            BOOST_TEST(!cli::parse_duration(wrong).has_value());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
