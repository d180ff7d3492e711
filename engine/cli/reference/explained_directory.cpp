#include "cli/reference/explained_directory.hpp"

#include "portal/directory/user_fields.hpp"
#include "roster/department_tree.hpp"

#include <fmt/format.h>

#include <string_view>

namespace cli {

namespace {

constexpr std::string_view head = R"(DIRECTORY: the users of the portal itself, as a roster

  roster:
    directory:
      departments: [Sales, Company/Support, 17]   # name, path or id; those below are included
      filter: { WORK_CITY: [Riga, Oslo] }         # one of the values, in upper or lower case
      include: [inactive, extranet]               # left out otherwise
      max_age: 12h                                # then it is read again

Read with the administrator's webhook, which takes the scopes user and department. Every attribute
is null where the portal says nothing.

ATTRIBUTES OF A USER          PORTAL'S FIELD                 FILTER
)";

std::string_view told_of(std::string_view attribute) {
    if (attribute == "department") return "names of his departments, a list";
    if (attribute == "department_and_above") return "these names, and those of all above them";
    if (attribute == "department_path") return "their paths, such as Company/Sales";
    return "their ids";
}

bool is_filter(const portal::user_field& what) {
    return what.use == portal::field_use::filter;
}

}  // namespace

std::string explained_directory_text() {
    std::string all(head);
    for (const auto& each : roster::department_attributes())
        all += fmt::format("  {:<27} {}\n", each, told_of(each));
    for (const auto& each : portal::user_fields())
        if (!each.attribute.empty())
            all += fmt::format(
                "  {:<27} {:<30} {}\n", each.attribute, each.name, is_filter(each) ? "yes" : "no"
            );
    all +=
        fmt::format("  {:<27} {:<30} {}\n", "uf_usr_...", "UF_USR_... (the company's own)", "yes");
    return all;
}

model::object explained_directory_json() {
    model::array all;
    for (const auto& each : roster::department_attributes())
        all.push_back(
            model::object{{"attribute", each}, {"field", "UF_DEPARTMENT"}, {"filter", false}}
        );
    for (const auto& each : portal::user_fields())
        if (!each.attribute.empty())
            all.push_back(model::object{
                {"attribute", each.attribute}, {"field", each.name}, {"filter", is_filter(each)}
            });
    return {{"format_version", 1}, {"kind", "directory"}, {"attributes", std::move(all)}};
}

}  // namespace cli
