#include "catalog/vocabulary.hpp"
#include "cli/reference/schema_parts.hpp"

#include <utility>

namespace cli {

namespace {

using enum schema_key::need;

model::object fields_schema(std::string_view description) {
    return {
        {"type", "object"},
        {"description", description},
        {"additionalProperties", reference_to("field")},
    };
}

model::object field_schema() {
    auto made = closed_mapping({
        {"type", words_schema(texts_of(catalog::field_type_words)), required},
        {"access", words_schema(texts_of(catalog::access_words))},
        {"required", flag_schema("A policy has to give it")},
        {"description", text_schema("One sentence")},
        {"caution", text_schema("Why a policy should think twice")},
        {"reads_as", text_schema("Its name in the portal's answer, where that differs")},
        {"answered", words_schema(texts_of(catalog::answer_form_words))},
        {"empty", words_schema(texts_of(catalog::emptiness_words))},
        {"allowed",
         {{"type", "array"},
          {"items", {{"type", "string"}}},
          {"minItems", 1},
          {"description", "The values of a choice"}}},
        {"default", {{"description", "What the portal answers while it was never set"}}},
    });
    made["if"] = {{"properties", {{"type", {{"const", "choice"}}}}}};
    made["then"] = {{"required", model::array{"allowed"}}};
    made["else"] = {{"not", {{"required", model::array{"allowed"}}}}};
    return made;
}

model::object method_schema() {
    return closed_mapping({
        {"description", text_schema("What it does"), required},
        {"caution", text_schema("Why a policy should think twice")},
        {"version", {{"enum", model::array{2, 3}}, {"description", "Of REST (default: 2)"}}},
        {"scope", text_schema("What a credential must be allowed to do"), required},
        {"acts_on", words_schema(texts_of(catalog::acts_on_words), "Whom it changes"), required},
        {"in_batch", flag_schema("Whether the portal takes it in a batch (default: true)")},
        {"idempotent", flag_schema("Whether repeating it is harmless"), required},
        {"read_back", text_schema("The method that shows whether it took effect")},
        {"parameters", fields_schema("Every parameter that a policy may give")},
    });
}

std::vector<schema_key> call_keys() {
    return {
        {"method", text_schema("A method of this catalog"), required},
        {"params", {{"type", "object"}, {"description", "With ${user.id} and the like"}}},
    };
}

model::object reading_schema() {
    auto keys = call_keys();
    keys.push_back({"pick", words_schema(texts_of(catalog::pick_words)), required});
    return closed_mapping(keys);
}

model::object writing_schema() {
    auto keys = call_keys();
    keys.push_back({"values_under", text_schema("The parameter that holds the managed keys")});
    keys.push_back(
        {"keeps_types", flag_schema("Whether a value is stored with the type it is sent with")}
    );
    return closed_mapping(keys);
}

model::object plain_schema() {
    return closed_mapping(call_keys());
}

model::object resource_schema(std::string_view kind) {
    std::vector<schema_key> keys{
        {"description", text_schema("What it is"), required},
        {"kind", {{"const", kind}}, required},
        {"as", words_schema(texts_of(catalog::acts_as_words), "Whose credential"), required},
        {"read", reference_to("reading"), required},
        {"write", reference_to("writing"), required},
        {"fields", fields_schema("The keys that a policy may manage"), required},
    };
    if (kind == "collection") {
        keys.push_back({"key_field", text_schema("The field that items are found by"), required});
        keys.push_back({"id_field", text_schema("The item's id in the answer"), required});
        keys.push_back({"create", reference_to("writing"), required});
        keys.push_back({"delete", reference_to("plain")});
        keys.push_back({"contents", reference_to("plain")});
    }
    return closed_mapping(keys);
}

}  // namespace

model::object catalog_schema() {
    auto keys = head_keys("Catalog");
    keys.push_back(
        {"methods", {{"type", "object"}, {"additionalProperties", reference_to("method")}}}
    );
    keys.push_back(
        {"resources", {{"type", "object"}, {"additionalProperties", reference_to("resource")}}}
    );
    auto made = closed_mapping(keys);
    model::array kinds;
    for (const auto& each : catalog::kind_words) kinds.push_back(resource_schema(each.text));
    made["definitions"] = {
        {"field", field_schema()},
        {"method", method_schema()},
        {"reading", reading_schema()},
        {"writing", writing_schema()},
        {"plain", plain_schema()},
        {"resource", {{"oneOf", std::move(kinds)}}},
    };
    return made;
}

}  // namespace cli
