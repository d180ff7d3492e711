#include "report/change_blocks.hpp"

#include "report/reasons.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace report {

namespace {

// A key that should have more values than these over the users of one shape is made for each of
// them. What is there may be of more kinds, because people choose it.
constexpr std::size_t most_wanted = 3;
constexpr std::size_t most_changes = 8;
// Past these, users are put together although they differ.
constexpr std::size_t most_variants = 64;
constexpr std::size_t most_shapes = 500;

// Parts of a key, told apart by a character that no name holds.
void append_part(std::string& key, std::string_view part) {
    key += part;
    key += '\x1f';
}

change_action action_of(const model::step& which, const model::step_result& result) {
    if (which.kind == model::step_kind::call) return change_action::call;
    if (which.kind == model::step_kind::settings) return change_action::set;
    return result.before ? change_action::update : change_action::create;
}

// What is left as it is, because somebody has changed it since, is no change of ours.
bool is_due(const model::key_change& what) {
    return what.fate == model::key_fate::due;
}

bool is_left_whole(const model::step_result& what) {
    return !what.changes.empty() && std::ranges::none_of(what.changes, is_due);
}

template <class Visit>
void each_differing(const model::job_result& what, Visit visit) {
    const auto steps = std::min(what.steps.size(), what.what.steps.size());
    for (std::size_t i = 0; i < steps; ++i)
        if (what.steps[i].what == model::outcome::differs && !is_left_whole(what.steps[i]))
            visit(what.what.steps[i], what.steps[i]);
}

// What a call is made with, as if it were changes.
std::vector<model::key_change> changes_of(
    const model::step& which, const model::step_result& result
) {
    std::vector<model::key_change> made;
    if (which.kind != model::step_kind::call) {
        std::ranges::copy_if(result.changes, std::back_inserter(made), is_due);
        return made;
    }
    for (const auto& each : which.with)
        made.push_back(
            {each.key(),
             nullptr,
             model::in_words(each.wanted),
             nullptr,
             each.origin->severity,
             each.origin->why}
        );
    return made;
}

std::vector<block_step> outline_of(const model::job_result& what) {
    std::vector<block_step> made;
    each_differing(what, [&](const model::step& which, const model::step_result& result) {
        block_step step;
        step.label = model::label(which);
        step.target = which.target;
        step.id = which.id;
        step.as = which.as;
        step.repeat = which.repeat;
        step.action = action_of(which, result);
        for (const auto& each : changes_of(which, result))
            step.keys.push_back({each.key, each.severity, each.why, {}});
        made.push_back(std::move(step));
    });
    return made;
}

void add_sample(std::vector<std::string>& samples, const std::string& one) {
    if (samples.size() < max_samples) samples.push_back(one);
}

bool is_same(const value_change& a, const value_change& b) {
    return a.before == b.before && a.wanted == b.wanted;
}

}  // namespace

// A user's changes in one row, as they are compared.
struct change_blocks::flat_change {
    std::string shape;
    std::vector<value_change> values;
    std::vector<std::string> texts;   // of both values
    std::vector<std::string> wanted;  // of the second
    std::vector<std::size_t> steps;   // by value, its step among those that differ

    explicit flat_change(const model::job_result& what) {
        std::size_t step = 0;
        each_differing(what, [&](const model::step& which, const model::step_result& result) {
            append_part(shape, which.target);
            append_part(shape, which.id);
            shape += static_cast<char>('0' + static_cast<int>(action_of(which, result)));
            shape += static_cast<char>('0' + static_cast<int>(which.as));
            for (const auto& each : changes_of(which, result)) add(each, step);
            shape += '\x1e';
            ++step;
        });
    }

private:
    void add(const model::key_change& what, std::size_t step) {
        append_part(shape, what.key);
        append_part(shape, what.severity);
        append_part(shape, what.why);
        values.push_back({what.before, what.wanted});
        wanted.push_back(boost::json::serialize(what.wanted));
        texts.push_back(boost::json::serialize(what.before) + '\x1f' + wanted.back());
        steps.push_back(step);
    }
};

std::string change_blocks::key_of(const shape& in, const std::vector<std::string>& texts) {
    std::string key;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (!in.slots[i].varies) key += texts[i];
        key += '\x1e';
    }
    return key;
}

void change_blocks::note(shape& in, const flat_change& what) {
    for (std::size_t i = 0; i < in.slots.size(); ++i) {
        auto& slot = in.slots[i];
        if (slot.varies) continue;
        slot.changes.insert(what.texts[i]);
        slot.wanted.insert(what.wanted[i]);
        if (slot.wanted.size() > most_wanted || slot.changes.size() > most_changes) let_vary(in, i);
    }
}

// Puts together again whom this key alone had parted.
void change_blocks::let_vary(shape& in, std::size_t slot) {
    auto& which = in.slots[slot];
    which.varies = true;
    which.changes.clear();
    which.wanted.clear();
    variants parted;
    parted.swap(in.all);
    for (auto& [old_key, each] : parted) {
        auto key = key_of(in, each.texts);
        const auto [at, is_new] = in.all.try_emplace(std::move(key), std::move(each));
        if (!is_new) join(at->second, each);
    }
}

void change_blocks::join(variant& to, const variant& other) {
    to.number = std::min(to.number, other.number);
    to.users += other.users;
    for (const auto& each : other.samples) add_sample(to.samples, each);
    for (std::size_t i = 0; i < to.values.size(); ++i)
        for (const auto& each : other.values[i]) {
            const auto known = std::ranges::any_of(to.values[i], [&](const value_change& one) {
                return is_same(one, each);
            });
            if (!known && to.values[i].size() < max_samples) to.values[i].push_back(each);
        }
}

void change_blocks::count(const model::job_result& what) {
    ++users_;
    each_differing(what, [&](const model::step& which, const model::step_result& result) {
        if (which.kind == model::step_kind::call) return;
        for (const auto& each : changes_of(which, result)) {
            ++keys_;
            ++severities_[each.severity];
        }
    });
}

void change_blocks::add(const model::job_result& what) {
    const flat_change flat(what);
    if (flat.shape.empty()) return;
    count(what);
    variant one{next_variant_, 1, {user_label(what.what.who)}, flat.texts, {}};
    for (const auto& each : flat.values) one.values.push_back({each});
    auto found = shapes_.find(flat.shape);
    if (found == shapes_.end() && shapes_.size() == most_shapes) {
        one.values.clear();
        return join(diverse_, one);
    }
    if (found == shapes_.end()) {
        shape made{outline_of(what), {}, {}};
        for (const auto step : flat.steps) made.slots.push_back({step, {}, {}, false});
        found = shapes_.emplace(flat.shape, std::move(made)).first;
    }
    auto& in = found->second;
    note(in, flat);
    const auto [at, is_new] = in.all.try_emplace(key_of(in, flat.texts), one);
    if (is_new)
        ++next_variant_;
    else
        join(at->second, one);
    while (in.all.size() > most_variants) {
        const auto widest = std::ranges::max_element(in.slots, {}, [](const slot& each) {
            return each.changes.size();
        });
        let_vary(in, static_cast<std::size_t>(widest - in.slots.begin()));
    }
}

std::vector<std::pair<const change_blocks::shape*, const change_blocks::variant*>>
change_blocks::in_order() const {
    std::vector<std::pair<const shape*, const variant*>> all;
    for (const auto& [key, each] : shapes_)
        for (const auto& [texts, which] : each.all) all.emplace_back(&each, &which);
    if (diverse_.users != 0) all.emplace_back(nullptr, &diverse_);
    std::ranges::sort(all, [](const auto& a, const auto& b) {
        if (a.second->users != b.second->users) return a.second->users > b.second->users;
        return a.second->number < b.second->number;
    });
    return all;
}

change_block change_blocks::block_of(const shape& in, const variant& which) {
    change_block made{which.users, which.samples, in.outline};
    std::size_t key = 0;
    for (std::size_t i = 0; i < in.slots.size(); ++i) {
        if (i != 0 && in.slots[i].step != in.slots[i - 1].step) key = 0;
        made.steps[in.slots[i].step].keys[key++].values = which.values[i];
    }
    return made;
}

std::vector<change_block> change_blocks::blocks() const {
    std::vector<change_block> made;
    for (const auto& [in, which] : in_order())
        made.push_back(
            in != nullptr ? block_of(*in, *which) : change_block{which->users, which->samples, {}}
        );
    return made;
}

change_blocks::finder change_blocks::places() const {
    finder made;
    made.of_ = this;
    for (const auto& [in, which] : in_order())
        made.place_.emplace(which->number, made.place_.size());
    return made;
}

std::optional<std::size_t> change_blocks::finder::operator()(const model::job_result& what) const {
    const flat_change flat(what);
    if (flat.shape.empty()) return std::nullopt;
    const auto in = of_->shapes_.find(flat.shape);
    if (in == of_->shapes_.end()) return place_.at(of_->diverse_.number);
    const auto which = in->second.all.find(key_of(in->second, flat.texts));
    if (which == in->second.all.end()) return std::nullopt;
    return place_.at(which->second.number);
}

}  // namespace report
