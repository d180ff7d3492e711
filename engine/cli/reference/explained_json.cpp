#include "catalog/check.hpp"
#include "catalog/vocabulary.hpp"
#include "cli/reference/explained.hpp"
#include "cli/reference/field_form.hpp"

#include <string>
#include <utility>
#include <vector>

namespace cli {

namespace {

constexpr int format_version = 1;

// The word that a catalog file uses.
template <class Words, class Enum>
std::string word_for(const Words& words, Enum meaning) {
    for (const auto& each : words) {
        if (each.meaning == meaning) return std::string(each.text);
    }
    return {};
}

model::object field_json(const catalog::field& which) {
    model::object made{
        {"name", which.name},
        {"type", catalog::to_string(which.type)},
        {"write", what_to_write(which.type)},
        {"required", which.required},
        {"read_only", which.may == catalog::access::read_only},
        {"may_be_empty", which.when_empty == catalog::emptiness::allowed},
        {"description", which.description},
    };
    if (!which.allowed.empty()) {
        model::array allowed;
        for (const auto& each : which.allowed) allowed.emplace_back(each);
        made["allowed"] = std::move(allowed);
    }
    if (which.portal_default) made["default"] = *which.portal_default;
    if (!which.caution.empty()) made["caution"] = which.caution;
    if (!which.reads_as.empty()) made["reads_as"] = which.reads_as;
    return made;
}

model::array fields_json(const std::vector<catalog::field>& fields) {
    model::array made;
    for (const auto& each : fields) made.push_back(field_json(each));
    return made;
}

model::object method_json(const catalog::definitions& all, const catalog::method& which) {
    model::array users;
    for (const auto& each : resources_with(all.resources(), which.name)) users.emplace_back(each);
    return {
        {"format_version", format_version},
        {"kind", "method"},
        {"name", which.name},
        {"description", which.description},
        {"caution", which.caution},
        {"scope", which.scope},
        {"acts_on", word_for(catalog::acts_on_words, which.target)},
        {"rest_version", which.version == catalog::rest_version::three ? 3 : 2},
        {"supported", !catalog::unsupported(which).has_value()},
        {"in_batch", which.in_batch == catalog::batchable::yes},
        {"idempotent", which.repeat == catalog::idempotent::yes},
        {"read_back", which.read_back},
        {"used_by", std::move(users)},
        {"parameters", fields_json(which.parameters)},
    };
}

model::object resource_json(const catalog::resource& which) {
    model::object made{
        {"format_version", format_version},
        {"kind", "resource"},
        {"name", which.name},
        {"description", which.description},
        {"resource_kind", word_for(catalog::kind_words, which.kind)},
        {"as", word_for(catalog::acts_as_words, which.as)},
        {"read", which.read.method},
        {"write", which.write.method},
    };
    if (which.create) made["create"] = which.create->method;
    if (!which.key_field.empty()) made["key_field"] = which.key_field;
    made["fields"] = fields_json(which.fields);
    return made;
}

template <class Map>
model::array list_of(const Map& all) {
    model::array made;
    for (const auto& [name, what] : all) {
        made.push_back(model::object{{"name", name}, {"description", what.description}});
    }
    return made;
}

}  // namespace

model::object explained_json(const catalog::definitions& all, const subject& which) {
    if (which.field != nullptr) {
        return {
            {"format_version", format_version},
            {"kind", "field"},
            {"of", which.name()},
            {"field", field_json(*which.field)},
        };
    }
    if (const auto* const* method = std::get_if<const catalog::method*>(&which.what)) {
        return method_json(all, **method);
    }
    return resource_json(*std::get<const catalog::resource*>(which.what));
}

model::object listed_json(const catalog::definitions& all) {
    return {
        {"format_version", format_version},
        {"kind", "list"},
        {"resources", list_of(all.resources())},
        {"methods", list_of(all.methods())},
    };
}

}  // namespace cli
