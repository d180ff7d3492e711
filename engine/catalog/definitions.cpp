#include "catalog/definitions.hpp"

#include "base/nearest_name.hpp"
#include "catalog/call_check.hpp"
#include "catalog/definition_reader.hpp"
#include "catalog/fault.hpp"
#include "document/key_path.hpp"
#include "document/mapping_reader.hpp"
#include "document/yaml.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace catalog {

namespace {

using document::mapping_reader;
using document::presence;

void expect_text(mapping_reader& from, std::string_view key, std::string_view expected) {
    const auto written = from.text(key, presence::required);
    if (written && *written != expected) {
        from.refuse(key, "bad-value", fmt::format("expected '{}', got '{}'", expected, *written));
    }
}

// A name may not be defined a second time, whatever else the second one says: neither would be what
// its author believes.
void refuse_again(
    const base::source_pos& first, const document::node& again, base::diagnostics& problems
) {
    add_fault(
        problems,
        "catalog.defined-twice",
        again,
        "",
        fmt::format("'{}' is defined already", again.text),
        fmt::format(
            "the first definition is at {}; give this one another name", base::to_string(first)
        )
    );
}

// Reads each entry of `under` whose name is new and adds those without a fault.
template <class Map, class Read>
void add_each(
    mapping_reader& from,
    std::string_view under,
    Map& known,
    base::diagnostics& problems,
    const Read& read
) {
    const auto* entries = from.mapping_node(under, presence::optional);
    if (entries == nullptr) return;
    for (const auto& [key, node] : entries->entries) {
        const auto path = document::path_of_key(under, key.text);
        if (node.kind != document::node_kind::mapping) {
            add_fault(problems, "catalog.bad-value", node, path, "expected a mapping");
            continue;
        }
        if (const auto known_already = known.find(key.text); known_already != known.end()) {
            refuse_again(known_already->second.where, key, problems);
            continue;
        }
        const auto before = problems.errors();
        auto made = read(key.text, node, path, problems);
        made.where = key.where;
        if (problems.errors() == before) known.emplace(key.text, std::move(made));
    }
}

void refuse_tags(const document::node& at, base::diagnostics& problems) {
    if (!at.tag.empty()) {
        add_fault(
            problems, "catalog.tag", at, "", fmt::format("a tag ('{}') has no meaning here", at.tag)
        );
    }
    for (const auto& each : at.items) refuse_tags(each, problems);
    for (const auto& [key, value] : at.entries) refuse_tags(value, problems);
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
    if (root->kind != document::node_kind::mapping) {
        add_fault(
            problems,
            "catalog.bad-value",
            *root,
            "",
            "expected a catalog: apiVersion, kind, methods"
        );
        return;
    }
    refuse_tags(*root, problems);
    mapping_reader from(*root, "", "catalog", problems);
    expect_text(from, "apiVersion", "muster/v1");
    expect_text(from, "kind", "Catalog");
    add_each(from, "methods", methods_, problems, read_method);
    const auto* in_file = root->find("methods");
    const auto read = [&](const std::string& name,
                          const document::node& node,
                          const std::string& path,
                          base::diagnostics& log) {
        auto made = read_resource(name, node, path, log);
        mapping_reader place(node, path, "catalog", log);
        check_calls(made, *this, in_file, place);
        return made;
    };
    add_each(from, "resources", resources_, problems, read);
    from.finish();
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
