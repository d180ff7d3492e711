#include "catalog/definition_reader.hpp"
#include "catalog/node_value.hpp"
#include "catalog/values.hpp"
#include "document/key_path.hpp"

#include <fmt/format.h>

#include <utility>

namespace catalog {

namespace {

void read_allowed(mapping_reader& from, field& made) {
    auto allowed = from.texts("allowed");
    const bool written = from.where().find("allowed") != nullptr;
    if (made.type == field_type::choice && (!written || (allowed && allowed->empty()))) {
        from.fault("allowed", "a choice needs its allowed values");
    }
    if (made.type != field_type::choice && written) {
        from.fault("allowed", "only a choice has allowed values");
    }
    if (allowed) made.allowed = std::move(*allowed);
}

// A policy may write the default back (`!default`), so it has to be one of the field's values.
void read_default(mapping_reader& from, field& made) {
    const auto* written = from.anything("default");
    if (written == nullptr) return;
    made.portal_default = value_of(*written);
    if (made.may == access::read_only) return;
    if (const auto normal = normalise(made, *made.portal_default); !normal) {
        from.fault("default", normal.error().message, normal.error().hint);
    }
}

field read_field(
    const document::node& key,
    const document::node& value,
    const std::string& path,
    fault_log& faults
) {
    field made;
    made.name = key.text;
    made.where = key.where;
    mapping_reader from(value, path, faults);
    made.type = from.choice("type", field_type_words, presence::required).value_or(made.type);
    made.may = from.choice("access", access_words).value_or(made.may);
    made.required = from.flag("required").value_or(made.required);
    made.description = from.text("description").value_or("");
    made.caution = from.text("caution").value_or("");
    made.reads_as = from.text("reads_as").value_or("");
    made.answered = from.choice("answered", answer_form_words).value_or(made.answered);
    made.when_empty = from.choice("empty", emptiness_words).value_or(made.when_empty);
    read_allowed(from, made);
    read_default(from, made);
    from.close();
    return made;
}

}  // namespace

std::vector<field> read_fields(
    const document::node& from, const std::string& path, fault_log& faults
) {
    std::vector<field> fields;
    for (const auto& [key, value] : from.entries) {
        const auto place = document::path_of_key(path, key.text);
        if (value.kind != document::node_kind::mapping) {
            faults.add(
                "catalog.bad-value", value, place, "expected a mapping such as { type: text }"
            );
            continue;
        }
        fields.push_back(read_field(key, value, place, faults));
    }
    return fields;
}

}  // namespace catalog
