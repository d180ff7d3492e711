#include "plan/json_members.hpp"

namespace plan {

namespace {

const model::array no_list;
const model::object no_object;

}  // namespace

const model::value* json_members::find(std::string_view name) const {
    return from_->if_contains(name);
}

void json_members::complain(std::string_view name, std::string_view expected) {
    if (!trouble_.empty()) return;
    const bool missing = find(name) == nullptr;
    trouble_ = "'" + std::string(name) + "' is " + (missing ? "missing" : "not ") +
               (missing ? std::string() : std::string(expected));
}

std::string json_members::text(std::string_view name) {
    const auto* found = find(name);
    if (found != nullptr && found->is_string()) return std::string(found->get_string());
    complain(name, "a text");
    return {};
}

std::uint64_t json_members::count(std::string_view name) {
    const auto* found = find(name);
    if (found != nullptr && found->is_int64() && found->get_int64() >= 0)
        return static_cast<std::uint64_t>(found->get_int64());
    complain(name, "a count");
    return 0;
}

std::int64_t json_members::number(std::string_view name) {
    const auto* found = find(name);
    if (found != nullptr && found->is_int64()) return found->get_int64();
    complain(name, "a whole number");
    return 0;
}

const model::array& json_members::list(std::string_view name) {
    const auto* found = find(name);
    if (found != nullptr && found->is_array()) return found->get_array();
    complain(name, "a list");
    return no_list;
}

const model::object& json_members::object(std::string_view name) {
    const auto* found = find(name);
    if (found != nullptr && found->is_object()) return found->get_object();
    complain(name, "a mapping");
    return no_object;
}

std::string json_members::text_or(std::string_view name, std::string otherwise) {
    return find(name) == nullptr ? std::move(otherwise) : text(name);
}

std::uint64_t json_members::count_or(std::string_view name, std::uint64_t otherwise) {
    return find(name) == nullptr ? otherwise : count(name);
}

bool json_members::flag(std::string_view name) {
    const auto* found = find(name);
    if (found == nullptr) return false;
    if (found->is_bool()) return found->get_bool();
    complain(name, "true or false");
    return false;
}

const model::array& json_members::list_or_none(std::string_view name) {
    return find(name) == nullptr ? no_list : list(name);
}

}  // namespace plan
