#include "cli/config/wave_text.hpp"

#include <boost/test/unit_test.hpp>

#include <string_view>

BOOST_AUTO_TEST_SUITE(wave_text)

BOOST_AUTO_TEST_CASE(a_number_of_users_or_a_part_of_them) {
    for (const std::string_view right : {"1", "25", "1000000", "5%", "2.5%", "0.1%", "100%"})
        BOOST_TEST_CONTEXT(right) {
            const auto parsed = cli::parse_wave(right);
            BOOST_TEST_REQUIRE(parsed.has_value());
            BOOST_TEST(cli::to_text(*parsed) == right);
            const bool part = right.ends_with('%');
            BOOST_TEST((parsed->of == pacing::wave_size::unit::percent) == part);
        }
}

BOOST_AUTO_TEST_CASE(nothing_else) {
    for (const std::string_view wrong :
         {"",
          "%",
          "0",
          "0%",
          "-1",
          "-5%",
          "1.5",
          "101%",
          "100.1%",
          "5 %",
          "5%%",
          "+5",
          "all",
          "1e3",
          "0x10",
          "nan",
          "inf%",
          "9999999999"})
        BOOST_TEST_CONTEXT(wrong) {
            BOOST_TEST(!cli::parse_wave(wrong).has_value());
        }
}

BOOST_AUTO_TEST_SUITE_END()
