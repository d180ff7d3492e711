#include "catalog/former_value.hpp"

#include "catalog/values.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <utility>

namespace catalog {

namespace {

bool is_nothing(const model::value& seen) {
    return seen.is_null() || seen == false || seen == "";
}

// A text that was never set is answered as null or false, or is left out of the answer.
std::optional<former_value> nothing_of(const field& which) {
    switch (which.type) {
        case field_type::text:
        case field_type::email:
            if (which.when_empty == emptiness::refused) return std::nullopt;
            return former_value{"", model::value_form::normal};
        case field_type::choice:
            if (std::ranges::find(which.allowed, "") == which.allowed.end()) return std::nullopt;
            return former_value{"", model::value_form::normal};
        case field_type::id_list:
            return former_value{model::array{}, model::value_form::normal};
        default:
            return std::nullopt;
    }
}

}  // namespace

std::optional<former_value> former_value_of(
    const resource& what, const field& which, const model::value& seen
) {
    if (which.may == access::read_only) return std::nullopt;
    if (what.write.keeps == model::fidelity::types)
        return former_value{seen, model::value_form::as_seen};
    if (auto normal = normalise(which, seen))
        return former_value{std::move(*normal), model::value_form::normal};
    if (is_nothing(seen)) return nothing_of(which);
    // What a policy could not ask for, but was there all the same.
    if (seen.is_string()) return former_value{seen, model::value_form::as_seen};
    return std::nullopt;
}

model::value sent_again(const field& which, const model::value& seen) {
    const bool kept_as_text =
        which.type == field_type::section_map || which.type == field_type::reminders;
    if (!kept_as_text || seen.is_object() || seen.is_array()) return seen;
    return model::value(boost::json::serialize(seen));
}

}  // namespace catalog
