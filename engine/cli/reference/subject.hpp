#pragma once

#include "catalog/definitions.hpp"
#include "catalog/values.hpp"

#include <expected>
#include <string_view>
#include <variant>

namespace cli {

// What `muster explain` is asked about: a method or a resource, or one of its fields. Points into
// the definitions.
struct subject {
    std::variant<const catalog::method*, const catalog::resource*> what;
    const catalog::field* field = nullptr;  // nullptr = the whole of it

    [[nodiscard]] const std::string& name() const;
};

// METHOD, RESOURCE or either with .FIELD behind it. The misfit says that there is no such name, and
// which may be meant.
std::expected<subject, catalog::misfit> find_subject(
    const catalog::definitions& all, std::string_view name
);

}  // namespace cli
