#include "journal/json_text.hpp"

#include "samples.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace samples;

namespace {

model::value nested(int depth) {
    model::value value = "core";
    for (int i = 0; i < depth; ++i) value = model::array{std::move(value)};
    return value;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(json_text)

BOOST_AUTO_TEST_CASE(values_come_back_as_they_were) {
    struct row {
        const char* name;
        model::value value;
    };
    const std::vector<row> rows = {
        {"null", nullptr},
        {"false", false},
        {"whole number", -3},
        {"largest whole number", INT64_MAX},
        {"larger still", UINT64_MAX},
        {"real number", 0.1},
        {"real that is whole", 3.0},
        {"empty text", ""},
        {"text of a number", "3"},
        {"text with a NUL", boost::json::string("a\0b", 3)},
        {"Cyrillic, an emoji, quotes", "Встречи \U0001F4C5 \"x\" \\ \u2028"},
        {"text that is no UTF-8", "\xFF\xC0z"},
        {"empty list", model::array{}},
        {"empty object", model::object{}},
        {"order of keys", model::object{{"b", 1}, {"a", 2}}},
        {"depth of 100", nested(100)},
    };
    for (const auto& row : rows) {
        BOOST_TEST_CONTEXT(row.name) {
            const auto back = must(journal::value_from(journal::to_text(row.value)));
            BOOST_TEST(back == row.value);
            BOOST_TEST(journal::to_text(back) == journal::to_text(row.value));
        }
    }
}

BOOST_AUTO_TEST_CASE(changes_come_back_as_they_were) {
    const std::vector<model::key_change> changes = {
        {"view", "month", "week", "week", "critical", "CHG-1042"},
        {"showDeclined", false, true, nullptr, "", ""},
        {"meetSection", nullptr, model::array{}, 12, "", ""},
        {"showTasks", "X", "Y", "X", "", "", model::key_fate::changed_since},
    };
    const auto back = must(journal::changes_from(journal::to_text(changes)));
    BOOST_TEST_REQUIRE(back.size() == changes.size());
    for (std::size_t i = 0; i < changes.size(); ++i) {
        BOOST_TEST_CONTEXT(changes[i].key) {
            BOOST_TEST(back[i].key == changes[i].key);
            BOOST_TEST(back[i].before == changes[i].before);
            BOOST_TEST(back[i].wanted == changes[i].wanted);
            BOOST_TEST(back[i].after == changes[i].after);
            BOOST_TEST(back[i].severity == changes[i].severity);
            BOOST_TEST(back[i].why == changes[i].why);
            BOOST_TEST((back[i].fate == changes[i].fate));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_change_takes_no_more_room_than_it_needs) {
    const std::vector<model::key_change> plain = {{"view", nullptr, "week", nullptr, "", ""}};
    BOOST_TEST(journal::to_text(plain) == R"([{"key":"view","wanted":"week"}])");
}

BOOST_AUTO_TEST_CASE(totals_come_back_as_they_were) {
    const auto from = summary(header());
    const journal::run_totals totals{from.users, from.steps, from.unmatched, from.lane};
    const auto back = must(journal::totals_from(journal::to_text(totals)));
    BOOST_TEST((back.users == totals.users));
    BOOST_TEST((back.steps == totals.steps));
    BOOST_TEST(back.unmatched == 7U);
    BOOST_TEST(back.lane.requests == 11U);
    BOOST_TEST(back.lane.commands == 22U);
    BOOST_TEST(back.lane.retries == 33U);
    BOOST_TEST(back.lane.rate_limited == 44U);
    BOOST_TEST(back.lane.lost_answers == 55U);
}

// Whatever stands in a damaged row is told, not taken for something else.
BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_corrupt) {
    const std::error_code corrupt = journal::journal_error::corrupt;
    for (const std::string_view text : {"", "{", "nul", "[1]x", "\"open"}) {
        BOOST_TEST_CONTEXT(text) {
            BOOST_TEST(code_of(journal::value_from(text)) == corrupt);
        }
    }
    for (const std::string_view text : {"", "{}", "[1]", "null"}) {
        BOOST_TEST_CONTEXT(text) {
            BOOST_TEST(code_of(journal::changes_from(text)) == corrupt);
            BOOST_TEST(code_of(journal::names_from(text)) == corrupt);
        }
    }
    for (const std::string_view text : {"", "[]", "3"}) {
        BOOST_TEST_CONTEXT(text) {
            BOOST_TEST(code_of(journal::totals_from(text)) == corrupt);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
