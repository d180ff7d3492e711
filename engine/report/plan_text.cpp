#include "report/plan_text.hpp"

#include "report/characters.hpp"
#include "report/escaping.hpp"
#include "report/reason_text.hpp"
#include "report/value_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace report {

namespace {

constexpr std::size_t value_columns = 60;

std::string value_of(const plan_key& key) {
    if (!key.step_id.empty()) return fmt::format("${{steps.{}.id}}", key.step_id);
    if (key.values.empty()) return "null";
    if (key.differing == 0) return cut_to_columns(shown(key.values.front()), value_columns);
    std::string out = "by user: ";
    for (const auto& value : key.values) {
        if (&value != &key.values.front()) out += ", ";
        out += cut_to_columns(shown(value), value_columns / 2);
    }
    // Of more values than are shown it is known only that there are some.
    if (key.values.size() == max_samples) out += ", …";
    return out;
}

std::string step_line(const plan_step& step, const painter& paint) {
    auto line = fmt::format(
        "  {} {}, as {}",
        step.kind == model::step_kind::call ? "call" : "ensure",
        paint(style::heading, terminal_text(step.label)),
        step.as == model::acts_as::admin ? "admin" : "user"
    );
    if (step.repeat == model::repetition::once_per_user) line += ", once per user";
    return line + '\n';
}

std::string key_lines(const plan_step& step, const painter& paint) {
    std::size_t widest = 0;
    for (const auto& key : step.keys) widest = std::max(widest, columns_of(key.key));
    std::string out;
    for (const auto& key : step.keys) {
        auto line = fmt::format(
            "      {}  {}", padded(terminal_text(key.key), widest), terminal_text(value_of(key))
        );
        if (!key.severity.empty()) {
            line += paint(style::doubtful, fmt::format("  [{}]", terminal_text(key.severity)));
        }
        if (!key.why.empty()) line += paint(style::quiet, "  # " + terminal_text(key.why));
        out += line + '\n';
    }
    return out;
}

std::string range_text(std::uint64_t least, std::uint64_t most) {
    return least == most ? std::to_string(least) : fmt::format("{} to {}", least, most);
}

std::string cost_line(const plan_block& block) {
    const auto right = range_text(block.lowest.least, block.highest.least);
    const auto differs = range_text(block.lowest.most, block.highest.most);
    if (right == differs) return fmt::format("  requests per user: {}\n", right);
    return fmt::format(
        "  requests per user: {} where all is right, {} where something differs\n", right, differs
    );
}

std::string block_text(const plan_block& block, const painter& paint) {
    auto out = fmt::format(
        "\n{} {}\n",
        paint(style::good, fmt::format("{} {}:", block.users, block.users == 1 ? "user" : "users")),
        some_of(block.samples, block.users)
    );
    for (const auto& step : block.steps) out += step_line(step, paint) + key_lines(step, paint);
    return out + cost_line(block);
}

std::string totals_text(const offline_plan& plan, const plan_facts& facts) {
    const auto selected = plan.planned_users() + plan.blocked_users() + facts.excepted;
    const auto digits =
        std::max<std::size_t>(std::to_string(std::max(selected, facts.unmatched)).size(), 3);
    std::string out = "\n";
    const auto add = [&](std::string_view name, std::uint64_t count, std::string_view remark) {
        fmt::format_to(std::back_inserter(out), "  {:<12}{:>{}}", name, count, digits);
        out += remark.empty() ? "\n" : fmt::format("   {}\n", remark);
    };
    add("planned", plan.planned_users(), "");
    add("blocked", plan.blocked_users(), "");
    if (facts.excepted != 0) add("excepted", facts.excepted, "from all that is meant for them");
    out += "  " + std::string(12 + digits, '-') + '\n';
    add("selected", selected, "");
    if (facts.exempt_keys != 0)
        add("exceptions", facts.exempt_keys, "keys that are left as they are");
    if (facts.unmatched != 0) add("unmatched", facts.unmatched, "of the roster, by no policy");
    auto cost = plan.requests();
    cost.most += facts.shared_requests;
    out += fmt::format(
        "\n  requests    {}\n",
        cost.least == cost.most
            ? std::to_string(cost.least)
            : fmt::format("{} where all is right, at most {}", cost.least, cost.most)
    );
    if (!facts.forecast.empty()) {
        out += fmt::format("  forecast    {}\n", terminal_text(facts.forecast));
    }
    return out;
}

}  // namespace

std::string plan_text(const offline_plan& plan, const plan_facts& facts, colors paint) {
    const painter with(paint);
    auto title = "plan for " + facts.portal.value();
    if (!facts.portal_url.empty()) title += fmt::format(" ({})", facts.portal_url);
    auto out = fmt::format(
        "{}: offline, so what is there already is not known\n",
        with(style::heading, terminal_text(title))
    );
    if (!facts.policies.empty()) out += fmt::format("policies {}\n", names_text(facts.policies));
    for (const auto& block : plan.blocks()) out += block_text(block, with);
    out += reason_section("BLOCKED BY REASON", plan.blocked(), with);
    out += totals_text(plan, facts);
    out += played_text(facts.played, "where nothing is right yet", with);
    return out;
}

}  // namespace report
