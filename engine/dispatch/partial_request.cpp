#include "dispatch/partial_request.hpp"

#include <boost/assert.hpp>

#include <algorithm>
#include <utility>

namespace dispatch {

bool is_all_known(const foreknown& answers) {
    const auto known = [](const auto& each) { return each.has_value(); };
    return !answers.empty() && std::ranges::all_of(answers, known);
}

model::request unanswered_part(const model::request& all, const foreknown& known) {
    BOOST_ASSERT(known.size() == all.commands.size());
    auto part = all;
    part.commands.clear();
    for (std::size_t i = 0; i < known.size(); ++i)
        if (!known[i]) part.commands.push_back(all.commands[i]);
    return part;
}

model::reply with_foreknown(model::reply of_part, const foreknown& known) {
    std::vector<model::answer> all;
    all.reserve(known.size());
    std::size_t next = 0;
    for (const auto& each : known) {
        if (of_part.whole)
            all.push_back(*of_part.whole);
        else
            all.push_back(each ? *each : std::move(of_part.answers[next++]));
    }
    of_part.answers = std::move(all);
    return of_part;
}

}  // namespace dispatch
