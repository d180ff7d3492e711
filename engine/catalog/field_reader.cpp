#include "catalog/definition_reader.hpp"
#include "catalog/fault.hpp"
#include "catalog/values.hpp"
#include "catalog/vocabulary.hpp"
#include "document/json_value.hpp"
#include "document/key_path.hpp"
#include "document/mapping_reader.hpp"

#include <fmt/format.h>

#include <utility>

namespace catalog {

namespace {

using document::mapping_reader;
using document::presence;

void read_allowed(mapping_reader& from, field& made) {
    auto allowed = from.texts("allowed", presence::optional);
    const bool written = from.has("allowed");
    if (made.type == field_type::choice && (!written || (allowed && allowed->empty()))) {
        from.refuse("allowed", "bad-value", "a choice needs its allowed values");
    }
    if (made.type != field_type::choice && written) {
        from.refuse("allowed", "bad-value", "only a choice has allowed values");
    }
    if (allowed) made.allowed = std::move(*allowed);
}

// A policy may write the default back (`!default`), so it has to be one of the field's values.
void read_default(mapping_reader& from, field& made) {
    const auto* written = from.value("default", presence::optional);
    if (written == nullptr) return;
    made.portal_default = document::to_json(*written);
    if (made.may == access::read_only) return;
    if (const auto normal = normalise(made, *made.portal_default); !normal) {
        from.refuse("default", "bad-value", normal.error().message, normal.error().hint);
    }
}

field read_field(
    const document::node& key,
    const document::node& value,
    const std::string& path,
    base::diagnostics& problems
) {
    field made;
    made.name = key.text;
    made.where = key.where;
    mapping_reader from(value, path, "catalog", problems);
    made.type = from.choice("type", field_type_words, presence::required).value_or(made.type);
    made.may = from.choice("access", access_words, presence::optional).value_or(made.may);
    made.required = from.boolean("required", presence::optional).value_or(made.required);
    made.description = from.text("description", presence::optional).value_or("");
    made.caution = from.text("caution", presence::optional).value_or("");
    made.reads_as = from.text("reads_as", presence::optional).value_or("");
    made.answered =
        from.choice("answered", answer_form_words, presence::optional).value_or(made.answered);
    made.when_empty =
        from.choice("empty", emptiness_words, presence::optional).value_or(made.when_empty);
    read_allowed(from, made);
    read_default(from, made);
    from.finish();
    return made;
}

}  // namespace

std::vector<field> read_fields(
    const document::node& from, const std::string& path, base::diagnostics& problems
) {
    std::vector<field> fields;
    for (const auto& [key, value] : from.entries) {
        const auto place = document::path_of_key(path, key.text);
        if (value.kind != document::node_kind::mapping) {
            add_fault(
                problems,
                "catalog.bad-value",
                value,
                place,
                "expected a mapping such as { type: text }"
            );
            continue;
        }
        fields.push_back(read_field(key, value, place, problems));
    }
    return fields;
}

}  // namespace catalog
