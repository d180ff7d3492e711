#include "cli/resource_choice.hpp"

#include "cli/config/as_typed.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cli {

namespace {

using resources = std::vector<const catalog::resource*>;

std::string known_names(const catalog::definitions& all) {
    std::string text;
    for (const auto& [name, what] : all.resources()) text += name + ", ";
    return text + "all";
}

void add(resources& into, const catalog::resource& what) {
    if (std::ranges::find(into, &what) == into.end()) into.push_back(&what);
}

void add_named(
    resources& into,
    const std::string& name,
    const catalog::definitions& all,
    base::diagnostics& problems
) {
    if (const auto* found = all.find_resource(name)) return add(into, *found);
    const auto near = all.nearest_resource(name);
    base::diagnostic unknown;
    unknown.code = "snapshot.no-such-resource";
    unknown.message = fmt::format("--resource names '{}', which is no resource", as_typed(name));
    unknown.hint = near ? fmt::format("did you mean '{}'?", *near) : "they are " + known_names(all);
    problems.add(std::move(unknown));
}

}  // namespace

resources chosen_resources(
    const std::vector<std::string>& names,
    const catalog::definitions& all,
    base::diagnostics& problems
) {
    resources made;
    for (const auto& name : names)
        if (name != "all") add_named(made, name, all, problems);
    const bool everything = std::ranges::find(names, "all") != names.end();
    for (const auto& [name, what] : all.resources())
        if (everything || (names.empty() && what.as == model::acts_as::user)) add(made, what);
    return made;
}

}  // namespace cli
