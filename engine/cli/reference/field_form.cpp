#include "cli/reference/field_form.hpp"

namespace cli {

std::string_view what_to_write(catalog::field_type type) {
    using enum catalog::field_type;
    switch (type) {
        case boolean:
            return "true or false";
        case yes_no:
            return "Y or N; true and false are taken too";
        case text:
            return "text";
        case email:
            return "an e-mail address; \"\" or false is none";
        case integer:
            return "a whole number";
        case number_text:
            return "a whole number from 0";
        case choice:
            return "one of the allowed values";
        case color:
            return "a colour in quotes, such as \"#9cbe1c\"";
        case section_id:
            return "the id of a calendar; false is none";
        case section_map:
            return "ids of calendars by owner, such as { user17: 42, group4: 7 }";
        case reminders:
            return "two lists: { fullDay: [...], withTime: [...] }";
        case id_list:
            return "a list of ids, such as [5, 7]";
        case object:
            return "a mapping or a list; what is in it is not checked";
    }
    return "";
}

std::vector<std::string> resources_with(
    const std::map<std::string, catalog::resource, std::less<>>& all, std::string_view method
) {
    std::vector<std::string> names;
    for (const auto& [name, what] : all) {
        if (what.read.method == method || what.write.method == method ||
            (what.create && what.create->method == method)) {
            names.push_back(name);
        }
    }
    return names;
}

}  // namespace cli
