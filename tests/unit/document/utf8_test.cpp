#include "document/utf8.hpp"

#include <boost/test/unit_test.hpp>

#include <string_view>

namespace {

using namespace std::string_view_literals;

struct row {
    const char* name;
    std::string_view text;
    int bad;  // offset, -1 = none
};

constexpr row rows[] = {
    {"nothing", "", -1},
    {"letters", "abc", -1},
    {"two bytes", "д", -1},
    {"three bytes", "€", -1},
    {"four bytes", "😀", -1},
    {"the last code point", "\xF4\x8F\xBF\xBF", -1},
    {"beyond the last code point", "\xF4\x90\x80\x80", 0},
    {"a first byte alone", "ab\xC3", 2},
    {"a first byte and a letter", "\xC3z", 0},
    {"a following byte alone", "a\x80", 1},
    {"overlong in two", "\xC0\xAF", 0},
    {"overlong in three", "\xE0\x80\xAF", 0},
    {"overlong in four", "\xF0\x80\x80\xAF", 0},
    {"a surrogate", "\xED\xA0\x80", 0},
    {"before the surrogates", "\xED\x9F\xBF", -1},
    {"three bytes, cut", "\xE2\x82", 0},
    {"Latin-1 in the middle", "na\xEFve", 2},
    {"no byte of UTF-8", "\xFF", 0},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(utf8)

BOOST_AUTO_TEST_CASE(finds_the_first_byte_that_is_none) {
    for (const auto& each : rows) {
        BOOST_TEST_CONTEXT(each.name) {
            const auto bad = document::first_bad_utf8(each.text);
            BOOST_TEST((bad ? static_cast<int>(*bad) : -1) == each.bad);
        }
    }
}

BOOST_AUTO_TEST_CASE(cuts_where_a_character_ends) {
    BOOST_TEST(document::cut_utf8("aдb", 2) == "a");
    BOOST_TEST(document::cut_utf8("aдb", 3) == "aд");
    BOOST_TEST(document::cut_utf8("aдb", 9) == "aдb");
}

BOOST_AUTO_TEST_SUITE_END()
