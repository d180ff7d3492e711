#include "roster/equipped_source.hpp"

#include "roster/membership.hpp"

#include <algorithm>
#include <utility>

namespace roster {

std::unique_ptr<source> equipped_source::open(
    std::unique_ptr<source> from, group_book groups, base::diagnostics& problems
) {
    const auto before = problems.errors();
    groups.finish(from->describe().attributes, problems);
    if (problems.errors() != before) return nullptr;
    return std::unique_ptr<source>(new equipped_source(std::move(from), std::move(groups)));
}

equipped_source::equipped_source(std::unique_ptr<source> from, group_book groups)
    : from_(std::move(from)), groups_(std::move(groups)), known_(from_->describe()) {
    known_.groups = groups_.names();
    const auto add = [&](std::string name) {
        if (std::ranges::find(known_.attributes, name) == known_.attributes.end())
            known_.attributes.push_back(std::move(name));
    };
    for (auto& each : groups_.var_names()) add(std::move(each));
    if (!groups_.empty()) add(std::string(groups_attribute));
}

std::optional<model::user> equipped_source::next(base::diagnostics& problems) {
    while (auto user = from_->next(problems)) {
        if (!groups_.empty() && !groups_.equip(*user, problems)) continue;
        for (const auto& each : known_.attributes) user->attributes.emplace(each, nullptr);
        return user;
    }
    // Who could not be read cannot be told from who is not there.
    if (!std::exchange(told_unlisted_, true) && !problems.has_errors())
        groups_.warn_of_unlisted(problems);
    return std::nullopt;
}

}  // namespace roster
