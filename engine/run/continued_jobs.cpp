#include "run/continued_jobs.hpp"

#include "run/once_key.hpp"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace run {

namespace {

using written_steps = std::vector<const journal::written_step*>;

bool is_same(const journal::written_step& before, const model::step& now) {
    return before.kind == now.kind && before.target == now.target && before.id == now.id;
}

// For every step of the job what was written for it, by whichever runs: at its own place or, when
// something else stands there now, at the first step like it that nothing was found for.
std::vector<written_steps> matched(
    const std::vector<model::step>& steps, const std::vector<journal::written_step>& before
) {
    std::vector<written_steps> all(steps.size());
    for (const auto& each : before) {
        if (each.place < steps.size() && is_same(each, steps[each.place])) {
            all[each.place].push_back(&each);
            continue;
        }
        for (std::size_t at = 0; at < steps.size(); ++at) {
            if (!all[at].empty() || !is_same(each, steps[at])) continue;
            all[at].push_back(&each);
            break;
        }
    }
    return all;
}

const journal::written_step* first_that(
    const written_steps& all, std::initializer_list<journal::fate> fates
) {
    const auto found = std::ranges::find_if(all, [&](const journal::written_step* each) {
        return std::ranges::find(fates, each->what) != fates.end();
    });
    return found == all.end() ? nullptr : *found;
}

}  // namespace

bool is_taken_up(model::kinship how, std::optional<model::user_outcome> before) {
    if (how == model::kinship::continues) return !before;
    return before == model::user_outcome::failed || before == model::user_outcome::unknown ||
           before == model::user_outcome::blocked;
}

continued_jobs::continued_jobs(
    std::unique_ptr<job_supply> from, const catalog::definitions& all, memory of
)
    : from_(std::move(from)), all_(all), of_(std::move(of)) {}

base::result<std::optional<model::work_item>> continued_jobs::next() {
    for (;;) {
        auto item = from_->next();
        if (!item || !*item) return item;
        if (!is_taken_up(of_.how, of_.before.outcome_of((*item)->what.who.id))) continue;
        const auto recalled = recall(**item);
        if (!recalled) return std::unexpected(recalled.error());
        return item;
    }
}

std::map<model::user_outcome, std::uint64_t> continued_jobs::carried() const {
    std::map<model::user_outcome, std::uint64_t> counts;
    if (of_.how != model::kinship::continues) return counts;
    for (const auto& [user, outcome] : of_.before.settled) ++counts[outcome];
    return counts;
}

base::result<void> continued_jobs::recall(model::work_item& item) const {
    const auto found = of_.before.written.find(item.what.who.id.value());
    if (found == of_.before.written.end()) return {};
    const auto& steps = item.what.steps;
    const auto written = matched(steps, found->second);
    item.done_before.resize(steps.size());
    for (std::size_t at = 0; at < steps.size(); ++at) {
        if (written[at].empty()) continue;
        const auto done = recall_step(item, steps[at], written[at], item.done_before[at]);
        if (!done) return done;
    }
    return {};
}

// What the journal tells of the attempts says more than that something was begun: a call that the
// portal refused was not made, and is due.
base::result<void> continued_jobs::recall_step(
    const model::work_item& item,
    const model::step& which,
    const written_steps& written,
    model::past& into
) const {
    using journal::fate;
    const auto* made = first_that(written, {fate::accepted});
    const auto* doubt = first_that(written, {fate::unknown, fate::in_doubt});
    if (which.kind != model::step_kind::call) {
        // Who was brought to an end has had it recorded; the others' is settled by a read.
        const auto* either = made != nullptr ? made : doubt;
        if (either != nullptr && of_.how == model::kinship::continues)
            into = {model::earlier::written, {}, either->run};
        return {};
    }
    if (made != nullptr) {
        const bool ours = of_.how == model::kinship::continues;
        into = {
            ours ? model::earlier::accepted : model::earlier::done,
            made->created.value_or(""),
            made->run
        };
        return {};
    }
    if (doubt != nullptr) {
        const auto* method = all_.find_method(which.target);
        const bool harmless = method != nullptr && method->repeat == catalog::idempotent::yes;
        if (!harmless) into = {model::earlier::perhaps, {}, doubt->run};
        return {};
    }
    if (into.what != model::earlier::perhaps) return {};
    into = {};
    for (const auto* each : written) {
        auto done =
            of_.journal.withdraw_doubt(of_.portal, item.what.who.id, once_key(which), each->run);
        if (!done) return done;
    }
    return {};
}

}  // namespace run
