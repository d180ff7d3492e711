#include "roster/joined_source.hpp"

#include "document/problem.hpp"
#include "roster/membership.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace roster {
namespace {

bool says_nothing(const model::value& value) {
    return value.is_null() || (value.is_string() && value.get_string().empty());
}

// "3" of a CSV and 3 of a YAML file say the same; so do addresses in capital and small letters.
bool say_the_same(const model::value& a, const model::value& b, std::string_view name) {
    if (a == b) return true;
    if (a.is_structured() || b.is_structured()) return false;
    return any_text(a, [&](std::string_view left) {
        return any_text(b, [&](std::string_view right) {
            return name == "email" ? folded(left) == folded(right) : left == right;
        });
    });
}

void complain(
    const base::source_pos& where,
    std::string code,
    std::string message,
    std::string hint,
    base::diagnostics& problems
) {
    auto what = document::problem_at(where, std::move(code), std::move(message));
    what.hint = std::move(hint);
    problems.add(std::move(what));
}

std::string label(const model::user& who) {
    return who.id.value() != 0 ? std::to_string(who.id.value()) : who.email;
}

void contradict(
    const model::user& who,
    std::string_view name,
    const model::value& here,
    const base::source_pos& where,
    const model::value& there,
    const base::source_pos& elsewhere,
    base::diagnostics& problems
) {
    complain(
        where,
        "roster.contradiction",
        fmt::format(
            "two rosters contradict each other about the user {}: '{}' is {} here and {} at {}",
            label(who),
            name,
            boost::json::serialize(here),
            boost::json::serialize(there),
            base::to_string(elsewhere)
        ),
        "keep one of the two",
        problems
    );
}

}  // namespace

std::unique_ptr<source> joined_source::open(
    std::unique_ptr<source> first,
    std::vector<std::unique_ptr<source>> others,
    join_key key,
    base::diagnostics& problems
) {
    const auto before = problems.errors();
    std::unique_ptr<joined_source> made(new joined_source(std::move(first), key));
    for (const auto& each : others) {
        for (auto& name : each->describe().attributes)
            if (std::ranges::find(made->known_.attributes, name) == made->known_.attributes.end())
                made->known_.attributes.push_back(std::move(name));
        while (const auto user = each->next(problems)) made->remember(*user, problems);
    }
    if (problems.errors() != before) return nullptr;
    return made;
}

std::string joined_source::key_of(const model::user& who) const {
    return key_ == join_key::id ? std::to_string(who.id.value()) : folded(who.email);
}

void joined_source::remember(const model::user& who, base::diagnostics& problems) {
    const auto key = key_of(who);
    if (key.empty()) {
        complain(
            who.where,
            "roster.no-key",
            "this user has no email, by which the rosters are joined",
            "give it, or join them by id",
            problems
        );
        return;
    }
    const auto [found, is_new] = by_key_.try_emplace(key, additions_.size());
    if (is_new) additions_.push_back({who, {}, false});
    auto& known = additions_[found->second];
    for (const auto& each : who.attributes) {
        if (says_nothing(each.value())) continue;
        const std::string name(each.key());
        const auto [fact, first] =
            known.facts.try_emplace(name, joined_source::fact{each.value(), who.where});
        const auto& [value, where] = fact->second;
        if (!first && !say_the_same(value, each.value(), name))
            contradict(who, name, each.value(), who.where, value, where, problems);
    }
    if (known.who.id.value() == 0) known.who.id = who.id;
    if (who.id.value() != 0) by_id_.try_emplace(who.id.value(), found->second);
}

std::optional<model::user> joined_source::next(base::diagnostics& problems) {
    while (auto user = first_->next(problems)) {
        // Without an address he is nobody's namesake.
        const auto key = key_of(*user);
        const auto found = key.empty() ? by_key_.end() : by_key_.find(key);
        const auto same_id = by_id_.find(user->id.value());
        if (same_id != by_id_.end() &&
            (found == by_key_.end() || same_id->second != found->second)) {
            const auto& other = additions_[same_id->second].who;
            contradict(
                *user,
                "email",
                model::value(user->email),
                user->where,
                model::value(other.email),
                other.where,
                problems
            );
            additions_[same_id->second].used = true;
            continue;
        }
        if (found == by_key_.end()) return user;
        auto& by = additions_[found->second];
        if (by.used) {
            complain(
                user->where,
                "roster.same-key",
                fmt::format("a second user has the email {}, by which rosters are joined", key),
                "join them by id",
                problems
            );
            continue;
        }
        by.used = true;
        if (complete(*user, by, problems)) return user;
    }
    return next_of_the_others(problems);
}

bool joined_source::complete(model::user& who, addition& by, base::diagnostics& problems) const {
    bool agrees = true;
    // In the order of the outline, so that what is told does not depend on a hash.
    for (const auto& name : known_.attributes) {
        const auto found = by.facts.find(name);
        if (found == by.facts.end()) continue;
        const auto* own = who.attributes.if_contains(name);
        if (own == nullptr || says_nothing(*own)) {
            who.attributes[name] = found->second.value;
            if (name == "email") who.email = found->second.value.get_string();
        } else if (!say_the_same(*own, found->second.value, name)) {
            agrees = false;
            contradict(
                who, name, *own, who.where, found->second.value, found->second.where, problems
            );
        }
    }
    return agrees;
}

std::optional<model::user> joined_source::next_of_the_others(base::diagnostics& problems) {
    while (at_ < additions_.size()) {
        auto& each = additions_[at_++];
        if (each.used) continue;
        each.used = true;
        if (each.who.id.value() == 0) {
            complain(
                each.who.where,
                "roster.unknown-user",
                fmt::format(
                    "the first roster has no user {}, and here he has no id", each.who.email
                ),
                "mend the email, or give the id of a user who is to be added",
                problems
            );
            continue;
        }
        auto user = each.who;
        for (const auto& name : known_.attributes) {
            const auto found = each.facts.find(name);
            if (found != each.facts.end()) user.attributes[name] = found->second.value;
        }
        if (const auto* email = user.attributes.if_contains("email"); email && email->is_string())
            user.email = email->get_string();
        return user;
    }
    return std::nullopt;
}

}  // namespace roster
