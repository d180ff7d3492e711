#include "report/offline_plan.hpp"

#include "report/totals.hpp"

#include <algorithm>
#include <utility>

namespace report {

namespace {

// Parts of a shape, told apart by a character that no name holds.
void append_part(std::string& shape, std::string_view part) {
    shape += part;
    shape += '\x1f';
}

const std::string* referenced_step(const model::setting& one) {
    const auto* reference = std::get_if<model::step_reference>(&one.wanted);
    return reference == nullptr ? nullptr : &reference->step_id;
}

// Everything of a job but its values: jobs of one shape stand in one block.
std::string shape_of(const model::job& what) {
    std::string shape;
    for (const auto& step : what.steps) {
        append_part(shape, step.target);
        append_part(shape, step.id);
        shape += static_cast<char>('0' + static_cast<int>(step.kind));
        shape += static_cast<char>('0' + static_cast<int>(step.as));
        shape += static_cast<char>('0' + static_cast<int>(step.repeat));
        for (const auto& each : step.with) {
            append_part(shape, each.key());
            append_part(shape, each.origin->policy);
            if (const auto* id = referenced_step(each)) append_part(shape, *id);
        }
        shape += '\x1e';
    }
    return shape;
}

plan_step outline_of(const model::step& step) {
    plan_step out;
    out.label = model::label(step);
    out.target = step.target;
    out.id = step.id;
    out.kind = step.kind;
    out.as = step.as;
    out.repeat = step.repeat;
    for (const auto& each : step.with) {
        plan_key key;
        key.key = each.key();
        key.severity = each.origin->severity;
        key.why = each.origin->why;
        if (const auto* id = referenced_step(each)) key.step_id = *id;
        out.keys.push_back(std::move(key));
    }
    return out;
}

void add_value(plan_key& key, const model::value& wanted) {
    const auto found = std::find(key.values.begin(), key.values.end(), wanted);
    if (found == key.values.begin() && !key.values.empty()) return;
    if (!key.values.empty()) ++key.differing;
    if (found == key.values.end() && key.values.size() < max_samples) key.values.push_back(wanted);
}

void add_values(plan_block& block, const model::job& what) {
    for (std::size_t i = 0; i < what.steps.size(); ++i) {
        const auto& settings = what.steps[i].with;
        for (std::size_t k = 0; k < settings.size(); ++k) {
            if (referenced_step(settings[k]) != nullptr) continue;
            add_value(block.steps[i].keys[k], model::in_words(settings[k].wanted));
        }
    }
}

void widen(plan_block& block, request_cost cost) {
    if (block.users == 0) {
        block.lowest = cost;
        block.highest = cost;
        return;
    }
    block.lowest.least = std::min(block.lowest.least, cost.least);
    block.lowest.most = std::min(block.lowest.most, cost.most);
    block.highest.least = std::max(block.highest.least, cost.least);
    block.highest.most = std::max(block.highest.most, cost.most);
}

}  // namespace

offline_plan::offline_plan(advice_source advice, command_source next_command)
    : advice_(std::move(advice)), next_command_(std::move(next_command)) {}

void offline_plan::add(const model::job& what, request_cost cost) {
    const auto [at, is_new] = index_.try_emplace(shape_of(what), blocks_.size());
    if (is_new) {
        plan_block made;
        for (const auto& step : what.steps) made.steps.push_back(outline_of(step));
        blocks_.push_back(std::move(made));
    }
    auto& block = blocks_[at->second];
    add_values(block, what);
    widen(block, cost);
    ++block.users;
    if (block.samples.size() < max_samples) block.samples.push_back(user_label(what.who));
    ++planned_;
    requests_.least += cost.least;
    requests_.most += cost.most;
}

void offline_plan::add_blocked(
    const model::user& who, model::block_reason why, std::string_view reason
) {
    blocked_.add(code_of(why), reason, "", who);
    ++blocked_users_;
}

std::vector<reason_group> offline_plan::blocked() const {
    return with_advice(blocked_.by_count(), advice_, next_command_);
}

}  // namespace report
