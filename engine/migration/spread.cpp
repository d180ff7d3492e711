#include "migration/spread.hpp"

#include <boost/json/serialize.hpp>

#include <map>
#include <string>
#include <utility>

namespace migration {

namespace {

std::string shown(const meaning& what) {
    const auto* value = std::get_if<model::value>(&what);
    return value == nullptr ? std::string() : boost::json::serialize(*value);
}

}  // namespace

bool is_reference(const meaning& what) {
    return std::holds_alternative<own_calendar>(what) || std::holds_alternative<own_default>(what);
}

common most_of(const spread& values) {
    common made;
    std::map<std::string, std::pair<std::size_t, const meaning*>> counts;
    std::size_t plain = 0;
    for (const auto* each : values) {
        if (each == nullptr) {
            ++made.absent;
        } else if (is_reference(*each)) {
            ++made.references;
        } else {
            auto& [count, first] = counts[shown(*each)];
            ++count;
            ++plain;
            if (first == nullptr) first = each;
        }
    }
    for (const auto& [text, count] : counts) {
        if (count.first <= made.holders) continue;
        made.holders = count.first;
        made.what = count.second;
    }
    made.others = plain - made.holders;
    return made;
}

bool is_plain(const meaning* what) {
    return what != nullptr && !is_reference(*what);
}

meaning audible(const meaning& what) {
    const auto* value = std::get_if<model::value>(&what);
    return value != nullptr && *value == "" ? meaning(model::value(false)) : what;
}

bool is_mute(const catalog::field& which, const meaning* what) {
    const auto* value = is_plain(what) ? std::get_if<model::value>(what) : nullptr;
    return value != nullptr && *value == "" && which.type != catalog::field_type::email;
}

}  // namespace migration
