#include "document/yaml_expander.hpp"

#include "document/core_schema.hpp"
#include "document/excerpt.hpp"
#include "document/key_path.hpp"

#include <fmt/format.h>

#include <utility>

namespace document {
namespace {

// More errors than this in one file help nobody.
constexpr std::size_t most_complaints = 50;

constexpr std::string_view core_tag = "tag:yaml.org,2002:";

}  // namespace

node expander::expand(std::uint32_t index) {
    const auto& raw = tree_[index];
    if (raw.kind == raw_kind::alias) return expand(raw.target);
    node made;
    made.style = raw.style;
    made.where = text_.at(raw.line, raw.column);
    if (!raw.tag.starts_with(core_tag)) made.tag = raw.tag;
    if (raw.kind == raw_kind::sequence) {
        fill_sequence(made, raw);
    } else if (raw.kind == raw_kind::mapping) {
        fill_mapping(made, raw);
    } else {
        made.text = raw.text;
        type_scalar(made, index);
        return made;
    }
    const std::string_view fitting = raw.kind == raw_kind::sequence ? "seq" : "map";
    if (raw.tag.starts_with(core_tag) && raw.tag.substr(core_tag.size()) != fitting) {
        complain(
            index,
            "yaml.tag",
            fmt::format(
                "the tag !!{} does not fit {}", raw.tag.substr(core_tag.size()), describe(made.kind)
            )
        );
    }
    return made;
}

void expander::fill_sequence(node& made, const raw_node& raw) {
    made.kind = node_kind::sequence;
    made.items.reserve(raw.children.size());
    for (std::size_t i = 0; i < raw.children.size(); ++i) {
        path_.emplace_back(i);
        made.items.push_back(expand(raw.children[i]));
        path_.pop_back();
    }
}

void expander::fill_mapping(node& made, const raw_node& raw) {
    made.kind = node_kind::mapping;
    made.entries.reserve(raw.children.size() / 2);
    std::vector<std::uint32_t> sources;
    for (std::size_t i = 0; i + 1 < raw.children.size(); i += 2) {
        const auto& key = tree_[raw.children[i]];
        if (is_merge_key(key)) {
            sources.push_back(raw.children[i + 1]);
            continue;
        }
        node name;
        name.kind = node_kind::text;
        name.style = key.style;
        name.text = key.text;
        name.where = text_.at(key.line, key.column);
        path_.emplace_back(std::string_view(key.text));
        made.entries.emplace_back(std::move(name), expand(raw.children[i + 1]));
        path_.pop_back();
    }
    for (const auto source : sources) {
        path_.emplace_back(std::string_view("<<"));
        merge(made, source);
        path_.pop_back();
    }
}

// Own keys win over merged ones, an earlier source over a later one.
void expander::merge(node& into, std::uint32_t source) {
    auto from = expand(source);
    std::vector<node> mappings;
    if (from.kind == node_kind::sequence) {
        mappings = std::move(from.items);
    } else {
        mappings.push_back(std::move(from));
    }
    std::unordered_set<std::string> taken;
    for (const auto& [key, value] : into.entries) taken.insert(key.text);
    for (auto& each : mappings) {
        if (each.kind != node_kind::mapping) {
            complain(
                source,
                "yaml.merge",
                fmt::format(
                    "'<<' takes a mapping or a list of mappings, not {}", describe(each.kind)
                )
            );
            return;
        }
        for (auto& entry : each.entries) {
            if (taken.insert(entry.first.text).second) into.entries.push_back(std::move(entry));
        }
    }
}

void expander::type_scalar(node& made, std::uint32_t index) {
    const auto& tag = tree_[index].tag;
    if (tag.starts_with(core_tag)) {
        type_as(made, index, std::string_view(tag).substr(core_tag.size()));
        return;
    }
    if (made.style == scalar_style::quoted) {
        made.kind = node_kind::text;
        return;
    }
    if (resolve_plain(made) == typing::out_of_range) {
        complain(
            index,
            "yaml.number-range",
            fmt::format(
                "the number {} is too large to be kept exactly; put it into quotes if it is meant "
                "as text",
                in_quotes(made.text)
            )
        );
    }
}

// !!str, !!int and the like: the value has to be what the tag says.
void expander::type_as(node& made, std::uint32_t index, std::string_view wanted) {
    if (wanted == "str") {
        made.kind = node_kind::text;
        made.style = scalar_style::quoted;
        return;
    }
    const auto range = resolve_plain(made);
    const bool fits = (wanted == "null" && made.kind == node_kind::null) ||
                      (wanted == "bool" && made.kind == node_kind::boolean) ||
                      (wanted == "int" && made.kind == node_kind::integer) ||
                      (wanted == "float" && made.kind == node_kind::real);
    if (wanted == "float" && made.kind == node_kind::integer) {
        made.kind = node_kind::real;
    } else if (!fits || range != typing::done) {
        complain(
            index,
            "yaml.tag",
            fmt::format("{} cannot be read as !!{}", in_quotes(made.text), wanted)
        );
    }
}

void expander::complain(std::uint32_t index, std::string code, std::string message) {
    if (blamed_.size() >= most_complaints || !blamed_.insert(index).second) return;
    const auto& raw = tree_[index];
    auto what = text_.problem(raw.line, raw.column, std::move(code), std::move(message));
    what.path = path();
    problems_.add(std::move(what));
}

std::string expander::path() const {
    std::string made;
    for (const auto& step : path_) {
        const auto* key = std::get_if<std::string_view>(&step);
        made = key != nullptr ? path_of_key(made, *key)
                              : path_of_item(made, std::get<std::size_t>(step));
    }
    return made;
}

}  // namespace document
