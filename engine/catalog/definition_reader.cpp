#include "catalog/definition_reader.hpp"

#include "catalog/definitions.hpp"
#include "catalog/fault.hpp"
#include "catalog/placeholder.hpp"
#include "catalog/vocabulary.hpp"
#include "document/json_value.hpp"
#include "document/key_path.hpp"
#include "document/mapping_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace catalog {

namespace {

using document::mapping_reader;
using document::presence;

std::vector<field> fields_under(
    mapping_reader& from, std::string_view key, presence needed, base::diagnostics& problems
) {
    const auto* found = from.mapping_node(key, needed);
    if (found == nullptr) return {};
    return read_fields(*found, from.path_of(key), problems);
}

enum class item_use { none, known };

// Every placeholder in the template's texts, so that a mistake is found here and not while sending.
// Of an item only the id is sure to be there (read_from_answer sees to it).
class template_check {
public:
    template_check(item_use item, const std::string& id_field, base::diagnostics& problems)
        : item_(item), id_field_(id_field), problems_(problems) {}

    void look_at(const document::node& params, const std::string& path) const {
        for (const auto& each : params.items) look_at(each, path);
        for (const auto& [key, value] : params.entries) {
            look_at(value, document::path_of_key(path, key.text));
        }
        if (params.kind != document::node_kind::text) return;
        const auto pieces = parse_template(params.text);
        if (!pieces) {
            refuse(params, path, pieces.error());
            return;
        }
        for (const auto& piece : *pieces) {
            const auto* hole = std::get_if<placeholder>(&piece);
            if (hole == nullptr || hole->from != placeholder_source::item) continue;
            if (item_ == item_use::none)
                refuse(params, path, "there is no item at this point");
            else if (hole->member != id_field_) {
                refuse(params, path, fmt::format("only the item's id ('{}') is known", id_field_));
            }
        }
    }

private:
    void refuse(const document::node& at, const std::string& path, std::string message) const {
        add_fault(
            problems_,
            "catalog.bad-placeholder",
            at,
            path,
            std::move(message),
            "placeholders are ${user.id}, ${user.email} and, in the write of a collection, "
            "${item.} with the name of the id field"
        );
    }

    item_use item_;
    const std::string& id_field_;
    base::diagnostics& problems_;
};

// The keys that reads, writes and creates share; the caller asks for its own and closes.
call_template read_template(mapping_reader& from, const template_check& check) {
    call_template made;
    made.method = from.text("method", presence::required).value_or("");
    if (const auto* params = from.mapping_node("params", presence::optional)) {
        made.params = document::to_json(*params).as_object();
        check.look_at(*params, from.path_of("params"));
    }
    return made;
}

call_template read_writing_template(
    const document::node& node,
    const std::string& path,
    const template_check& check,
    base::diagnostics& problems
) {
    mapping_reader from(node, path, "catalog", problems);
    auto made = read_template(from, check);
    made.values_under = from.text("values_under", presence::optional).value_or("");
    const bool typed = from.boolean("keeps_types", presence::optional).value_or(false);
    made.keeps = typed ? model::fidelity::types : model::fidelity::meaning;
    from.finish();
    return made;
}

std::optional<call_template> read_plain_template(
    mapping_reader& of,
    std::string_view key,
    const template_check& check,
    base::diagnostics& problems
) {
    const auto* node = of.mapping_node(key, presence::optional);
    if (node == nullptr) return std::nullopt;
    mapping_reader from(*node, of.path_of(key), "catalog", problems);
    auto made = read_template(from, check);
    from.finish();
    return made;
}

void read_calls(mapping_reader& from, resource& made, base::diagnostics& problems) {
    const template_check without_item(item_use::none, made.id_field, problems);
    const bool items = made.kind == model::step_kind::collection;
    const template_check with_item(
        items ? item_use::known : item_use::none, made.id_field, problems
    );
    if (const auto* node = from.mapping_node("read", presence::required)) {
        mapping_reader read(*node, from.path_of("read"), "catalog", problems);
        made.read = read_template(read, without_item);
        const auto picked = read.choice("pick", pick_words, presence::required);
        made.from_answer = picked.value_or(made.from_answer);
        if (picked && items != (*picked == pick::rows)) {
            read.refuse(
                "pick",
                "bad-value",
                "a collection is read as rows, settings are read as whole or first_row"
            );
        }
        read.finish();
    }
    if (const auto* node = from.mapping_node("write", presence::required)) {
        made.write = read_writing_template(*node, from.path_of("write"), with_item, problems);
    }
    if (!items) return;
    if (const auto* node = from.mapping_node("create", presence::required)) {
        made.create = read_writing_template(*node, from.path_of("create"), without_item, problems);
    }
    made.remove = read_plain_template(from, "delete", with_item, problems);
    made.contents = read_plain_template(from, "contents", with_item, problems);
    if (made.remove && !made.contents)
        from.refuse(
            "delete",
            "bad-value",
            "only what is empty is deleted, so 'contents' has to say how that is seen"
        );
}

// An item is found by its key, so a policy has to give one.
void require_key_field(mapping_reader& from, resource& made) {
    for (auto& each : made.fields) {
        if (each.name != made.key_field) continue;
        each.required = true;
        each.use = text_use::key;
        if (each.type != field_type::text)
            from.refuse("key_field", "bad-value", "the key has to be of type text");
        return;
    }
    if (!made.key_field.empty()) {
        from.refuse(
            "key_field", "bad-value", fmt::format("'{}' is none of the fields", made.key_field)
        );
    }
}

// Names that the portal takes for itself before a method sees them (portal-facts 1); `start` is not
// among them because list methods do get it.
void refuse_reserved(mapping_reader& from, const method& made) {
    static constexpr std::array<std::string_view, 8> reserved{
        "auth", "access_token", "auth_connector", "aplogin", "ap", "method", "state", "token"
    };
    for (const auto& each : made.parameters) {
        if (std::ranges::find(reserved, each.name) == reserved.end()) continue;
        from.refuse(
            "parameters",
            "bad-value",
            fmt::format("the portal keeps the name '{}' for itself", each.name)
        );
    }
}

}  // namespace

method read_method(
    const std::string& name,
    const document::node& node,
    const std::string& path,
    base::diagnostics& problems
) {
    method made;
    made.name = name;
    made.where = node.where;
    mapping_reader from(node, path, "catalog", problems);
    made.description = from.text("description", presence::required).value_or("");
    made.scope = from.text("scope", presence::required).value_or("");
    made.target = from.choice("acts_on", acts_on_words, presence::required).value_or(made.target);
    if (const auto version = from.integer("version", presence::optional)) {
        if (*version != 2 && *version != 3)
            from.refuse("version", "bad-value", "the version of REST is 2 or 3");
        if (*version == 3) made.version = rest_version::three;
    }
    made.caution = from.text("caution", presence::optional).value_or("");
    made.in_batch = from.boolean("in_batch", presence::optional).value_or(true) ? batchable::yes
                                                                                : batchable::no;
    made.repeat = from.boolean("idempotent", presence::required).value_or(false) ? idempotent::yes
                                                                                 : idempotent::no;
    made.read_back = from.text("read_back", presence::optional).value_or("");
    made.parameters = fields_under(from, "parameters", presence::optional, problems);
    refuse_reserved(from, made);
    from.finish();
    return made;
}

resource read_resource(
    const std::string& name,
    const document::node& node,
    const std::string& path,
    base::diagnostics& problems
) {
    resource made;
    made.name = name;
    made.where = node.where;
    mapping_reader from(node, path, "catalog", problems);
    made.description = from.text("description", presence::required).value_or("");
    const auto kind = from.choice("kind", kind_words, presence::required);
    if (!kind) return made;  // which keys belong here is not known
    made.kind = *kind;
    made.as = from.choice("as", acts_as_words, presence::required).value_or(made.as);
    if (made.kind == model::step_kind::collection) {
        made.key_field = from.text("key_field", presence::required).value_or("");
        made.id_field = from.text("id_field", presence::required).value_or("");
    }
    read_calls(from, made, problems);
    made.fields = fields_under(from, "fields", presence::required, problems);
    if (made.kind == model::step_kind::collection) require_key_field(from, made);
    from.finish();
    return made;
}

}  // namespace catalog
