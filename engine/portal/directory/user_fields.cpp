#include "portal/directory/user_fields.hpp"

#include <algorithm>

namespace portal {

namespace {

using enum field_use;

// An unknown field of a filter is dropped by the portal without a word, and then everybody is
// selected (portal-facts 7 and 11): so a name has to stand here to be sent.
constexpr user_field fields[] = {
    {"ID", "id"},
    {"EMAIL", "email"},
    {"ACTIVE", "active", by_include},
    {"USER_TYPE", "user_type", by_include},
    {"NAME", "name"},
    {"LAST_NAME", "last_name"},
    {"SECOND_NAME", "second_name"},
    {"TITLE", "title"},
    {"WORK_POSITION", "position"},
    {"WORK_PHONE", "phone"},
    {"PERSONAL_MOBILE", "mobile"},
    {"UF_PHONE_INNER", "extension"},
    {"UF_DEPARTMENT", "", by_department},  // the tree gives names to it
    {"XML_ID", "xml_id"},
    {"TIME_ZONE", "time_zone"},
    {"TIME_ZONE_OFFSET", "", not_checkable},
    {"DATE_REGISTER", "date_register", not_checkable},
    {"PERSONAL_PROFESSION", "personal_profession"},
    {"PERSONAL_GENDER", "personal_gender"},
    {"PERSONAL_BIRTHDAY", "personal_birthday", not_checkable},
    {"PERSONAL_WWW", "personal_www"},
    {"PERSONAL_ICQ", "personal_icq"},
    {"PERSONAL_PHONE", "personal_phone"},
    {"PERSONAL_FAX", "personal_fax"},
    {"PERSONAL_PAGER", "personal_pager"},
    {"PERSONAL_STREET", "personal_street"},
    {"PERSONAL_MAILBOX", "personal_mailbox"},
    {"PERSONAL_CITY", "personal_city"},
    {"PERSONAL_STATE", "personal_state"},
    {"PERSONAL_ZIP", "personal_zip"},
    {"PERSONAL_COUNTRY", "personal_country"},
    {"PERSONAL_NOTES", "personal_notes"},
    {"PERSONAL_PHOTO", "", not_checkable},
    {"WORK_COMPANY", "work_company"},
    {"WORK_DEPARTMENT", "work_department"},
    {"WORK_WWW", "work_www"},
    {"WORK_FAX", "work_fax"},
    {"WORK_PAGER", "work_pager"},
    {"WORK_STREET", "work_street"},
    {"WORK_MAILBOX", "work_mailbox"},
    {"WORK_CITY", "work_city"},
    {"WORK_STATE", "work_state"},
    {"WORK_ZIP", "work_zip"},
    {"WORK_COUNTRY", "work_country"},
    {"WORK_PROFILE", "work_profile"},
    {"WORK_NOTES", "work_notes"},
    {"WORK_LOGO", "", not_checkable},
    {"UF_EMPLOYMENT_DATE", "uf_employment_date", not_checkable},
    {"UF_SKYPE", "uf_skype"},
    {"UF_SKYPE_LINK", "uf_skype_link"},
    {"UF_ZOOM", "uf_zoom"},
    {"UF_TWITTER", "uf_twitter"},
    {"UF_FACEBOOK", "uf_facebook"},
    {"UF_LINKEDIN", "uf_linkedin"},
    {"UF_XING", "uf_xing"},
    {"UF_WEB_SITES", "uf_web_sites"},
    {"UF_SKILLS", "uf_skills"},
    {"UF_INTERESTS", "uf_interests"},
    {"UF_DISTRICT", "uf_district"},
    {"UF_TIMEMAN", "uf_timeman"},
    {"IS_ONLINE", "", not_checkable},
    {"LAST_LOGIN", "", not_checkable},
    {"LAST_ACTIVITY_DATE", "", not_checkable},
    {"TIMESTAMP_X", "", not_checkable},
    {"NAME_SEARCH", "", not_checkable},
    {"HAS_DEPARTAMENT", "", not_checkable},
    {"EXTERNAL_AUTH_ID", "", not_checkable},
};

constexpr std::string_view custom = "UF_USR_";

}  // namespace

std::span<const user_field> user_fields() noexcept {
    return fields;
}

const user_field* find_user_field(std::string_view name) noexcept {
    const auto* found = std::ranges::find(fields, name, &user_field::name);
    return found == std::end(fields) ? nullptr : found;
}

bool is_custom_user_field(std::string_view name) noexcept {
    return name.starts_with(custom) && name.size() > custom.size() &&
           std::ranges::all_of(name, [](char c) {
               return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
           });
}

std::string attribute_of_field(std::string_view name) {
    if (const auto* known = find_user_field(name)) return std::string(known->attribute);
    std::string made(name);
    for (auto& c : made)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return made;
}

std::vector<std::string> user_attributes() {
    std::vector<std::string> all;
    for (const auto& each : fields)
        if (!each.attribute.empty()) all.emplace_back(each.attribute);
    return all;
}

}  // namespace portal
