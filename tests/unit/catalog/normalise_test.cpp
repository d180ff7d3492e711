#include "catalog/values.hpp"
#include "catalog/vocabulary.hpp"
#include "unit/catalog/reading.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <string_view>

using catalog::field_type;
using reading::json;

namespace {

catalog::field field_of(field_type type) {
    catalog::field made;
    made.name = "key";
    made.type = type;
    if (type == field_type::choice) made.allowed = {"day", "week", "month", "list"};
    return made;
}

struct accepted {
    field_type type;
    std::string_view given;
    std::string_view normal;
};

const accepted accepted_values[] = {
    {field_type::boolean, "true", "true"},
    {field_type::boolean, "false", "false"},
    {field_type::yes_no, R"("Y")", R"("Y")"},
    {field_type::yes_no, R"("N")", R"("N")"},
    {field_type::yes_no, "true", R"("Y")"},
    {field_type::yes_no, "false", R"("N")"},
    {field_type::text, R"("Meetings #1 & Ко 🙂")", R"("Meetings #1 & Ко 🙂")"},
    {field_type::text, R"("")", R"("")"},
    {field_type::email, R"("a.b+c@example.com")", R"("a.b+c@example.com")"},
    {field_type::email, R"("иван@пример.рф")", R"("иван@пример.рф")"},
    {field_type::email, R"("")", R"("")"},
    {field_type::email, "false", R"("")"},
    {field_type::integer, "17", "17"},
    {field_type::integer, "-3", "-3"},
    {field_type::integer, R"("17")", "17"},
    {field_type::number_text, "3", R"("3")"},
    {field_type::number_text, R"("12")", R"("12")"},
    {field_type::number_text, R"("12")", R"("12")"},
    {field_type::number_text, "0", R"("0")"},
    {field_type::choice, R"("week")", R"("week")"},
    {field_type::color, R"("#9CBE1C")", R"("#9cbe1c")"},
    {field_type::color, R"("#9cbe1c")", R"("#9cbe1c")"},
    {field_type::color, R"("#FA0")", R"("#ffaa00")"},
    {field_type::section_id, "42", R"("42")"},
    {field_type::section_id, R"("42")", R"("42")"},
    {field_type::section_id, R"("42")", R"("42")"},
    {field_type::section_id, R"("9223372036854775807")", R"("9223372036854775807")"},
    {field_type::section_id, "false", "false"},
    {field_type::section_id, R"("false")", "false"},
    {field_type::section_id, R"("")", "false"},
    {field_type::section_id, "0", "false"},
    {field_type::section_id, R"("0")", "false"},
    {field_type::section_id, "null", "false"},
    {field_type::section_map, "{}", "{}"},
    {field_type::section_map, "[]", "{}"},
    {field_type::section_map,
     R"({"user17": 42, "group4": "7"})",
     R"({"user17": "42", "group4": "7"})"},
    {field_type::id_list, "[5, 7]", "[5, 7]"},
    {field_type::id_list, R"(["5", 7, 5])", "[5, 7]"},
    {field_type::id_list, "[]", "[]"},
    {field_type::object, R"({"a": [1, {"b": null}]})", R"({"a": [1, {"b": null}]})"},
    {field_type::object, "[]", "[]"},
    {field_type::reminders,
     R"({"fullDay": [], "withTime": [{"type": "min", "count": 15}]})",
     R"({"fullDay": [], "withTime": [{"type": "min", "count": 15}]})"},
    {field_type::reminders,
     R"({"withTime": {"type": "hour", "count": "2"}})",
     R"({"fullDay": [], "withTime": [{"type": "hour", "count": 2}]})"},
    {field_type::reminders,
     R"({"fullDay": {"type": "daybefore", "before": 0, "time": 480},
         "withTime": {"type": "min", "count": 15}})",
     R"({"fullDay": [{"type": "daybefore", "before": 0, "time": 480}],
         "withTime": [{"type": "min", "count": 15}]})"},
};

struct refused {
    field_type type;
    std::string_view given;
    std::string_view message;
    std::string_view hint;
};

constexpr std::string_view absent = "leave the key out to leave the setting as it is";
constexpr std::string_view item_form =
    "a reminder is { type: min|hour|day, count: 15 } or { type: daybefore, before: 0, time: 480 }";
constexpr std::string_view map_form = "write it as in { user17: 42, group4: 7 }";
constexpr std::string_view color_hint = "in quotes: # begins a comment in YAML";
constexpr std::string_view quote_hint = "put it in quotes if it is meant as text";

const refused refused_values[] = {
    {field_type::boolean, R"("Y")", "expected true or false, got 'Y'", "write true"},
    {field_type::boolean, R"("no")", "expected true or false, got 'no'", "write false"},
    {field_type::boolean, "1", "expected true or false, got the number 1", "write true"},
    {field_type::boolean, "0", "expected true or false, got the number 0", "write false"},
    {field_type::integer, R"("0015")", "expected a whole number, got '0015'", "write 15"},
    {field_type::number_text, R"("012")", "expected a whole number from 0, got '012'", "write 12"},
    {field_type::section_id,
     R"("0042")",
     "expected the id of a calendar, or false for none, got '0042'",
     "write 42"},
    {field_type::boolean, R"("maybe")", "expected true or false, got 'maybe'", ""},
    {field_type::boolean, "null", "expected true or false, got nothing", absent},
    {field_type::yes_no,
     R"("y")",
     "expected Y or N (true and false are taken too), got 'y'",
     "write Y"},
    {field_type::yes_no,
     R"("yes")",
     "expected Y or N (true and false are taken too), got 'yes'",
     "write Y"},
    {field_type::yes_no,
     R"("No")",
     "expected Y or N (true and false are taken too), got 'No'",
     "write N"},
    {field_type::yes_no,
     "1",
     "expected Y or N (true and false are taken too), got the number 1",
     "write Y"},
    {field_type::yes_no,
     R"("true")",
     "expected Y or N (true and false are taken too), got 'true'",
     "write Y"},
    {field_type::yes_no,
     "[]",
     "expected Y or N (true and false are taken too), got an empty list",
     ""},
    {field_type::text, "2026", "expected text, got the number 2026", quote_hint},
    {field_type::text, "true", "expected text, got true", quote_hint},
    {field_type::text, "1.5", "expected text, got the number 1.5E0", quote_hint},
    {field_type::text, "null", "expected text, got nothing", absent},
    {field_type::text, R"({"a": 1})", "expected text, got a mapping", ""},
    {field_type::email,
     R"("nobody")",
     R"(expected an e-mail address, or "" for none, got 'nobody')",
     ""},
    {field_type::email,
     R"("a@b@c")",
     R"(expected an e-mail address, or "" for none, got 'a@b@c')",
     ""},
    {field_type::email,
     R"("a b@c.de")",
     R"(expected an e-mail address, or "" for none, got 'a b@c.de')",
     ""},
    {field_type::email,
     R"("@c.de")",
     R"(expected an e-mail address, or "" for none, got '@c.de')",
     ""},
    {field_type::email, R"("a@")", R"(expected an e-mail address, or "" for none, got 'a@')", ""},
    {field_type::email, "true", R"(expected an e-mail address, or "" for none, got true)", ""},
    {field_type::email, "null", R"(expected an e-mail address, or "" for none, got nothing)", absent
    },
    {field_type::integer, "1.5", "expected a whole number, got the number 1.5E0", ""},
    {field_type::integer, R"("1e3")", "expected a whole number, got '1e3'", ""},
    {field_type::integer, R"(" 1")", "expected a whole number, got ' 1'", ""},
    {field_type::integer, "true", "expected a whole number, got true", ""},
    {field_type::number_text, "-1", "expected a whole number from 0, got the number -1", ""},
    {field_type::number_text, R"("three")", "expected a whole number from 0, got 'three'", ""},
    {field_type::number_text, "false", "expected a whole number from 0, got false", ""},
    {field_type::choice,
     R"("Week")",
     "expected one of day, week, month, list, got 'Week'",
     "did you mean 'week'?"},
    {field_type::choice,
     R"("mounth")",
     "expected one of day, week, month, list, got 'mounth'",
     "did you mean 'month'?"},
    {field_type::choice, R"("agenda")", "expected one of day, week, month, list, got 'agenda'", ""},
    {field_type::choice, "7", "expected one of day, week, month, list, got the number 7", ""},
    {field_type::color, R"("red")", R"(expected a colour such as "#9cbe1c", got 'red')", color_hint
    },
    {field_type::color,
     R"("9cbe1c")",
     R"(expected a colour such as "#9cbe1c", got '9cbe1c')",
     color_hint},
    {field_type::color,
     R"("#9cbe1")",
     R"(expected a colour such as "#9cbe1c", got '#9cbe1')",
     color_hint},
    {field_type::color,
     R"("#9cbe1g")",
     R"(expected a colour such as "#9cbe1c", got '#9cbe1g')",
     color_hint},
    {field_type::color, "null", R"(expected a colour such as "#9cbe1c", got nothing)", color_hint},
    {field_type::section_id,
     "-4",
     "expected the id of a calendar, or false for none, got the number -4",
     ""},
    {field_type::section_id,
     R"("99999999999999999999")",
     "expected the id of a calendar, or false for none, got '99999999999999999999'",
     ""},
    {field_type::section_id,
     "1e30",
     "expected the id of a calendar, or false for none, got the number 1E30",
     ""},
    {field_type::section_id,
     "true",
     "expected the id of a calendar, or false for none, got true",
     ""},
    {field_type::section_id,
     R"("none")",
     "expected the id of a calendar, or false for none, got 'none'",
     ""},
    {field_type::section_map,
     R"("")",
     "expected a mapping such as { user17: 42, group4: 7 }, got ''",
     "{} is none"},
    {field_type::section_map,
     "false",
     "expected a mapping such as { user17: 42, group4: 7 }, got false",
     "{} is none"},
    {field_type::section_map,
     R"({"17": 42})",
     "expected user and an id, or group and an id, got '17'",
     map_form},
    {field_type::section_map,
     R"({"user017": 42})",
     "expected user and an id, or group and an id, got 'user017'",
     map_form},
    {field_type::section_map,
     R"({"user17": false})",
     "expected the id of a calendar for user17, got false",
     "leave the entry out for none"},
    {field_type::section_map,
     R"({"user17": -1})",
     "expected the id of a calendar, or false for none, got the number -1",
     ""},
    {field_type::reminders,
     R"("")",
     "expected reminders with fullDay, withTime or both, got ''",
     "write { withTime: [{ type: min, count: 15 }] }"},
    {field_type::reminders,
     "{}",
     "expected reminders with fullDay, withTime or both, got an empty mapping",
     "write { withTime: [{ type: min, count: 15 }] }"},
    {field_type::reminders,
     R"({"withtime": []})",
     "unknown key 'withtime' in reminders",
     "the keys are fullDay and withTime"},
    {field_type::reminders,
     R"({"withTime": [15]})",
     "expected a reminder, got the number 15",
     item_form},
    {field_type::reminders,
     R"({"withTime": [{"count": 15}]})",
     "a reminder needs a 'type'",
     item_form},
    {field_type::reminders,
     R"({"withTime": [{"type": "week", "count": 1}]})",
     "expected a reminder's type (min, hour, day or daybefore), got 'week'",
     item_form},
    {field_type::reminders,
     R"({"withTime": [{"type": "min"}]})",
     "a reminder of type 'min' needs 'count'",
     item_form},
    {field_type::reminders,
     R"({"withTime": [{"type": "min", "count": 0}]})",
     "'count' of a reminder is a whole number from 1 to 2147483647, got the number 0",
     item_form},
    {field_type::reminders,
     R"({"withTime": [{"type": "min", "count": 5, "before": 1}]})",
     "a reminder of type 'min' has no key 'before'",
     item_form},
    {field_type::reminders,
     R"({"fullDay": [{"type": "daybefore", "before": 0, "time": 1440}]})",
     "'time' of a reminder is a whole number from 0 to 1439, got the number 1440",
     item_form},
    {field_type::id_list, "5", "expected a list of ids, got the number 5", "write [5]"},
    {field_type::id_list, "[0]", "expected an id (a whole number from 1), got the number 0", ""},
    {field_type::id_list, R"(["sales"])", "expected an id (a whole number from 1), got 'sales'", ""
    },
    {field_type::object, "false", "expected a mapping or a list, got false", ""},
    {field_type::object, R"("")", "expected a mapping or a list, got ''", ""},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(normalise)

BOOST_AUTO_TEST_CASE(takes_a_value_into_its_normal_form) {
    for (const auto& row : accepted_values) {
        BOOST_TEST_CONTEXT(catalog::to_string(row.type) << " " << row.given) {
            const auto made = catalog::normalise(field_of(row.type), json(row.given));
            BOOST_REQUIRE(made.has_value());
            BOOST_TEST(*made == json(row.normal));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_normal_form_is_its_own_normal_form) {
    for (const auto& row : accepted_values) {
        BOOST_TEST_CONTEXT(catalog::to_string(row.type) << " " << row.normal) {
            const auto again = catalog::normalise(field_of(row.type), json(row.normal));
            BOOST_REQUIRE(again.has_value());
            BOOST_TEST(*again == json(row.normal));
        }
    }
}

BOOST_AUTO_TEST_CASE(refuses_what_the_portal_would_take_without_a_word) {
    for (const auto& row : refused_values) {
        BOOST_TEST_CONTEXT(catalog::to_string(row.type) << " " << row.given) {
            const auto made = catalog::normalise(field_of(row.type), json(row.given));
            BOOST_REQUIRE(!made.has_value());
            BOOST_TEST(made.error().message == row.message);
            BOOST_TEST(made.error().hint == row.hint);
        }
    }
}

BOOST_AUTO_TEST_CASE(every_type_stands_in_both_tables) {
    for (const auto& each : catalog::field_type_words) {
        const auto is_this = [&](const auto& row) { return row.type == each.meaning; };
        BOOST_TEST(std::ranges::any_of(accepted_values, is_this), each.text);
        BOOST_TEST(std::ranges::any_of(refused_values, is_this), each.text);
    }
}

BOOST_AUTO_TEST_CASE(an_empty_text_may_be_refused) {
    auto name = field_of(field_type::text);
    name.when_empty = catalog::emptiness::refused;
    BOOST_TEST(!catalog::normalise(name, "").has_value());
    BOOST_TEST(catalog::normalise(name, " ").has_value());
}

// A name that came back changed would never be found again, and made anew by every run.
BOOST_AUTO_TEST_CASE(what_items_are_found_by_has_to_come_back_as_it_was_sent) {
    const auto& name = reading::built_in_field("calendar.section", "name");
    for (const auto& good :
         {std::string("Meetings"), std::string("Встречи #1"), std::string(255, 'x')}) {
        BOOST_TEST(catalog::normalise(name, model::value(good)).has_value(), good);
    }
    for (const auto& bad :
         {std::string(),
          std::string(" a"),
          std::string("a "),
          std::string("a\nb"),
          std::string(256, 'x')}) {
        BOOST_TEST(!catalog::normalise(name, model::value(bad)).has_value(), bad);
    }
    BOOST_TEST(
        catalog::normalise(name, "a ").error().message ==
        "expected one line of text, of at most 255 bytes and without blanks at its ends, got 'a '"
    );
}

BOOST_AUTO_TEST_CASE(an_empty_choice_is_shown_as_one) {
    const auto& gender = reading::built_in_field("user", "PERSONAL_GENDER");
    BOOST_TEST(catalog::normalise(gender, "").has_value());
    BOOST_TEST(
        catalog::normalise(gender, "X").error().message == "expected one of M, F, \"\", got 'X'"
    );
}

// The portal replaces the whole map, so the other half cannot be left alone.
BOOST_AUTO_TEST_CASE(a_half_of_the_reminders_that_is_left_out_is_the_portals_default) {
    const auto& reminders = reading::built_in_field("calendar.user.settings", "defaultReminders");
    const auto made =
        catalog::normalise(reminders, json(R"({"withTime": [{"type": "min", "count": 5}]})"));
    BOOST_REQUIRE(made.has_value());
    BOOST_TEST(*made == json(R"({"fullDay": [{"type": "daybefore", "before": 0, "time": 480}],
                                 "withTime": [{"type": "min", "count": 5}]})"));
}

BOOST_AUTO_TEST_CASE(a_message_shows_no_webhook_code_and_no_long_text) {
    const auto number = field_of(field_type::integer);
    const auto code = catalog::normalise(number, "https://acme.example/rest/17/abcdef123/");
    BOOST_REQUIRE(!code.has_value());
    BOOST_TEST(!code.error().message.contains("abcdef123"));
    const auto lengthy = catalog::normalise(number, model::value(std::string(5000, 'x')));
    BOOST_REQUIRE(!lengthy.has_value());
    BOOST_TEST(lengthy.error().message.size() < 120U);
}

// Somebody has to sign in with it.
BOOST_AUTO_TEST_CASE(an_address_that_is_needed_is_not_emptied) {
    const auto& address = reading::built_in_field("user", "EMAIL");
    for (const model::value& none : {model::value(""), model::value(false)}) {
        const auto normal = catalog::normalise(address, none);
        BOOST_REQUIRE(!normal.has_value());
        BOOST_TEST(normal.error().message == "expected an e-mail address, got none");
    }
    BOOST_TEST(catalog::normalise(address, "a@b.de").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
