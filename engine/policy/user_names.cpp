#include "policy/user_names.hpp"

#include "catalog/misfits.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <string>
#include <utility>

namespace policy {
namespace {

using found = std::expected<const model::value*, fault>;

std::vector<std::string> keys_of(const model::object& members) {
    std::vector<std::string> keys;
    for (const auto& each : members) keys.emplace_back(each.key());
    return keys;
}

// The name up to and with member `last` of the path.
std::string shown(const expression& path, std::size_t last) {
    auto part = path;
    part.names.resize(last + 1);
    return path_text(part);
}

// From the value of the path's first name on to what its other names lead to.
found descend(const expression& path, const model::value* from) {
    for (std::size_t i = 1; i < path.names.size(); ++i) {
        const auto* members = from->if_object();
        if (members == nullptr)
            return std::unexpected(fault{
                fault_kind::type,
                path.at,
                fmt::format(
                    "{} is {} and has no '{}'",
                    shown(path, i - 1),
                    catalog::described(*from),
                    path.names[i]
                )
            });
        const auto* next = members->if_contains(path.names[i]);
        if (next == nullptr)
            return std::unexpected(fault{
                fault_kind::undefined,
                path.at,
                fmt::format("{} has no '{}'", shown(path, i - 1), path.names[i]),
                suggestion(path.names[i], keys_of(*members))
            });
        from = next;
    }
    return from;
}

}  // namespace

found user_names::find(const expression& path) {
    switch (path.root) {
        case path_root::user:
            return find_attribute(path);
        case path_root::vars:
            return find_variable(path);
        case path_root::env:
            return std::unexpected(fault{
                fault_kind::undefined,
                path.at,
                fmt::format("the environment has no '{}' at present", path.names.front()),
                fmt::format("set it, or write {} ?? 'a default'", path_text(path))
            });
        case path_root::steps:
        case path_root::portal:
            break;
    }
    return std::unexpected(
        fault{fault_kind::type, path.at, fmt::format("'{}' has no value yet", path_text(path))}
    );
}

found user_names::find_attribute(const expression& path) const {
    static const model::object nothing;
    const auto& attributes = who_ == nullptr ? nothing : who_->attributes;
    const auto* value = attributes.if_contains(path.names.front());
    if (value != nullptr) return descend(path, value);
    return std::unexpected(fault{
        fault_kind::undefined,
        path.at,
        fmt::format("the roster has no attribute '{}'", path.names.front()),
        suggestion(path.names.front(), keys_of(attributes))
    });
}

found user_names::find_variable(const expression& path) {
    const auto& how = variables_[path.variable].value;
    if (how.shape == recipe::form::constant) return descend(path, &how.constant);
    if (made_.empty()) made_.resize(variables_.size());
    auto& slot = made_[path.variable];
    if (!slot) {
        auto value = make(how, *this);
        if (!value) return std::unexpected(std::move(value.error()));
        slot = std::move(*value).take();
    }
    return descend(path, &*slot);
}

}  // namespace policy
