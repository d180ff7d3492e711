#include "unit/catalog/portal_store.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cstddef>
#include <stdexcept>
#include <string_view>

namespace portal_store {

namespace {

// json_encode: a map whose keys are 0, 1, 2 … is written as a list.
model::value as_php_shows(const model::object& map) {
    model::array list;
    for (const auto& entry : map) {
        if (entry.key() != std::to_string(list.size())) return map;
        list.push_back(entry.value());
    }
    return list;
}

bool to_bool(const model::value& stored) {
    return !(
        stored.is_null() || stored == false || stored == 0 || stored == "" || stored == "0" ||
        stored == model::array{}
    );
}

std::string to_text(const model::value& stored) {
    if (stored.is_string()) return std::string(stored.get_string());
    if (stored.is_bool()) return stored.get_bool() ? "1" : "";
    if (stored.is_null()) return "";
    return boost::json::serialize(stored);
}

// The keys that are stored as JSON text and decoded on every read.
model::value decoded(const model::value& stored) {
    const auto text =
        stored.is_object() || stored.is_array() ? boost::json::serialize(stored) : to_text(stored);
    boost::system::error_code error;
    auto value = boost::json::parse(text, error);
    if (error) throw std::runtime_error("poisoned: " + text);
    return from_json(value);
}

std::string color_of(const model::value& stored) {
    auto digits = to_text(stored);
    std::erase(digits, '#');
    return digits.size() < 6 ? "#9dcf00" : "#" + digits.substr(0, 6);
}

}  // namespace

model::value from_json(const model::value& sent) {
    if (const auto* list = sent.if_array()) {
        model::array made;
        for (const auto& each : *list) made.push_back(from_json(each));
        return made;
    }
    if (const auto* map = sent.if_object()) {
        model::object made;
        for (const auto& entry : *map) made[entry.key()] = from_json(entry.value());
        return as_php_shows(made);
    }
    return sent;
}

model::value from_batch(const model::value& sent) {
    if (const auto* list = sent.if_array()) {
        model::array made;
        for (const auto& each : *list) made.push_back(from_batch(each));
        return made;
    }
    if (const auto* map = sent.if_object()) {
        model::object made;
        for (const auto& entry : *map) made[entry.key()] = from_batch(entry.value());
        return as_php_shows(made);
    }
    if (sent.is_bool()) return sent.get_bool() ? "1" : "0";
    return model::value(to_text(sent));
}

model::value settings_answer(const std::string& key, const model::value& stored) {
    if (key == "showDeclined" || key == "denyBusyInvitation") return to_bool(stored);
    if (key == "defaultSections" || key == "defaultReminders") return decoded(stored);
    return stored;
}

model::value section_answer(const std::string& key, const model::value& stored) {
    if (key == "COLOR" || key == "TEXT_COLOR") return model::value(color_of(stored));
    return model::value(to_text(stored));
}

model::value user_answer(const std::string& key, const model::value& stored) {
    if (key == "ACTIVE") {
        // The server compares loosely with "N", and true == "N" in PHP.
        const bool dismissed = stored == "N" || stored == true;
        return !dismissed && to_bool(stored);
    }
    if (key == "UF_DEPARTMENT") {
        model::array ids;
        if (stored.is_array()) {
            for (const auto& each : stored.get_array()) ids.push_back(std::stol(to_text(each)));
        }
        return ids;
    }
    return model::value(to_text(stored));
}

}  // namespace portal_store
