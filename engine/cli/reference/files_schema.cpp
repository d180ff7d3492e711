#include "cli/reference/schema_parts.hpp"

#include <utility>

namespace cli {

namespace {

using enum schema_key::need;

model::object user_schema() {
    const model::object id = any_of(
        model::array{
            model::object{{"type", "integer"}, {"minimum", 1}},
            model::object{{"type", "string"}, {"pattern", "^[1-9][0-9]*$"}},
        },
        "The user's number on the portal"
    );
    return {
        {"type", "object"},
        {"properties",
         {{"id", id},
          {"user_id", id},
          {"email", {{"type", model::array{"string", "null"}}}},
          {"active",
           {{"description", "true or false, Y or N, 1 or 0; left out: true"},
            {"anyOf",
             model::array{
                 model::object{{"type", "boolean"}},
                 model::object{{"enum", model::array{0, 1}}},
                 model::object{
                     {"type", "string"},
                     {"pattern", "^([Yy]|[Nn]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[01])$"}
                 },
             }}}}}},
        {"anyOf",
         model::array{
             model::object{{"required", model::array{"id"}}},
             model::object{{"required", model::array{"user_id"}}},
             model::object{{"required", model::array{"email"}}},
         }},
        {"description", "One user; every other key is an attribute for the policies"},
    };
}

model::object group_schema() {
    return closed_mapping({
        {"members", {{"type", "array"}, {"description", "Users by id or email"}}},
        {"match", {{"description", "Whoever has these attributes"}}},
        {"children", list_schema(text_schema(), "Groups whose users belong to it as well")},
        {"vars", {{"type", "object"}, {"description", "Attributes of everybody in it"}}},
    });
}

}  // namespace

model::object roster_schema() {
    auto keys = head_keys("Roster");
    keys.push_back({"users", list_schema(reference_to("user"), "The users")});
    keys.push_back(
        {"groups",
         {{"type", "object"},
          {"description", "Groups by their names"},
          {"additionalProperties", group_schema()}}}
    );
    auto file = closed_mapping(keys);
    file["anyOf"] = model::array{
        model::object{{"required", model::array{"users"}}},
        model::object{{"required", model::array{"groups"}}},
    };
    return {
        {"definitions", {{"user", user_schema()}}},
        {"anyOf", model::array{std::move(file), list_schema(reference_to("user"))}},
    };
}

model::object exceptions_schema() {
    auto until = text_schema("The last day, such as 2026-12-31; afterwards every plan warns");
    until["pattern"] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
    const auto entry = closed_mapping({
        {"user",
         any_of(
             model::array{
                 model::object{{"type", "integer"}, {"minimum", 1}},
                 model::object{{"type", "string"}, {"minLength", 1}},
             },
             "The user's id or email"
         ),
         required},
        {"key",
         text_schema("What may differ: the resource and the key, such as "
                     "calendar.user.settings.view"),
         required},
        {"accepted", {{"description", "The value that is accepted"}}, required},
        {"reason", text_schema("Why"), required},
        {"owner", text_schema("Who answers for it"), required},
        {"until", std::move(until), required},
    });
    auto keys = head_keys("Exceptions");
    keys.push_back({"exceptions", list_schema(entry, "Accepted deviations"), required});
    return closed_mapping(keys);
}

model::object mapping_schema() {
    constexpr std::string_view user = "^([1-9][0-9]*|[^\\s@\"'<>]+@[^\\s\"'<>]+)$";
    constexpr std::string_view number = "^[1-9][0-9]*$";
    const auto table = [](std::string_view keys, model::object values, std::string_view says) {
        return model::object{
            {"type", "object"},
            {"description", says},
            {"propertyNames", {{"pattern", keys}}},
            {"additionalProperties", std::move(values)},
        };
    };
    const model::object id{{"type", "integer"}, {"minimum", 1}};
    auto name = text_schema();
    name["minLength"] = 1;
    auto whom = text_schema();
    whom["pattern"] = "^(stays|[1-9][0-9]*|[^\\s@\"'<>]+@[^\\s\"'<>]+)$";
    auto keys = head_keys("Mapping");
    keys.push_back(
        {"users",
         table(
             user,
             any_of(model::array{id, std::move(whom)}),
             "Id or e-mail on the old portal: id or e-mail on the new one, or stays"
         )}
    );
    keys.push_back(
        {"calendars", table(".", std::move(name), "The name of a calendar: the one that it gets")}
    );
    keys.push_back(
        {"sections", table(number, id, "The id of a calendar that is nobody's own: its id there")}
    );
    keys.push_back({"groups", table(number, id, "The id of a group: its id there")});
    return closed_mapping(keys);
}

}  // namespace cli
