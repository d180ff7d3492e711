#include "catalog/misfits.hpp"

#include "document/excerpt.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <utility>

namespace catalog {

std::string described(const model::value& given) {
    switch (given.kind()) {
        case boost::json::kind::null:
            return "nothing";
        case boost::json::kind::bool_:
            return given.get_bool() ? "true" : "false";
        case boost::json::kind::int64:
        case boost::json::kind::uint64:
        case boost::json::kind::double_:
            return "the number " + boost::json::serialize(given);
        case boost::json::kind::string:
            return document::in_quotes(given.get_string());
        case boost::json::kind::array:
            return given.get_array().empty() ? "an empty list" : "a list";
        case boost::json::kind::object:
            return given.get_object().empty() ? "an empty mapping" : "a mapping";
    }
    return "nothing";
}

std::unexpected<misfit> not_expected(
    std::string_view expected, const model::value& given, std::string hint
) {
    return std::unexpected(
        misfit{fmt::format("expected {}, got {}", expected, described(given)), std::move(hint)}
    );
}

}  // namespace catalog
