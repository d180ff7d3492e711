#include "catalog/definitions.hpp"

#include "base/nearest_name.hpp"
#include "catalog/call_check.hpp"
#include "catalog/definition_reader.hpp"
#include "document/key_path.hpp"
#include "document/yaml.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace catalog {

namespace {

void expect_text(mapping_reader& from, std::string_view key, std::string_view expected) {
    const auto written = from.text(key, presence::required);
    if (written && *written != expected) {
        from.fault(key, fmt::format("expected '{}', got '{}'", expected, *written));
    }
}

// A name may not be defined a second time: neither would be what its author believes.
template <class Map>
void add_new(
    Map& known, typename Map::mapped_type made, const document::node& at, fault_log& faults
) {
    const auto found = known.find(made.name);
    if (found == known.end()) {
        auto name = made.name;
        known.emplace(std::move(name), std::move(made));
        return;
    }
    faults.add(
        "catalog.defined-twice",
        at,
        "",
        fmt::format("'{}' is defined already", made.name),
        "the first definition is at " + base::to_string(found->second.where)
    );
}

// Reads each entry of `under` and adds those without a fault.
template <class Map, class Read>
void add_each(
    mapping_reader& from, std::string_view under, Map& known, fault_log& faults, const Read& read
) {
    const auto* entries = from.mapping(under);
    if (entries == nullptr) return;
    for (const auto& [key, node] : entries->entries) {
        const auto path = document::path_of_key(under, key.text);
        if (node.kind != document::node_kind::mapping) {
            faults.add("catalog.bad-value", node, path, "expected a mapping");
            continue;
        }
        const auto before = faults.errors();
        auto made = read(key.text, node, path, faults);
        made.where = key.where;
        if (faults.errors() == before) add_new(known, std::move(made), key, faults);
    }
}

void refuse_tags(const document::node& at, fault_log& faults) {
    if (!at.tag.empty()) {
        faults.add("catalog.tag", at, "", fmt::format("a tag ('{}') has no meaning here", at.tag));
    }
    for (const auto& each : at.items) refuse_tags(each, faults);
    for (const auto& [key, value] : at.entries) refuse_tags(value, faults);
}

std::vector<std::string> names_of(const std::vector<field>& fields) {
    std::vector<std::string> names;
    for (const auto& each : fields) {
        if (each.may == access::read_write) names.push_back(each.name);
    }
    return names;
}

template <class Map>
std::optional<std::string> nearest_key(const Map& known, std::string_view name) {
    std::vector<std::string> names;
    names.reserve(known.size());
    for (const auto& [key, value] : known) names.push_back(key);
    return base::nearest_name(name, names);
}

template <class Map>
const typename Map::mapped_type* find_in(const Map& known, std::string_view name) {
    const auto found = known.find(name);
    return found == known.end() ? nullptr : &found->second;
}

}  // namespace

void definitions::add(std::string_view text, std::string_view file, base::diagnostics& problems) {
    const auto root = document::read_yaml(text, file, problems);
    if (!root) return;
    fault_log faults(text, problems);
    if (root->kind != document::node_kind::mapping) {
        faults.add("catalog.bad-value", *root, "", "expected a catalog: apiVersion, kind, methods");
        return;
    }
    refuse_tags(*root, faults);
    mapping_reader from(*root, "", faults);
    expect_text(from, "apiVersion", "muster/v1");
    expect_text(from, "kind", "Catalog");
    add_each(from, "methods", methods_, faults, read_method);
    const auto* in_file = root->find("methods");
    const auto read = [&](const std::string& name,
                          const document::node& node,
                          const std::string& path,
                          fault_log& log) {
        auto made = read_resource(name, node, path, log);
        mapping_reader place(node, path, log);
        check_calls(made, *this, in_file, place);
        return made;
    };
    add_each(from, "resources", resources_, faults, read);
    from.close();
}

const method* definitions::find_method(std::string_view name) const {
    return find_in(methods_, name);
}

const resource* definitions::find_resource(std::string_view name) const {
    return find_in(resources_, name);
}

std::optional<std::string> definitions::nearest_method(std::string_view name) const {
    return nearest_key(methods_, name);
}

std::optional<std::string> definitions::nearest_resource(std::string_view name) const {
    return nearest_key(resources_, name);
}

const field* find_field(const std::vector<field>& fields, std::string_view name) {
    for (const auto& each : fields) {
        if (each.name == name) return &each;
    }
    return nullptr;
}

std::optional<std::string> nearest_field(const std::vector<field>& fields, std::string_view name) {
    return base::nearest_name(name, names_of(fields));
}

}  // namespace catalog
