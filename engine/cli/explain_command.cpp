#include "cli/explain_command.hpp"

#include "base/nearest_name.hpp"
#include "cli/known_catalog.hpp"
#include "cli/reference/explained.hpp"
#include "cli/reference/explained_directory.hpp"
#include "cli/reference/indented_json.hpp"
#include "cli/reference/schema.hpp"
#include "document/excerpt.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <iostream>
#include <vector>

namespace cli {

namespace {

exit_code not_known(const std::string& message, const std::string& hint) {
    std::cerr << fmt::format("muster: {}\n", message);
    if (!hint.empty()) std::cerr << fmt::format("  {}\n", hint);
    return exit_code::usage;
}

// False when there is an error; a warning is told and no hindrance.
bool tell(const base::diagnostics& problems) {
    for (const auto& each : problems.sorted()) std::cerr << base::to_text(each) << '\n';
    return !problems.has_errors();
}

}  // namespace

exit_code explain_command(const options& given, const std::string& name) {
    base::diagnostics problems;
    const auto all = known_catalog(given, problems);
    if (!tell(problems)) return exit_code::invalid;
    const bool as_text = given.output == output_format::text;
    if (name.empty()) {
        std::cout
            << (as_text ? listed_text(*all) : boost::json::serialize(listed_json(*all)) + '\n');
        return exit_code::done;
    }
    if (name == "directory") {
        std::cout
            << (as_text ? explained_directory_text()
                        : boost::json::serialize(explained_directory_json()) + '\n');
        return exit_code::done;
    }
    const auto found = find_subject(*all, name);
    if (!found) return not_known(found.error().message, found.error().hint);
    std::cout
        << (as_text ? explained_text(*all, *found)
                    : boost::json::serialize(explained_json(*all, *found)) + '\n');
    return exit_code::done;
}

exit_code schema_command(const options& given, const std::string& kind) {
    const auto which = schema_named(kind);
    if (!which) {
        const std::vector<std::string> known(schema_names.begin(), schema_names.end());
        const auto near = base::nearest_name(kind, known);
        return not_known(
            fmt::format("there is no schema {}", document::in_quotes(kind)),
            near ? fmt::format("did you mean '{}'?", *near)
                 : fmt::format("there are: {}", fmt::join(known, ", "))
        );
    }
    base::diagnostics problems;
    const auto all = known_catalog(given, problems);
    if (!tell(problems)) return exit_code::invalid;
    std::cout << indented_json(schema_of(*which, *all));
    return exit_code::done;
}

}  // namespace cli
