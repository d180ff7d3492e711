#include "portal-sim/core/directory.hpp"

#include <algorithm>
#include <array>

namespace portal_sim {

std::string_view user::field(std::string_view name) const {
    const auto* found = fields.if_contains(name);
    if (found == nullptr || !found->is_string()) return {};
    return found->get_string();
}

user& directory::add(user made) {
    made.id = next_id_++;
    const auto id = made.id;
    return users_.emplace(id, std::move(made)).first->second;
}

user* directory::find(std::int64_t id) {
    const auto found = users_.find(id);
    return found == users_.end() ? nullptr : &found->second;
}

const user* directory::find(std::int64_t id) const {
    const auto found = users_.find(id);
    return found == users_.end() ? nullptr : &found->second;
}

const user* directory::find_email(std::string_view email) const {
    const auto wanted = folded(email);
    for (const auto& [id, each] : users_)
        if (folded(each.field("EMAIL")) == wanted) return &each;
    return nullptr;
}

const department* directory::find_department(std::int64_t id) const {
    const auto found = std::ranges::find(departments_, id, &department::id);
    return found == departments_.end() ? nullptr : &*found;
}

std::span<const std::string_view> profile_fields() {
    static constexpr std::array<std::string_view, 30> names{
        "XML_ID",
        "NAME",
        "LAST_NAME",
        "SECOND_NAME",
        "TITLE",
        "EMAIL",
        "TIME_ZONE",
        "PERSONAL_PROFESSION",
        "PERSONAL_GENDER",
        "PERSONAL_BIRTHDAY",
        "PERSONAL_WWW",
        "PERSONAL_PHONE",
        "PERSONAL_MOBILE",
        "PERSONAL_CITY",
        "PERSONAL_COUNTRY",
        "PERSONAL_STREET",
        "PERSONAL_STATE",
        "PERSONAL_ZIP",
        "PERSONAL_NOTES",
        "WORK_COMPANY",
        "WORK_DEPARTMENT",
        "WORK_POSITION",
        "WORK_PHONE",
        "WORK_CITY",
        "WORK_COUNTRY",
        "WORK_PROFILE",
        "WORK_WWW",
        "UF_PHONE_INNER",
        "UF_SKYPE",
        "UF_INTERESTS",
    };
    return names;
}

// Two bytes each: А-Я is D0 90..D0 AF, а-п D0 B0..D0 BF, р-я D1 80..D1 8F, Ё D0 81, ё D1 91.
std::string folded(std::string_view text) {
    std::string out(text);
    for (std::size_t i = 0; i < out.size(); ++i) {
        auto& lead = out[i];
        if (lead >= 'A' && lead <= 'Z') lead = static_cast<char>(lead + ('a' - 'A'));
        if (lead != '\xD0' || i + 1 == out.size()) continue;
        auto& second = out[++i];
        const auto code = static_cast<unsigned char>(second);
        if (code >= 0x90 && code <= 0x9F) second = static_cast<char>(code + 0x20);
        if (code >= 0xA0 && code <= 0xAF) {
            lead = '\xD1';
            second = static_cast<char>(code - 0x20);
        }
        if (code == 0x81) {
            lead = '\xD1';
            second = '\x91';
        }
    }
    return out;
}

}  // namespace portal_sim
