#include "policy/merge.hpp"

#include "catalog/misfits.hpp"
#include "catalog/values.hpp"
#include "policy/user_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <span>
#include <utility>

namespace policy {
namespace {

template <class Step>
auto* find_key(Step& step, std::string_view name) {
    const auto found = std::ranges::find(step.with, name, [](const merged_key& each) {
        return std::string_view(each.key->field.name);
    });
    return found == step.with.end() ? nullptr : std::to_address(found);
}

// What a collection's item is found by; nothing when that could not be made.
const model::value* item_name(const merged_step& step) {
    const auto* key = find_key(step, step.first->key_field);
    if (key == nullptr) return nullptr;
    const auto* value = std::get_if<operand>(&key->wanted);
    return value == nullptr ? nullptr : &value->get();
}

std::string shown(const merged_key& key) {
    if (const auto* value = std::get_if<operand>(&key.wanted))
        return catalog::described(value->get());
    return std::holds_alternative<std::size_t>(key.wanted) ? "the id of a step"
                                                           : "a mapping with the id of a step";
}

// Whether all merged steps that a key refers to are such.
template <class Such>
bool refers_only_to(const merged_key& key, const Such& is_such) {
    if (const auto* whole = std::get_if<std::size_t>(&key.wanted)) return is_such(*whole);
    const auto* open = std::get_if<open_mapping>(&key.wanted);
    return open == nullptr || std::ranges::all_of(open->places, is_such, &id_place::step);
}

std::string both(const policy_file& a, const policy_file& b) {
    if (&a == &b) return fmt::format("two steps of policy '{}'", a.name);
    return fmt::format("policies '{}' and '{}' (both of priority {})", a.name, b.name, a.priority);
}

// One step that two policies have from the same parent.
bool is_same_place(const base::source_pos& a, const base::source_pos& b) {
    return a.line == b.line && a.column == b.column && a.line != 0 && a.file && b.file &&
           *a.file == *b.file;
}

// Whether `other`, which came later, says it instead: within one policy the child refines what it
// has from its parent.
bool refines(const merged_key& mine, const merged_key& other) {
    return mine.from == other.from && other.layer < mine.layer;
}

const model::exemption* find_exemption(
    const std::vector<const model::exemption*>& of_user,
    const merged_step& step,
    std::string_view key
) {
    if (step.first->kind == model::step_kind::call) return nullptr;
    for (const auto* each : of_user)
        if (each->target == step.first->target && each->key == key) return each;
    return nullptr;
}

bool refers_beyond(const std::vector<merged_step>& steps) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto is_before = [i](std::size_t target) { return target < i; };
        for (const auto& key : steps[i].with)
            if (!refers_only_to(key, is_before)) return true;
    }
    return false;
}

}  // namespace

void merger::add(const policy_file& which) {
    user_names known(&who_, which.variables);
    std::vector<std::size_t> homes;
    homes.reserve(which.steps.size());
    for (const auto& step : which.steps)
        homes.push_back(settle(resolve(which, step, known, homes)));
}

merged_step merger::resolve(
    const policy_file& from,
    const policy_step& step,
    user_names& known,
    const std::vector<std::size_t>& homes
) {
    merged_step made{&step, &from, step.id, {}};
    made.with.reserve(step.with.size());
    for (const auto& key : step.with) {
        merged_key one{&key, &from, step.layer, {}};
        if (const auto* constant = std::get_if<model::value>(&key.wanted)) {
            one.wanted = operand::borrowed(*constant);
        } else if (const auto* earlier = std::get_if<earlier_step>(&key.wanted)) {
            one.wanted = homes[earlier->index];
        } else {
            const auto& how = std::get<recipe>(key.wanted);
            std::vector<id_place> places;
            auto value = value_of(from, key, how, known, places);
            if (!value) continue;
            for (auto& each : places) each.step = homes[each.step];
            if (places.empty())
                one.wanted = operand::made_of(std::move(*value));
            else
                one.wanted = open_mapping{std::move(*value), std::move(places)};
        }
        made.with.push_back(std::move(one));
    }
    return made;
}

std::optional<model::value> merger::value_of(
    const policy_file& from,
    const managed_key& key,
    const recipe& how,
    user_names& known,
    std::vector<id_place>& places
) {
    auto value = make(how, known);
    if (!value) {
        failed_ = true;
        reporter_of(from, problems_).error(value.error(), about(who_));
        return std::nullopt;
    }
    places = places_of_ids(how, value->get());
    auto normal = catalog::normalise(key.field, value->get());
    if (normal) return std::move(*normal);
    failed_ = true;
    reporter_of(from, problems_)
        .error(
            "policy.bad-value",
            key.value_at.where,
            key.value_at.path,
            normal.error().message + about(who_),
            normal.error().hint
        );
    return std::nullopt;
}

std::string about(const model::user& who) {
    if (who.email.empty()) return fmt::format(" (for user {})", who.id.value());
    return fmt::format(" (for user {}, {})", who.id.value(), who.email);
}

std::size_t merger::settle(merged_step step) {
    std::size_t home = steps_.size();
    for (std::size_t i = 0; i < steps_.size(); ++i) {
        if (!are_one(steps_[i], step)) continue;
        if (home != steps_.size())
            refuse_steps(
                steps_[home],
                step,
                fmt::format(
                    "this one fits that one as well as the one at {}",
                    base::to_string(steps_[i].first->where)
                ),
                "give the steps ids that tell them apart"
            );
        else
            home = i;
    }
    if (home == steps_.size())
        steps_.push_back(std::move(step));
    else
        unite(steps_[home], std::move(step));
    return home;
}

bool merger::are_one(const merged_step& a, const merged_step& b) const {
    if (a.first->kind != b.first->kind || a.first->target != b.first->target) return false;
    if (a.first->kind == model::step_kind::settings) return true;
    if (!a.id.empty() && a.id == b.id) return true;
    if (is_same_place(a.first->where, b.first->where)) return true;
    if (a.first->kind == model::step_kind::call) return false;
    const auto* name = item_name(a);
    const auto* other = item_name(b);
    return name != nullptr && other != nullptr && *name == *other;
}

void merger::unite(merged_step& home, merged_step&& other) {
    const bool refined = home.from == other.from && other.first->layer < home.first->layer;
    if (refined) home.first = other.first;
    const bool differ =
        home.first->as != other.first->as || home.first->repeat != other.first->repeat;
    if (differ && home.from->priority == other.from->priority)
        refuse_steps(
            home,
            other,
            "they differ in 'as' or in 'once'",
            "let them agree, or give one of the policies a higher priority"
        );
    if (home.id.empty()) home.id = std::move(other.id);
    home.with.reserve(home.with.size() + other.with.size());
    for (auto& key : other.with) unite_key(home, std::move(key));
}

void merger::unite_key(merged_step& home, merged_key&& other) {
    auto* mine = find_key(home, other.key->field.name);
    if (mine == nullptr) {
        home.with.push_back(std::move(other));
    } else if (refines(*mine, other)) {
        replace(*mine, std::move(other));
    } else if (mine->from->priority == other.from->priority) {
        if (mine->wanted != other.wanted) return refuse_values(*mine, other);
        // Equals say the same: the one that says why is worth more.
        const bool is_bare = mine->key->severity.empty() && mine->key->why.empty();
        if (is_bare)
            replace(*mine, std::move(other));
        else if (kept_ == memory::everything)
            mine->overridden.push_back(std::move(other));
    } else if (kept_ == memory::everything) {
        mine->overridden.push_back(std::move(other));
    }
}

void merger::replace(merged_key& loser, merged_key&& winner) const {
    if (kept_ == memory::everything) {
        auto before = std::exchange(loser.overridden, {});
        winner.overridden.push_back(std::move(loser));
        for (auto& each : before) winner.overridden.push_back(std::move(each));
    }
    loser = std::move(winner);
}

void merger::refuse_values(const merged_key& a, const merged_key& b) {
    failed_ = true;
    reporter_of(*b.from, problems_)
        .error(
            "policy.conflict",
            b.key->where,
            b.key->value_at.path,
            fmt::format(
                "{} disagree on '{}': here it is {}, at {} it is {}{}",
                both(*a.from, *b.from),
                b.key->field.name,
                shown(b),
                base::to_string(a.key->where),
                shown(a),
                about(who_)
            ),
            "let only one of them say it, or give one a higher priority"
        );
}

void merger::refuse_steps(
    const merged_step& a, const merged_step& b, std::string_view what, std::string hint
) {
    refuse_step(
        b,
        fmt::format(
            "this step and the one at {} are about the same {}, but {}",
            base::to_string(a.first->where),
            b.first->target,
            what
        ),
        std::move(hint)
    );
}

void merger::refuse_step(const merged_step& which, std::string_view what, std::string hint) {
    failed_ = true;
    reporter_of(*which.from, problems_)
        .error(
            "policy.conflict",
            which.first->where,
            which.first->path,
            fmt::format("{}{}", what, about(who_)),
            std::move(hint)
        );
}

// As they came, but each behind those that it refers to.
std::vector<std::size_t> merger::order() {
    std::vector<std::size_t> order;
    order.reserve(steps_.size());
    if (!refers_beyond(steps_)) {
        for (std::size_t i = 0; i < steps_.size(); ++i) order.push_back(i);
        return order;
    }
    std::vector<bool> done(steps_.size(), false);
    const auto is_ready = [&](std::size_t which) {
        const auto is_done = [&](std::size_t each) { return done[each]; };
        return !done[which] && std::ranges::all_of(steps_[which].with, [&](const merged_key& key) {
            return refers_only_to(key, is_done);
        });
    };
    while (order.size() < steps_.size()) {
        std::size_t next = 0;
        while (next < steps_.size() && !is_ready(next)) ++next;
        if (next == steps_.size()) break;
        done[next] = true;
        order.push_back(next);
    }
    const auto stuck = std::ranges::find(done, false);
    if (stuck != done.end()) {
        refuse_step(
            steps_[static_cast<std::size_t>(stuck - done.begin())],
            "this step waits for itself, because the policies refer to each other's steps",
            "take one of the references out"
        );
    }
    return order;
}

// Ids are names within one policy. Where two policies use one for different things, the later one
// gets its policy's name in front.
void merger::name_steps() {
    for (std::size_t i = 1; i < steps_.size(); ++i) {
        auto& id = steps_[i].id;
        const auto before = std::span(steps_).first(i);
        if (!id.empty() && std::ranges::find(before, id, &merged_step::id) != before.end())
            id = fmt::format("{}/{}", steps_[i].from->name, id);
    }
}

explained_value merger::said_by(const merged_key& key) const {
    const auto& from = *key.from;
    explained_value made{
        from.layers[key.layer].name,
        from.name,
        from.priority,
        key.key->where,
        {},
        key.key->severity,
        key.key->why
    };
    made.wanted = wanted_of(key);
    return made;
}

// Once the steps have their names.
model::wanted_value merger::wanted_of(const merged_key& key) const {
    if (const auto* value = std::get_if<operand>(&key.wanted)) return value->get();
    if (const auto* whole = std::get_if<std::size_t>(&key.wanted))
        return model::step_reference{steps_[*whole].id};
    const auto& open = std::get<open_mapping>(key.wanted);
    model::open_value made{open.what, {}};
    for (const auto& each : open.places) {
        const auto& id = steps_[each.step].id;
        model::put_at(made.what, each.path, model::value(model::reference_in_words(id)));
        made.places.push_back({each.path, id});
    }
    return made;
}

std::optional<std::vector<explained_step>> merger::explain(const exceptions& but) {
    if (failed_) return std::nullopt;
    const auto in_order = order();
    if (failed_) return std::nullopt;
    name_steps();
    const auto exempt = but.of(who_);
    std::vector<explained_step> all;
    for (const auto index : in_order) {
        const auto& from = steps_[index];
        const auto& first = *from.first;
        explained_step step{from.id, first.target, first.kind, first.as, first.repeat, {}};
        for (const auto& key : from.with) {
            explained_key one{key.key->field.name, {said_by(key)}, std::nullopt};
            for (const auto& each : key.overridden) one.chain.push_back(said_by(each));
            if (const auto* left = find_exemption(exempt, from, one.key)) one.exempt = *left;
            step.keys.push_back(std::move(one));
        }
        all.push_back(std::move(step));
    }
    return all;
}

std::optional<model::job> merger::finish(const exceptions& but) {
    if (failed_) return std::nullopt;
    const auto in_order = order();
    if (failed_) return std::nullopt;
    name_steps();
    const auto exempt = but.of(who_);
    model::job made;
    made.steps.reserve(steps_.size());
    auto foremost = steps_.size();  // of the policy with the highest priority
    for (const auto index : in_order) {
        auto& from = steps_[index];
        const auto& first = *from.first;
        model::step step{from.id, first.kind, first.target, first.as, first.repeat, {}};
        step.with.reserve(from.with.size());
        for (auto& key : from.with) {
            if (const auto* left = find_exemption(exempt, from, key.key->field.name)) {
                made.exempt.push_back(*left);
                continue;
            }
            auto& to = step.with.emplace_back();
            to.origin = key.key->origin;
            if (auto* value = std::get_if<operand>(&key.wanted))
                to.wanted = std::move(*value).take();
            else
                to.wanted = wanted_of(key);
        }
        // A call without parameters is one; settings without keys are nothing.
        const bool is_left = !step.with.empty() || from.with.empty();
        if (!is_left) continue;
        made.steps.push_back(std::move(step));
        foremost = std::min(foremost, index);
    }
    if (foremost != steps_.size()) made.under = steps_[foremost].from->turns;
    return made;
}

}  // namespace policy
