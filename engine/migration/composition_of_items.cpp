#include "migration/composition.hpp"
#include "migration/phrase.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace migration {

// Places that the same users have are one policy.
void composition::add_items(const catalog::resource& of) {
    for (std::size_t first = 0; having(of.name, first) != 0;) {
        auto last = first;
        while (having(of.name, last + 1) == having(of.name, first)) ++last;
        add_item_policy(of, first, last);
        first = last + 1;
    }
}

void composition::add_item_policy(
    const catalog::resource& of, std::size_t first, std::size_t last
) {
    const auto users = having(of.name, first);
    auto made = policy(
        of,
        first == last ? std::to_string(first + 1) : fmt::format("{}-{}", first + 1, last + 1),
        fmt::format(
            "The {} of {}, by name, in the order in which they were made.",
            first == last ? fmt::format("{}. {}", first + 1, of.name)
                          : fmt::format("{}. to {}. {}", first + 1, last + 1, of.name),
            people(users)
        )
    );
    for (auto place = first; place <= last; ++place) {
        const auto column = fmt::format("{}_{}", short_name(of), place + 1);
        if (place == first && users != all_->size()) made.when = is_given(column);
        made_.asked_for.push_back(column);
        for (std::size_t i = 0; i < all_->size(); ++i)
            if (const auto* found = item_at(i, of.name, place))
                put(i, column, model::value(found->name));
        made.steps.push_back({of.name, "", {{of.key_field, from_roster(column), ""}}});
        for (const auto& field : of.fields)
            if (field.name != of.key_field && field.may == catalog::access::read_write)
                add_item_field(of, place, field, made);
    }
    made_.policies.push_back(std::move(made));
}

void composition::add_item_field(
    const catalog::resource& of,
    std::size_t place,
    const catalog::field& which,
    drafted_policy& into
) {
    std::vector<meaning> held;
    held.reserve(all_->size());
    spread values(all_->size(), nullptr);
    std::size_t without = 0;
    for (std::size_t i = 0; i < all_->size(); ++i) {
        const auto* found = item_at(i, of.name, place);
        if (found == nullptr) continue;
        const auto value = found->fields.find(which.name);
        if (value == found->fields.end())
            ++without;
        else
            values[i] = &held.emplace_back(value->second);
    }
    if (held.empty()) return;
    const auto name = fmt::format("{}_{}", short_name(of), place + 1);
    const auto column = fmt::format("{}_{}", name, which.name);
    const bool mute =
        std::ranges::any_of(values, [&](const meaning* each) { return is_mute(which, each); });
    if (without == 0 && !mute) {
        into.steps.back().with.push_back(shared_line(which, column, values, into));
        return;
    }
    auto made = policy(
        of,
        fmt::format("{}-{}", place + 1, which.name),
        fmt::format(
            "The {} of the {}. {} of {}.", which.name, place + 1, of.name, people(held.size())
        )
    );
    made.when = is_given(column);
    made.steps.push_back(
        {of.name, "", {{of.key_field, from_roster(name), ""}, {which.name, from_roster(column), ""}}
        }
    );
    for (std::size_t i = 0; i < values.size(); ++i)
        if (values[i] != nullptr) put(i, column, *values[i]);
    made_.asked_for.push_back(column);
    made_.policies.push_back(std::move(made));
}

}  // namespace migration
