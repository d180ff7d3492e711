#include "catalog/check.hpp"

#include "catalog/definitions.hpp"
#include "document/excerpt.hpp"

#include <fmt/format.h>

#include <string>

namespace catalog {

namespace {

misfit unknown_key(const std::vector<field>& fields, std::string_view key) {
    misfit what{"unknown key " + document::in_quotes(key), ""};
    if (const auto near = nearest_field(fields, key)) {
        what.hint = fmt::format("did you mean '{}'?", *near);
        return what;
    }
    for (const auto& each : fields) {
        if (each.may == access::read_only) continue;
        what.hint += what.hint.empty() ? "known keys: " : ", ";
        what.hint += each.name;
    }
    if (what.hint.empty()) what.hint = "no key may be set here";
    return what;
}

}  // namespace

std::expected<const field*, misfit> check_key(
    const std::vector<field>& fields, std::string_view key
) {
    const auto* found = find_field(fields, key);
    if (found == nullptr) return std::unexpected(unknown_key(fields, key));
    if (found->may == access::read_only) {
        return std::unexpected(
            misfit{fmt::format("'{}' can be read but not set here", key), found->caution}
        );
    }
    return found;
}

std::optional<misfit> unsupported(const method& which) {
    if (which.version == rest_version::two) return std::nullopt;
    return misfit{
        fmt::format("{} belongs to REST 3.0, which is not supported yet", which.name),
        "methods of REST 2 alone can be called"
    };
}

std::vector<const field*> missing_fields(
    const std::vector<field>& fields, const std::function<bool(std::string_view)>& is_given
) {
    std::vector<const field*> missing;
    for (const auto& each : fields) {
        if (each.required && !is_given(each.name)) missing.push_back(&each);
    }
    return missing;
}

}  // namespace catalog
