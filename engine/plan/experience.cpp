#include "plan/experience.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <variant>

namespace plan {

namespace {

constexpr auto envelope_method = "batch";

const model::timing* timing_of(const model::answer& one) {
    const auto* good = std::get_if<model::accepted>(&one);
    return good && good->time ? &*good->time : nullptr;
}

bool is_used_up(const model::answer& one) {
    const auto* no = std::get_if<model::rejected>(&one);
    return no && no->what_to_do == model::reaction::wait_for_budget;
}

// The last account of each method, and how many commands it is about.
struct account {
    const model::timing* said = nullptr;
    std::size_t commands = 0;
};

std::map<std::string_view, account> accounts_of(
    const model::request& what, const model::reply& reply
) {
    std::map<std::string_view, account> all;
    for (std::size_t i = 0; i < reply.answers.size(); ++i) {
        const auto* said = timing_of(reply.answers[i]);
        if (said == nullptr || !said->operating) continue;
        auto& known = all[what.commands[i].method];
        ++known.commands;
        if (known.said == nullptr || said->finish.value_or(0) >= known.said->finish.value_or(0))
            known.said = said;
    }
    return all;
}

struct spending {
    double seconds = 0;
    std::size_t commands = 0;
};

// By method. What the commands took cannot be more than what the request took: where the portal
// repeats the whole for each of them, or says nothing of them, the whole is shared out.
std::map<std::string_view, spending> spent(const model::request& what, const model::reply& reply) {
    std::map<std::string_view, spending> all;
    double sum = 0;
    for (std::size_t i = 0; i < reply.answers.size(); ++i) {
        const auto* said = timing_of(reply.answers[i]);
        if (said == nullptr) continue;
        auto& one = all[what.commands[i].method];
        one.seconds += said->duration;
        ++one.commands;
        sum += said->duration;
    }
    const auto whole = reply.envelope ? reply.envelope->duration : 0.0;
    if (whole > 0 && sum > whole)
        for (auto& [method, one] : all) one.seconds *= whole / sum;
    if (whole > 0 && sum == 0)
        for (const auto& each : what.commands) {
            auto& one = all[each.method];
            one = {whole / static_cast<double>(what.commands.size()), 1};
        }
    return all;
}

std::set<std::string_view> methods_of(const model::request& what) {
    std::set<std::string_view> all;
    for (const auto& each : what.commands) all.insert(each.method);
    return all;
}

base::duration span_of(double seconds) {
    return std::chrono::duration_cast<base::duration>(
        std::chrono::duration<double>(std::clamp(seconds, 0.0, 3600.0))
    );
}

void count_commands(
    pacing::operating_budget& into,
    const std::string& holder,
    const model::request& what,
    void (pacing::operating_budget::*how)(
        const pacing::budget_key&, std::size_t, model::request_number
    )
) {
    if (!into.remembers_any()) return;
    std::map<std::string_view, std::size_t> counts;
    for (const auto& each : what.commands) ++counts[each.method];
    for (const auto& [method, count] : counts)
        (into.*how)({holder, std::string(method)}, count, what.number);
    if (what.form == model::request_form::batch)
        (into.*how)({holder, envelope_method}, what.commands.size(), what.number);
}

}  // namespace

void note_sent(
    pacing::operating_budget& from, const std::string& holder, const model::request& what
) {
    count_commands(from, holder, what, &pacing::operating_budget::sent);
}

void learn_budgets(
    pacing::operating_budget& into,
    const std::string& holder,
    const model::request& what,
    const model::reply& reply,
    base::time_point now,
    base::wall_time wall
) {
    count_commands(into, holder, what, &pacing::operating_budget::answered);
    const bool batch = what.form == model::request_form::batch;
    for (const auto& [method, known] : accounts_of(what, reply))
        into.heard({holder, std::string(method)}, *known.said, known.commands, now, wall);
    if (batch && reply.envelope) {
        auto each = *reply.envelope;
        each.duration /= static_cast<double>(what.commands.size());
        into.heard({holder, envelope_method}, each, what.commands.size(), now, wall);
    }
    if (batch && reply.whole && is_used_up(*reply.whole))
        return into.refused({holder, envelope_method}, now);
    for (std::size_t i = 0; i < reply.answers.size(); ++i)
        if (is_used_up(reply.answers[i])) into.refused({holder, what.commands[i].method}, now);
}

void learn_sizes(
    pacing::batch_size& into,
    const model::request& what,
    const model::reply& reply,
    const moment& when
) {
    if (what.form != model::request_form::batch) return;
    const auto together = what.commands.size();
    if (reply.whole && std::holds_alternative<model::unknown>(*reply.whole)) {
        for (const auto method : methods_of(what)) into.lost(method, together, when.took);
        return;
    }
    for (const auto& [method, one] : spent(what, reply))
        into.answered(method, together, span_of(one.seconds / static_cast<double>(one.commands)));
    const bool too_long = std::ranges::any_of(reply.answers, [](const model::answer& each) {
        const auto* no = std::get_if<model::rejected>(&each);
        return no && no->what_to_do == model::reaction::split_batch;
    });
    if (too_long) into.refused_as_too_long(together);
}

}  // namespace plan
