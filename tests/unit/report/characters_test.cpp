#include "report/characters.hpp"

#include <boost/test/unit_test.hpp>

#include <array>

BOOST_AUTO_TEST_SUITE(characters)

namespace {

struct utf8_row {
    const char* name;
    std::string_view text;
    std::string_view expected;
};

constexpr std::array<utf8_row, 9> utf8_rows{{
    {"ASCII", "abc", "abc"},
    {"two, three and four bytes", "дж€😀", "дж€😀"},
    {"a lone continuation byte", "a\x80z", "a\xEF\xBF\xBDz"},
    {"a cut sequence at the end", "a\xE2\x82", "a\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"a cut sequence does not swallow what follows", "\xE2<b", "\xEF\xBF\xBD<b"},
    {"an overlong slash", "\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"an overlong slash in three bytes", "\xE0\x80\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"a surrogate", "\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"beyond Unicode", "\xF4\x90\x80\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
}};

struct width_row {
    const char* name;
    std::string_view text;
    std::size_t columns;
};

constexpr std::array<width_row, 5> width_rows{{
    {"ASCII", "abc", 3},
    {"Cyrillic", "дж", 2},
    {"Chinese", "销售", 4},
    {"a combining accent", "e\u0301", 1},
    {"emoji", "😀", 2},
}};

struct cut_row {
    const char* name;
    std::string_view text;
    std::size_t columns;
    std::string_view expected;
};

constexpr std::array<cut_row, 6> cut_rows{{
    {"fits", "abc", 3, "abc"},
    {"is cut", "abcd", 3, "ab…"},
    {"a wide character is not halved", "销售部", 4, "销…"},
    {"one column", "abc", 1, "…"},
    {"no column", "abc", 0, ""},
    {"nothing to cut", "", 0, ""},
}};

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_no_utf8_is_replaced_byte_by_byte) {
    for (const auto& row : utf8_rows) {
        BOOST_TEST_CONTEXT(row.name) {
            BOOST_TEST(report::valid_utf8(row.text) == row.expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(columns_are_those_of_a_terminal) {
    for (const auto& row : width_rows) {
        BOOST_TEST_CONTEXT(row.name) {
            BOOST_TEST(report::columns_of(row.text) == row.columns);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_cut_text_keeps_to_its_columns) {
    for (const auto& row : cut_rows) {
        BOOST_TEST_CONTEXT(row.name) {
            const auto cut = report::cut_to_columns(row.text, row.columns);
            BOOST_TEST(cut == row.expected);
            BOOST_TEST(report::columns_of(cut) <= row.columns);
        }
    }
}

BOOST_AUTO_TEST_CASE(padding_counts_columns_and_never_cuts) {
    BOOST_TEST(report::padded("销", 4) == "销  ");
    BOOST_TEST(report::padded("abc", 2) == "abc");
}

BOOST_AUTO_TEST_SUITE_END()
