#include "catalog/check.hpp"
#include "cli/reference/field_form.hpp"
#include "cli/reference/schema_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace cli {

namespace {

using enum schema_key::need;

model::object texts_like(std::string_view pattern) {
    return {{"type", "string"}, {"pattern", pattern}};
}

model::object half_of_reminders() {
    return {{"type", model::array{"array", "object"}}};
}

// The forms of a constant value.
model::array constants_of(const catalog::field& which) {
    using enum catalog::field_type;
    const model::object number{{"type", "integer"}};
    switch (which.type) {
        case boolean:
            return {flag_schema()};
        case yes_no:
            return {model::object{{"enum", model::array{"Y", "N", true, false}}}};
        case text: {
            auto made = text_schema();
            if (which.when_empty == catalog::emptiness::refused) made["minLength"] = 1;
            return {std::move(made)};
        }
        case email:
            if (which.when_empty == catalog::emptiness::refused)
                return {model::object{{"type", "string"}, {"minLength", 1}}};
            return {text_schema(), model::object{{"const", false}}};
        case integer:
            return {number, texts_like("^-?[0-9]+$")};
        case number_text:
            return {model::object{{"type", "integer"}, {"minimum", 0}}, texts_like("^[0-9]+$")};
        case choice:
            return {words_schema(which.allowed)};
        case color:
            return {texts_like("^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$")};
        case section_id:
            return {
                model::object{{"type", "integer"}, {"minimum", 0}},
                texts_like("^([0-9]*|false)$"),
                model::object{{"const", false}}
            };
        case section_map:
            return {
                model::object{
                    {"type", "object"},
                    {"propertyNames", {{"pattern", "^(user|group)[1-9][0-9]*$"}}}
                },
                model::object{{"type", "array"}, {"maxItems", 0}}
            };
        case reminders:
            return {closed_mapping(
                {{"fullDay", half_of_reminders()}, {"withTime", half_of_reminders()}}
            )};
        case id_list:
            return {list_schema(any_of(model::array{
                model::object{{"type", "integer"}, {"minimum", 1}},
                model::object{{"type", "string"}}
            }))};
        case object:
            return {model::object{{"type", model::array{"object", "array"}}}};
    }
    return {};
}

// A constant, a placeholder, or (null, as a reader without our tags sees it) `!default`.
model::object value_schema(const catalog::field& which) {
    auto forms = constants_of(which);
    forms.push_back(reference_to("placeholder"));
    if (which.portal_default) forms.push_back(model::object{{"type", "null"}});
    auto description = which.description;
    const auto add = [&](std::string_view text) {
        if (!description.empty()) description += ' ';
        description += text;
    };
    add(fmt::format("Write {}.", what_to_write(which.type)));
    if (!which.caution.empty()) add(fmt::format("Think twice: {}.", which.caution));
    return any_of(std::move(forms), description);
}

model::object keys_schema(const std::vector<catalog::field>& fields, std::string_view description) {
    std::vector<schema_key> keys;
    for (const auto& each : fields) {
        if (each.may == catalog::access::read_only) continue;
        keys.push_back({each.name, value_schema(each), each.required ? required : optional});
    }
    auto made = closed_mapping(keys);
    made["description"] = description;
    return made;
}

// What stands beside `ensure: NAME` or `call: NAME`.
model::object when_named(
    std::string_view verb,
    const std::string& name,
    const std::vector<catalog::field>& fields,
    std::string_view description
) {
    auto keys = keys_schema(fields, description);
    const bool needed = verb == "ensure" || keys.contains("required");
    model::object then{{"properties", {{"with", std::move(keys)}}}};
    if (needed) then["required"] = model::array{"with"};
    return {
        {"if", {{"properties", {{verb, {{"const", name}}}}}, {"required", model::array{verb}}}},
        {"then", std::move(then)},
    };
}

// A method that writes settings takes whatever it is given, so `ensure` is the way to it.
bool writes_unchecked(const catalog::definitions& all, const std::string& name) {
    return std::ranges::any_of(all.resources(), [&](const auto& entry) {
        const auto& what = entry.second;
        return what.kind == model::step_kind::settings && what.write.method == name &&
               !what.write.values_under.empty();
    });
}

model::object step_schema(const catalog::definitions& all) {
    std::vector<std::string> resources;
    std::vector<std::string> methods;
    model::array conditions;
    for (const auto& [name, what] : all.resources()) {
        resources.push_back(name);
        conditions.push_back(when_named("ensure", name, what.fields, what.description));
    }
    for (const auto& [name, what] : all.methods()) {
        if (catalog::unsupported(what) || writes_unchecked(all, name)) continue;
        methods.push_back(name);
        conditions.push_back(when_named("call", name, what.parameters, what.description));
    }
    auto made = closed_mapping({
        {"ensure", words_schema(resources, "A resource: what should be so")},
        {"call", words_schema(methods, "A method: what should be done")},
        {"id",
         {{"type", "string"},
          {"pattern", "^[A-Za-z_][A-Za-z0-9_-]*$"},
          {"description", "A name for later steps: ${steps.NAME.id}"}}},
        {"as", words_schema({"user", "admin"}, "Whose credential")},
        {"once", flag_schema("Of a call: true is once per user, recorded in the journal")},
        {"with", {{"type", "object"}}},
        {"severity",
         {{"type", "object"},
          {"description", "How bad it is when a key differs"},
          {"additionalProperties", words_schema({"info", "warning", "critical"})}}},
        {"why",
         {{"type", "object"},
          {"description", "Why a key is as it is"},
          {"additionalProperties", {{"type", "string"}}}}},
    });
    made["oneOf"] = model::array{
        model::object{{"required", model::array{"ensure"}}},
        model::object{{"required", model::array{"call"}}}
    };
    made["allOf"] = std::move(conditions);
    return made;
}

model::object match_schema() {
    const auto one = reference_to("match");
    const model::object many{{"type", "array"}, {"minItems", 1}, {"items", one}};
    const model::object value{{"type", model::array{"string", "number", "boolean"}}};
    return {
        {"type", "object"},
        {"minProperties", 1},
        {"properties", {{"not", any_of(model::array{one, many})}, {"any", many}, {"all", many}}},
        {"additionalProperties",
         any_of(model::array{
             value, model::object{{"type", "array"}, {"minItems", 1}, {"items", value}}
         })},
    };
}

model::object described_match() {
    return {
        {"allOf", model::array{reference_to("match")}},
        {"description", "Who is meant, by attribute: a value, a list of values, a pattern"},
    };
}

model::object metadata_schema() {
    return closed_mapping({
        {"name", {{"type", "string"}, {"pattern", "^[A-Za-z0-9_][A-Za-z0-9._-]*$"}}, required},
        {"tags", list_schema(text_schema())},
        {"owner", text_schema("Who answers for it")},
        {"description", text_schema()},
    });
}

model::object spec_schema() {
    auto made = closed_mapping({
        {"extends", text_schema("The name of one parent, whose steps and variables it takes over")},
        {"abstract", flag_schema("For nobody itself: it is there to be extended")},
        {"match", described_match()},
        {"when", text_schema("An expression: user.position != \"intern\"")},
        {"priority", {{"type", "integer"}, {"description", "The higher one wins, key by key"}}},
        {"weight",
         count_schema(
             1, 1000, "Its share of the requests beside other policies on a portal (default: 1)"
         )},
        {"throttle",
         count_schema(1, 100'000, "How many of its users may be under way at once (default: any)")},
        {"vars", {{"type", "object"}, {"description", "Values with a name: ${vars.NAME}"}}},
        {"steps", {{"type", "array"}, {"minItems", 1}, {"items", reference_to("step")}}},
    });
    made["anyOf"] = model::array{
        model::object{{"required", model::array{"steps"}}},
        model::object{{"required", model::array{"extends"}}}
    };
    return made;
}

// What is expected of it is a matter of the policy's own steps, so only its frame is told here.
model::object test_schema() {
    return closed_mapping({
        {"name", text_schema("What it shows"), required},
        {"user", {{"type", "object"}, {"description", "The user's attributes"}}, required},
        {"expect", {{"description", "The values that the user gets"}}},
        {"expect_error", text_schema("What the message holds")},
        {"expect_no_match", flag_schema("The policy is not for this user")},
    });
}

}  // namespace

model::object policy_schema(const catalog::definitions& all) {
    auto keys = head_keys("Policy");
    keys.push_back({"metadata", metadata_schema(), required});
    keys.push_back({"spec", spec_schema(), required});
    keys.push_back({"tests", list_schema(test_schema(), "Who gets what; muster validate runs them")}
    );
    auto made = closed_mapping(keys);
    made["definitions"] = {
        {"placeholder", texts_like("\\$\\{")},
        {"match", match_schema()},
        {"step", step_schema(all)},
    };
    return made;
}

}  // namespace cli
