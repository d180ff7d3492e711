#include "model/job.hpp"

#include <boost/assert.hpp>

#include <utility>

namespace model {

std::string label(const step& which) {
    return which.id.empty() ? which.target : which.id + " (" + which.target + ")";
}

std::vector<std::string_view> references_of(const wanted_value& what) {
    std::vector<std::string_view> all;
    if (const auto* whole = std::get_if<step_reference>(&what)) all.emplace_back(whole->step_id);
    if (const auto* open = std::get_if<open_value>(&what))
        for (const auto& each : open->places) all.emplace_back(each.step_id);
    return all;
}

std::string reference_in_words(std::string_view step_id) {
    return "${steps." + std::string(step_id) + ".id}";
}

value in_words(const wanted_value& what) {
    if (const auto* fixed = std::get_if<value>(&what)) return *fixed;
    if (const auto* open = std::get_if<open_value>(&what)) return open->what;
    return value(reference_in_words(std::get<step_reference>(what).step_id));
}

void put_at(value& into, std::span<const std::string> path, value what) {
    auto* at = &into;
    for (const auto& key : path) {
        BOOST_ASSERT(at->is_object() && at->get_object().contains(key));
        at = &at->get_object().at(key);
    }
    *at = std::move(what);
}

}  // namespace model
