#include "catalog/values.hpp"
#include "catalog/vocabulary.hpp"
#include "unit/catalog/reading.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string_view>

using catalog::field_type;
using reading::json;

namespace {

enum class verdict { same, different };

struct comparison {
    field_type type;
    std::string_view wanted;
    std::string_view seen;
    verdict expected;
};

const comparison comparisons[] = {
    {field_type::boolean, "true", "true", verdict::same},
    {field_type::boolean, "true", "1", verdict::same},
    {field_type::boolean, "true", R"("1")", verdict::same},
    {field_type::boolean, "true", R"("Y")", verdict::same},
    {field_type::boolean, "true", R"("false")", verdict::same},
    {field_type::boolean, "true", "false", verdict::different},
    {field_type::boolean, "false", "false", verdict::same},
    {field_type::boolean, "false", "0", verdict::same},
    {field_type::boolean, "false", R"("0")", verdict::same},
    {field_type::boolean, "false", R"("")", verdict::same},
    {field_type::boolean, "false", "null", verdict::same},
    {field_type::boolean, "false", "[]", verdict::same},
    {field_type::boolean, "false", R"("false")", verdict::different},
    {field_type::boolean, "false", R"("N")", verdict::different},
    {field_type::yes_no, R"("Y")", R"("Y")", verdict::same},
    {field_type::yes_no, R"("Y")", R"("N")", verdict::different},
    {field_type::yes_no, R"("Y")", R"("y")", verdict::different},
    {field_type::yes_no, R"("Y")", "true", verdict::different},
    {field_type::yes_no, R"("N")", "false", verdict::different},
    {field_type::yes_no, R"("N")", "null", verdict::different},
    {field_type::text, R"("a")", R"("a")", verdict::same},
    {field_type::text, R"("a")", R"("A")", verdict::different},
    {field_type::text, R"("")", "null", verdict::same},
    {field_type::text, R"("")", "false", verdict::same},
    {field_type::text, R"("")", R"("a")", verdict::different},
    {field_type::text, R"("0")", "false", verdict::different},
    {field_type::email, R"("")", "false", verdict::same},
    {field_type::email, R"("")", R"("")", verdict::same},
    {field_type::email, R"("a@b.de")", R"("a@b.de")", verdict::same},
    {field_type::email, R"("a@b.de")", "false", verdict::different},
    {field_type::integer, "3", "3", verdict::same},
    {field_type::integer, "3", R"("3")", verdict::same},
    {field_type::integer, "3", "4", verdict::different},
    {field_type::integer, "0", "false", verdict::different},
    {field_type::number_text, R"("3")", "3", verdict::same},
    {field_type::number_text, R"("3")", R"("3")", verdict::same},
    {field_type::number_text, R"("3")", "12", verdict::different},
    {field_type::number_text, R"("3")", "null", verdict::different},
    {field_type::choice, R"("week")", R"("week")", verdict::same},
    {field_type::choice, R"("week")", R"("month")", verdict::different},
    {field_type::choice, R"("week")", "false", verdict::different},
    {field_type::color, R"("#9cbe1c")", R"("#9CBE1C")", verdict::same},
    {field_type::color, R"("#9cbe1c")", R"("#9cbe1d")", verdict::different},
    {field_type::color, R"("#9cbe1c")", R"("")", verdict::different},
    {field_type::color, R"("#9cbe1c")", "null", verdict::different},
    {field_type::section_id, R"("42")", R"("42")", verdict::same},
    {field_type::section_id, R"("42")", "42", verdict::same},
    {field_type::section_id, R"("42")", "false", verdict::different},
    {field_type::section_id, R"("42")", R"("4")", verdict::different},
    {field_type::section_id, "false", "false", verdict::same},
    {field_type::section_id, "false", R"("false")", verdict::same},
    {field_type::section_id, "false", R"("")", verdict::same},
    {field_type::section_id, "false", "0", verdict::same},
    {field_type::section_id, "false", R"("0")", verdict::same},
    {field_type::section_id, "false", "null", verdict::same},
    {field_type::section_id, "false", R"("42")", verdict::different},
    {field_type::section_map, "{}", "[]", verdict::same},
    {field_type::section_map, "{}", "{}", verdict::same},
    {field_type::section_map, "{}", "null", verdict::same},
    {field_type::section_map, "{}", R"({"user1": "2"})", verdict::different},
    {field_type::section_map, R"({"user1": "2"})", R"({"user1": 2})", verdict::same},
    {field_type::section_map,
     R"({"user1": "2", "group3": "4"})",
     R"({"group3": "4", "user1": "2"})",
     verdict::same},
    {field_type::section_map, R"({"user1": "2"})", R"({"user1": "3"})", verdict::different},
    {field_type::section_map, R"({"user1": "2"})", R"({"user2": "2"})", verdict::different},
    {field_type::section_map, R"({"user1": "2"})", "[]", verdict::different},
    {field_type::section_map,
     R"({"user1": "2"})",
     R"({"user1": "2", "user3": "4"})",
     verdict::different},
    {field_type::reminders,
     R"({"fullDay": [{"type": "daybefore", "before": 0, "time": 480}],
         "withTime": [{"type": "min", "count": 15}]})",
     R"({"fullDay": {"type": "daybefore", "before": 0, "time": 480},
         "withTime": {"type": "min", "count": 15}})",
     verdict::same},
    {field_type::reminders,
     R"({"fullDay": [], "withTime": [{"type": "min", "count": 15}]})",
     R"({"withTime": [{"count": "15", "type": "min"}], "fullDay": []})",
     verdict::same},
    {field_type::reminders,
     R"({"fullDay": [], "withTime": [{"type": "min", "count": 15}]})",
     R"({"withTime": [{"type": "min", "count": 15}]})",
     verdict::same},
    {field_type::reminders,
     R"({"fullDay": [], "withTime": [{"type": "min", "count": 15}]})",
     R"({"fullDay": [], "withTime": [{"type": "hour", "count": 15}]})",
     verdict::different},
    {field_type::reminders,
     R"({"fullDay": [], "withTime": [{"type": "min", "count": 15}]})",
     R"({"fullDay": [], "withTime": [{"type": "min", "count": 20}]})",
     verdict::different},
    {field_type::reminders,
     R"({"fullDay": [], "withTime": []})",
     R"({"fullDay": {"type": "daybefore", "before": 0, "time": 480}, "withTime": []})",
     verdict::different},
    {field_type::reminders, R"({"fullDay": [], "withTime": []})", "false", verdict::different},
    {field_type::id_list, "[5, 7]", "[7, 5]", verdict::same},
    {field_type::id_list, "[5, 7]", R"(["5", "7"])", verdict::same},
    {field_type::id_list, "[]", "false", verdict::same},
    {field_type::id_list, "[]", "[]", verdict::same},
    {field_type::id_list, "[5]", "[]", verdict::different},
    {field_type::id_list, "[5]", "[5, 7]", verdict::different},
    {field_type::id_list, "[5]", R"(["a"])", verdict::different},
    {field_type::object, R"({"a": 1})", R"({"a": "1"})", verdict::same},
    {field_type::object, R"({"a": true})", R"({"a": "1"})", verdict::same},
    {field_type::object, R"({"a": false})", R"({"a": "0"})", verdict::same},
    {field_type::object, R"({"a": {}})", R"({"a": []})", verdict::same},
    {field_type::object, R"({"a": 1, "b": 2})", R"({"b": 2, "a": 1})", verdict::same},
    {field_type::object, R"({"a": 1})", R"({"a": 1, "b": 2})", verdict::different},
    {field_type::object, R"([1, "x"])", R"(["1", "x"])", verdict::same},
    {field_type::object, R"([1, 2])", R"([2, 1])", verdict::different},
    {field_type::object, R"({"a": "x"})", R"({"a": "X"})", verdict::different},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(same)

BOOST_AUTO_TEST_CASE(compares_as_the_portal_means_it) {
    for (const auto& row : comparisons) {
        catalog::field which;
        which.type = row.type;
        BOOST_TEST_CONTEXT(
            catalog::to_string(row.type) << " wanted " << row.wanted << " seen " << row.seen
        ) {
            const auto same = catalog::same(which, json(row.wanted), json(row.seen));
            BOOST_TEST(same == (row.expected == verdict::same));
        }
    }
}

BOOST_AUTO_TEST_CASE(every_type_has_a_row_of_either_kind) {
    for (const auto& each : catalog::field_type_words) {
        for (const auto expected : {verdict::same, verdict::different}) {
            BOOST_TEST(
                std::ranges::any_of(
                    comparisons,
                    [&](const auto& row) {
                        return row.type == each.meaning && row.expected == expected;
                    }
                ),
                each.text
            );
        }
    }
}

// ACTIVE is written as text and read as a boolean.
BOOST_AUTO_TEST_CASE(a_yes_or_no_may_be_answered_as_a_boolean) {
    const auto& active = reading::built_in_field("user", "ACTIVE");
    BOOST_TEST(catalog::same(active, "Y", true));
    BOOST_TEST(catalog::same(active, "N", false));
    BOOST_TEST(!catalog::same(active, "Y", false));
    BOOST_TEST(!catalog::same(active, "N", true));
    BOOST_TEST(catalog::same(active, "Y", "Y"));
}

BOOST_AUTO_TEST_CASE(two_answers_are_alike_whatever_they_are) {
    struct row {
        std::string_view key;
        std::string_view one;
        std::string_view other;
        verdict expected;
    };
    const row rows[] = {
        {"syncPeriodPast", "3", R"("3")", verdict::same},
        {"syncPeriodPast", R"("x")", R"("x")", verdict::same},
        {"syncPeriodPast", R"("x")", R"("3")", verdict::different},
        {"meetSection", "false", R"("false")", verdict::same},
        {"meetSection", R"("false")", "0", verdict::same},
        {"showDeclined", "null", "null", verdict::same},
        {"sendFromEmail", "false", R"("")", verdict::same},
        {"view", R"("fortnight")", R"("week")", verdict::different},
        {"defaultSections", "[]", "{}", verdict::same},
        {"defaultReminders",
         R"({"fullDay": [], "withTime": {"type": "min", "count": 15}})",
         R"({"fullDay": [], "withTime": [{"type": "min", "count": "15"}]})",
         verdict::same},
    };
    for (const auto& row : rows) {
        BOOST_TEST_CONTEXT(row.key << " " << row.one << " " << row.other) {
            const auto& which = reading::built_in_field("calendar.user.settings", row.key);
            const bool alike = catalog::alike(which, json(row.one), json(row.other));
            BOOST_TEST(alike == (row.expected == verdict::same));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
