#include "migration/passage.hpp"

#include "base/letter_case.hpp"
#include "document/problem.hpp"

#include <fmt/format.h>

#include <utility>

namespace migration {

namespace {

std::string shown(const person& who) {
    if (who.email.empty()) return fmt::format("user {}", who.id.value());
    return fmt::format("user {} ({})", who.id.value(), who.email);
}

void complain(
    const user_rule* rule, std::string code, std::string message, base::diagnostics& problems
) {
    base::diagnostic made;
    if (rule != nullptr) {
        made = document::problem_at(rule->where, code, message);
        made.path = rule->path;
    }
    made.code = std::move(code);
    made.message = std::move(message);
    problems.add(std::move(made));
}

}  // namespace

void residents::add(const person& who) {
    by_id_.emplace(who.id.value(), all_.size());
    if (!who.email.empty()) by_email_[base::lower_case(who.email)].push_back(all_.size());
    all_.push_back(who);
}

const person* residents::by_id(model::user_id id) const {
    const auto found = by_id_.find(id.value());
    return found == by_id_.end() ? nullptr : &all_[found->second];
}

std::vector<const person*> residents::by_email(const std::string& address) const {
    std::vector<const person*> all;
    const auto found = by_email_.find(base::lower_case(address));
    if (found != by_email_.end())
        for (const auto each : found->second) all.push_back(&all_[each]);
    return all;
}

fate passage::of(const person& who, base::diagnostics& problems) {
    const auto* rule = how_.rule_of(who, problems);
    auto made = rule != nullptr ? by_rule(who, *rule, problems) : by_address(who);
    if (made.what != course::moves) return made;
    return arrived(who, made.there, rule, problems);
}

fate passage::by_rule(const person& who, const user_rule& rule, base::diagnostics& problems) {
    if (std::holds_alternative<stays>(rule.to)) return {course::stays, {}, ""};
    if (const auto* id = std::get_if<model::user_id>(&rule.to)) {
        if (const auto* found = there_.by_id(*id)) return {course::moves, *found, ""};
        complain(
            &rule,
            "mapping.nobody-there",
            fmt::format("the roster of {} has no user {}", portal_, id->value()),
            problems
        );
        return {course::lost, {}, "the mapping leads to nobody"};
    }
    const auto& address = std::get<std::string>(rule.to);
    const auto found = there_.by_email(address);
    if (found.size() == 1) return {course::moves, *found.front(), ""};
    complain(
        &rule,
        "mapping.nobody-there",
        found.empty()
            ? fmt::format("nobody on the roster of {} has the address {}", portal_, address)
            : fmt::format(
                  "{} users on the roster of {} have the address {}; name the id of the "
                  "one that {} is",
                  found.size(),
                  portal_,
                  address,
                  shown(who)
              ),
        problems
    );
    return {course::lost, {}, "the mapping leads to nobody in particular"};
}

fate passage::by_address(const person& who) const {
    if (who.email.empty()) return {course::lost, {}, "he has no e-mail address to be found by"};
    const auto found = there_.by_email(who.email);
    if (found.size() == 1) return {course::moves, *found.front(), ""};
    if (found.empty()) return {course::lost, {}, "nobody there has his e-mail address"};
    return {course::lost, {}, fmt::format("{} users there have his e-mail address", found.size())};
}

fate passage::arrived(
    const person& who, const person& there, const user_rule* by, base::diagnostics& problems
) {
    const auto [other, is_new] = taken_.try_emplace(there.id.value(), who);
    if (is_new) return {course::moves, there, ""};
    complain(
        by,
        "mapping.two-become-one",
        fmt::format(
            "{} and {} would both become {} on {}",
            shown(other->second),
            shown(who),
            shown(there),
            portal_
        ),
        problems
    );
    return {course::lost, {}, "somebody else has become this user"};
}

}  // namespace migration
