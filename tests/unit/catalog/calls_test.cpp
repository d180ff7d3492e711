#include "catalog/calls.hpp"

#include "unit/catalog/reading.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using reading::built_in_resource;
using reading::json;

namespace {

model::user user_17() {
    model::user who;
    who.id = model::user_id(17);
    who.email = "anna@acme.example";
    return who;
}

catalog::assignment to(std::string key, model::value wanted) {
    return {std::move(key), std::move(wanted)};
}

catalog::assignment to_result_of(std::string key, std::string command) {
    return {std::move(key), std::move(command)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(calls)

BOOST_AUTO_TEST_CASE(read_of_each_resource) {
    struct row {
        std::string_view resource;
        std::string_view method;
        std::string_view params;
    };
    const row rows[] = {
        {"calendar.user.settings", "calendar.user.settings.get", "{}"},
        {"calendar.section", "calendar.section.get", R"({"type": "user", "ownerId": 17})"},
        {"user", "user.get", R"({"FILTER": {"ID": 17}, "ADMIN_MODE": true})"},
    };
    for (const auto& row : rows) {
        const auto call = catalog::read_call(built_in_resource(row.resource), user_17());
        BOOST_TEST(call.method == row.method);
        BOOST_TEST(call.params == json(row.params).as_object());
        BOOST_TEST(call.references.empty());
    }
}

BOOST_AUTO_TEST_CASE(settings_are_written_under_their_parameter) {
    const auto call = catalog::write_call(
        built_in_resource("calendar.user.settings"),
        user_17(),
        nullptr,
        {to("view", "week"), to("showDeclined", false)}
    );
    BOOST_TEST(call.method == "calendar.user.settings.set");
    BOOST_TEST(
        call.params == json(R"({"settings": {"view": "week", "showDeclined": false}})").as_object()
    );
}

BOOST_AUTO_TEST_CASE(a_reference_keeps_its_place) {
    const auto call = catalog::write_call(
        built_in_resource("calendar.user.settings"),
        user_17(),
        nullptr,
        {to("view", "week"), to_result_of("meetSection", "c1")}
    );
    BOOST_TEST(call.params == json(R"({"settings": {"view": "week"}})").as_object());
    BOOST_REQUIRE(call.references.size() == 1U);
    const std::vector<std::string> path{"settings", "meetSection"};
    BOOST_TEST(call.references[0].path == path, boost::test_tools::per_element());
    BOOST_TEST(call.references[0].key == "c1");
}

BOOST_AUTO_TEST_CASE(a_reference_alone_leaves_no_empty_mapping_behind) {
    const auto call = catalog::write_call(
        built_in_resource("calendar.user.settings"),
        user_17(),
        nullptr,
        {to_result_of("meetSection", "c1")}
    );
    BOOST_TEST(call.params.empty());
    BOOST_TEST(call.references.size() == 1U);
    BOOST_TEST(catalog::batch_form(catalog::definitions::built_in(), call).has_value());
}

BOOST_AUTO_TEST_CASE(an_item_is_updated_by_its_id_and_created_without) {
    const auto& section = built_in_resource("calendar.section");
    const std::vector<catalog::assignment> values{to("color", "#9cbe1c")};
    const auto update = catalog::write_call(
        section, user_17(), json(R"({"ID": "42", "NAME": "Meetings"})"), values
    );
    BOOST_TEST(update.method == "calendar.section.update");
    BOOST_TEST(
        update.params ==
        json(R"({"type": "user", "ownerId": 17, "id": "42", "color": "#9cbe1c"})").as_object()
    );
    const auto create =
        catalog::create_call(section, user_17(), {to("name", "Meetings"), to("color", "#9cbe1c")});
    BOOST_TEST(create.method == "calendar.section.add");
    BOOST_TEST(
        create.params ==
        json(R"({"type": "user", "ownerId": 17, "name": "Meetings", "color": "#9cbe1c"})")
            .as_object()
    );
}

BOOST_AUTO_TEST_CASE(a_users_record_is_written_flat_beside_the_id) {
    const auto call = catalog::write_call(
        built_in_resource("user"),
        user_17(),
        nullptr,
        {to("WORK_POSITION", "Buyer"), to("ACTIVE", "Y")}
    );
    BOOST_TEST(
        call.params == json(R"({"ID": 17, "WORK_POSITION": "Buyer", "ACTIVE": "Y"})").as_object()
    );
}

BOOST_AUTO_TEST_CASE(a_placeholder_within_a_text_is_written_into_it) {
    const auto all = reading::defined(R"(
apiVersion: muster/v1
kind: Catalog
methods:
  note.get:
    description: x
    scope: x
    acts_on: portal
    idempotent: true
    parameters: { path: { type: text }, deep: { type: object } }
resources:
  note:
    description: x
    kind: settings
    as: admin
    read:
      method: note.get
      params: { path: "/users/${user.id}/${user.email}", deep: { list: ["${user.id}", 1, "x"] } }
      pick: whole
    write: { method: note.get, values_under: deep }
    fields: { a: { type: text } }
)");
    const auto* note = all.find_resource("note");
    BOOST_REQUIRE(note != nullptr);
    BOOST_TEST(
        catalog::read_call(*note, user_17()).params ==
        json(R"({"path": "/users/17/anna@acme.example", "deep": {"list": [17, 1, "x"]}})")
            .as_object()
    );
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(answers)

BOOST_AUTO_TEST_CASE(settings_are_the_whole_answer) {
    const auto& settings = built_in_resource("calendar.user.settings");
    const auto read =
        catalog::read_from_answer(settings, json(R"({"view": "week"})"), std::nullopt);
    BOOST_REQUIRE(read.has_value());
    BOOST_REQUIRE(read->has_value());
    BOOST_TEST(**read == json(R"({"view": "week"})").as_object());
}

BOOST_AUTO_TEST_CASE(an_empty_list_is_phps_empty_mapping) {
    const auto& settings = built_in_resource("calendar.user.settings");
    const auto read = catalog::read_from_answer(settings, json("[]"), std::nullopt);
    BOOST_REQUIRE(read.has_value());
    BOOST_REQUIRE(read->has_value());
    BOOST_TEST((*read)->empty());
}

BOOST_AUTO_TEST_CASE(a_user_is_the_only_row) {
    const auto& user = built_in_resource("user");
    const auto one = catalog::read_from_answer(user, json(R"([{"ID": "17"}])"), std::nullopt);
    BOOST_REQUIRE(one.has_value());
    BOOST_REQUIRE(one->has_value());
    BOOST_TEST((*one)->at("ID") == "17");
    const auto none = catalog::read_from_answer(user, json("[]"), std::nullopt);
    BOOST_REQUIRE(none.has_value());
    BOOST_TEST(!none->has_value());
}

BOOST_AUTO_TEST_CASE(an_item_is_found_by_its_key_and_the_lowest_id_wins) {
    const auto& section = built_in_resource("calendar.section");
    const auto rows = json(R"([
        {"ID": "1", "NAME": "Other"},
        {"ID": "100", "NAME": "Meetings"},
        {"ID": "42", "NAME": "Meetings"},
        {"ID": "7", "NAME": "meetings"}])");
    const auto found = catalog::read_from_answer(section, rows, "Meetings");
    BOOST_REQUIRE(found.has_value());
    BOOST_REQUIRE(found->has_value());
    BOOST_TEST(catalog::item_id(section, **found).value_or("none") == "42");
    const auto none = catalog::read_from_answer(section, rows, "Absent");
    BOOST_REQUIRE(none.has_value());
    BOOST_TEST(!none->has_value());
}

BOOST_AUTO_TEST_CASE(rows_with_a_gap_in_their_numbers_are_still_rows) {
    const auto& section = built_in_resource("calendar.section");
    const auto found = catalog::read_from_answer(
        section, json(R"({"0": {"ID": "1", "NAME": "A"}, "2": {"ID": "3", "NAME": "B"}})"), "B"
    );
    BOOST_REQUIRE(found.has_value());
    BOOST_REQUIRE(found->has_value());
    BOOST_TEST((*found)->at("ID") == "3");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_said) {
    struct row {
        std::string_view resource;
        std::string_view answer;
        std::optional<std::string> key;
        std::string_view message;
    };
    const row rows[] = {
        {"calendar.user.settings",
         "true",
         std::nullopt,
         "calendar.user.settings: expected a mapping, the portal answered true"},
        {"calendar.user.settings",
         R"([{"view": "week"}])",
         std::nullopt,
         "calendar.user.settings: expected a mapping, the portal answered a list"},
        {"user",
         R"([{"ID": "1"}, {"ID": "2"}])",
         std::nullopt,
         "user: expected one row, the portal answered 2"},
        {"user",
         R"({"ID": "17"})",
         std::nullopt,
         "user: expected a list of rows, the portal answered a mapping"},
        {"calendar.section",
         "null",
         "A",
         "calendar.section: expected a list of rows, the portal answered nothing"},
        {"calendar.section",
         R"([3])",
         "A",
         "calendar.section: expected a list of rows, the portal answered the number 3"},
        {"calendar.section",
         R"([{"NAME": "A"}])",
         "A",
         "calendar.section: the item 'A' came without its ID"},
    };
    for (const auto& row : rows) {
        const auto read =
            catalog::read_from_answer(built_in_resource(row.resource), json(row.answer), row.key);
        BOOST_TEST_CONTEXT(row.resource << " " << row.answer) {
            BOOST_REQUIRE(!read.has_value());
            BOOST_TEST(read.error() == row.message);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_id_of_what_was_created_is_a_bare_number) {
    BOOST_TEST(catalog::created_id(42).value_or("none") == "42");
    BOOST_TEST(catalog::created_id("42").value_or("none") == "42");
    for (const auto* no_id : {"0", "-1", "true", "null", "[]", R"({"ID": 1})", R"("")", "1.5"}) {
        BOOST_TEST(!catalog::created_id(json(no_id)).has_value(), no_id);
    }
}

BOOST_AUTO_TEST_CASE(an_item_is_deleted_and_looked_into_by_its_id) {
    const auto& calendar = built_in_resource("calendar.section");
    const auto remove = catalog::remove_call(calendar, user_17(), "42");
    BOOST_TEST(remove.method == "calendar.section.delete");
    BOOST_TEST(remove.params == json(R"({"type": "user", "ownerId": 17, "id": "42"})").as_object());
    const auto contents = catalog::contents_call(calendar, user_17(), "42");
    BOOST_TEST(contents.method == "calendar.event.get");
    BOOST_TEST(contents.params.at("section") == json(R"(["42"])"));
    const auto& all = catalog::definitions::built_in();
    BOOST_TEST(catalog::batch_form(all, remove).has_value());
    BOOST_TEST(catalog::batch_form(all, contents).has_value());
}

BOOST_AUTO_TEST_CASE(an_item_is_found_by_its_id_as_well) {
    const auto& calendar = built_in_resource("calendar.section");
    const auto rows = json(R"([{"ID": "7", "NAME": "a"}, {"ID": 8, "NAME": "b"}])");
    const auto found = catalog::item_from_answer(calendar, rows, "8");
    BOOST_REQUIRE(found.has_value());
    BOOST_REQUIRE(found->has_value());
    BOOST_TEST((*found)->at("NAME") == json(R"("b")"));
    BOOST_TEST(!catalog::item_from_answer(calendar, rows, "9")->has_value());
    BOOST_TEST(!catalog::item_from_answer(calendar, json("true"), "8").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
