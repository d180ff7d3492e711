#pragma once

#include "base/diagnostic.hpp"
#include "catalog/definitions.hpp"
#include "model/value.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <string_view>

// What the tests of the catalog share: values and definitions from the text a reader can check.
namespace reading {

inline model::value json(std::string_view text) {
    return boost::json::parse(text);
}

inline catalog::definitions defined(std::string_view yaml) {
    catalog::definitions made;
    base::diagnostics problems;
    made.add(yaml, "test.yaml", problems);
    for (const auto& each : problems.sorted()) BOOST_TEST_ERROR(base::to_text(each));
    return made;
}

inline const catalog::resource& built_in_resource(std::string_view name) {
    const auto* found = catalog::definitions::built_in().find_resource(name);
    BOOST_REQUIRE(found != nullptr);
    return *found;
}

inline const catalog::field& built_in_field(std::string_view resource, std::string_view name) {
    const auto* found = catalog::find_field(built_in_resource(resource).fields, name);
    BOOST_REQUIRE(found != nullptr);
    return *found;
}

}  // namespace reading
