#include "run/snapshot_diff.hpp"

#include "catalog/calls.hpp"
#include "catalog/values.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace run {

namespace {

const model::value nothing;

const model::value& member(const model::object* of, std::string_view key) {
    const auto* found = of == nullptr ? nullptr : of->if_contains(key);
    return found == nullptr ? nothing : *found;
}

// Every key that one of them has, in the words of the answer.
std::map<std::string, const catalog::field*> keys_of(
    const catalog::resource& what, const model::object* a, const model::object* b
) {
    std::map<std::string, const catalog::field*> all;
    for (const auto* each : {a, b})
        if (each != nullptr)
            for (const auto& entry : *each) all.emplace(entry.key(), nullptr);
    for (const auto& field : what.fields)
        if (const auto found = all.find(catalog::answer_name(field)); found != all.end())
            found->second = &field;
    return all;
}

bool is_same(const catalog::field* which, const model::value& a, const model::value& b) {
    return which == nullptr ? a == b : catalog::alike(*which, a, b);
}

class user_diff {
public:
    explicit user_diff(const snapshot::entry& first) {
        made_.what.who.id = first.user;
        made_.what.who.email = first.email;
        made_.overall = model::user_outcome::unchanged;
    }

    // `name`: of an item; "" = settings.
    void add(
        const catalog::resource& what,
        const std::string& name,
        const model::object* a,
        const model::object* b
    ) {
        model::step step;
        step.id = name;
        step.kind = what.kind;
        step.target = what.name;
        step.as = what.as;
        model::step_result result;
        result.what = model::outcome::differs;
        if (a != nullptr) result.before = model::value(*a);
        for (const auto& [key, field] : keys_of(what, a, b)) {
            const auto& before = member(a, key);
            const auto& after = member(b, key);
            if (is_same(field, before, after)) continue;
            result.changes.push_back(
                {field == nullptr ? key : field->name, before, after, nullptr, "", ""}
            );
        }
        if (result.changes.empty()) return;
        made_.what.steps.push_back(std::move(step));
        made_.steps.push_back(std::move(result));
        made_.overall = model::user_outcome::differs;
    }

    void add_items(const catalog::resource& what, const model::array& a, const model::array& b) {
        std::map<std::string, std::pair<const model::object*, const model::object*>> by_id;
        for (const auto& each : a)
            by_id[catalog::item_id(what, each.as_object()).value_or("")].first = &each.as_object();
        for (const auto& each : b)
            by_id[catalog::item_id(what, each.as_object()).value_or("")].second = &each.as_object();
        const auto* key = catalog::find_field(what.fields, what.key_field);
        for (const auto& [id, both] : by_id) {
            const auto* known = both.first != nullptr ? both.first : both.second;
            const auto& name = member(known, catalog::answer_name(*key));
            add(what,
                name.is_string() ? std::string(std::string_view(name.get_string())) : id,
                both.first,
                both.second);
        }
    }

    model::job_result blocked(const snapshot::reason_unread& why) && {
        made_.overall = model::user_outcome::blocked;
        made_.blocked = why.what;
        made_.reason = why.why;
        return std::move(made_);
    }
    model::job_result done() && { return std::move(made_); }

private:
    model::job_result made_;
};

model::job_result difference(
    const snapshot::entry& first,
    const snapshot::entry& second,
    const std::vector<const catalog::resource*>& what
) {
    user_diff made(first);
    if (first.unread) return std::move(made).blocked(*first.unread);
    if (second.unread) return std::move(made).blocked(*second.unread);
    for (const auto* each : what) {
        const auto& a = first.state.at(each->name);
        const auto& b = second.state.at(each->name);
        if (each->kind == model::step_kind::collection)
            made.add_items(*each, a.as_array(), b.as_array());
        else
            made.add(*each, "", &a.as_object(), &b.as_object());
    }
    return std::move(made).done();
}

// Those that both have.
std::vector<const catalog::resource*> common_resources(
    const snapshot::head& first, const snapshot::head& second, const catalog::definitions& all
) {
    std::vector<const catalog::resource*> made;
    for (const auto& name : first.resources)
        if (std::ranges::find(second.resources, name) != second.resources.end())
            if (const auto* found = all.find_resource(name)) made.push_back(found);
    return made;
}

}  // namespace

lone_users compare(
    snapshot::reader& first,
    snapshot::reader& second,
    const catalog::definitions& all,
    const std::function<void(const model::job_result&)>& each,
    base::diagnostics& problems
) {
    const auto what = common_resources(first.about(), second.about(), all);
    lone_users lone;
    auto a = first.next(problems);
    auto b = second.next(problems);
    while (a || b) {
        if (!b || (a && a->user.value() < b->user.value())) {
            ++lone.first;
            a = first.next(problems);
        } else if (!a || b->user.value() < a->user.value()) {
            ++lone.second;
            b = second.next(problems);
        } else {
            each(difference(*a, *b, what));
            a = first.next(problems);
            b = second.next(problems);
        }
    }
    return lone;
}

}  // namespace run
