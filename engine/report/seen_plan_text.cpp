#include "report/seen_plan_text.hpp"

#include "report/characters.hpp"
#include "report/escaping.hpp"
#include "report/reason_text.hpp"
#include "report/value_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

namespace report {

namespace {

constexpr std::size_t value_columns = 50;
constexpr std::size_t most_blocks = 40;

std::string_view verb_of(change_action what) {
    switch (what) {
        case change_action::set:
            return "set";
        case change_action::create:
            return "make";
        case change_action::update:
            return "change";
        case change_action::call:
            return "call";
    }
    return "set";
}

bool has_before(change_action what) {
    return what == change_action::set || what == change_action::update;
}

std::string cut(const model::value& what, std::size_t columns) {
    return cut_to_columns(shown(what), columns);
}

std::string value_of(const block_key& key, change_action action) {
    const bool by_user = key.values.size() > 1;
    const auto columns = by_user ? value_columns / 2 : value_columns;
    std::string out = by_user ? "by user: " : "";
    for (const auto& each : key.values) {
        if (&each != &key.values.front()) out += ", ";
        if (has_before(action)) out += cut(each.before, columns) + " -> ";
        out += cut(each.wanted, columns);
    }
    // Of more values than are shown it is known only that there are some.
    if (key.values.size() == max_samples) out += ", …";
    return out;
}

std::string step_lines(const block_step& step, const painter& paint) {
    auto out = fmt::format(
        "  {} {}, as {}{}\n",
        verb_of(step.action),
        paint(style::heading, terminal_text(step.label)),
        step.as == model::acts_as::admin ? "admin" : "user",
        step.repeat == model::repetition::once_per_user ? ", once per user" : ""
    );
    std::size_t widest = 0;
    for (const auto& key : step.keys) widest = std::max(widest, columns_of(key.key));
    for (const auto& key : step.keys) {
        out += fmt::format(
            "      {}  {}",
            padded(terminal_text(key.key), widest),
            terminal_text(value_of(key, step.action))
        );
        if (!key.severity.empty())
            out += paint(style::doubtful, fmt::format("  [{}]", terminal_text(key.severity)));
        if (!key.why.empty()) out += paint(style::quiet, "  # " + terminal_text(key.why));
        out += '\n';
    }
    return out;
}

std::string everybody(const std::vector<std::string>& users) {
    std::string out;
    for (const auto& each : users) out += "\n      " + terminal_text(each);
    return out;
}

std::string block_text(
    const change_block& block,
    std::size_t number,
    const seen_plan_facts& facts,
    const painter& paint
) {
    const auto whole = facts.expanded.find(number);
    auto out = fmt::format(
        "\n{}{}\n",
        paint(
            style::good,
            fmt::format("#{}  {} {}:", number + 1, block.users, block.users == 1 ? "user" : "users")
        ),
        whole == facts.expanded.end() ? ' ' + some_of(block.samples, block.users)
                                      : everybody(whole->second)
    );
    if (block.steps.empty()) out += "  changes that are too diverse to be told apart here\n";
    for (const auto& step : block.steps) out += step_lines(step, paint);
    return out;
}

// Whoever asks for everybody of a block sees that block.
std::string blocks_text(const seen_plan& plan, const seen_plan_facts& facts, const painter& paint) {
    std::string out;
    std::uint64_t hidden = 0;
    std::uint64_t users = 0;
    const auto blocks = plan.changes().blocks();
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        if (i < most_blocks || facts.expanded.contains(i)) {
            out += block_text(blocks[i], i, facts, paint);
            continue;
        }
        ++hidden;
        users += blocks[i].users;
    }
    if (hidden != 0) out += fmt::format("\nand {} smaller blocks with {} users\n", hidden, users);
    return out;
}

// Only a plan that is whole can say that nothing differs.
std::string nothing_text(const seen_plan& plan, const seen_plan_facts& facts) {
    if (plan.changes().users() != 0 || facts.sha256.empty()) return {};
    if (plan.count(model::planned::blocked) == 0)
        return "\nNothing to change: everything is as it should be.\n";
    return plan.count(model::planned::right) != 0
               ? "\nNothing to change for anybody whose settings could be read.\n"
               : "\nNobody's settings could be read.\n";
}

std::string exemptions_text(const seen_plan& plan, const painter& paint) {
    const auto groups = plan.exempt();
    if (groups.empty()) return {};
    auto out = fmt::format("\n{}\n", paint(style::heading, "EXCEPTIONS IN FORCE"));
    for (const auto& each : groups) {
        out += terminal_text(fmt::format(
                   "  {}.{} stays {}, until {}",
                   each.what.target,
                   each.what.key,
                   cut(each.what.accepted, value_columns),
                   each.what.until
               )) +
               '\n';
        out += fmt::format("    users   {}\n", some_of(each.samples, each.users));
        out +=
            terminal_text(fmt::format("    why     {} ({})", each.what.reason, each.what.owner)) +
            '\n';
    }
    return out;
}

std::string_view remark_on(model::planned what) {
    switch (what) {
        case model::planned::blocked:
            return "not written to";
        case model::planned::excepted:
            return "from all that is meant for them";
        case model::planned::unsure:
            return "right, but of a call that may have happened; it is not repeated";
        case model::planned::unseen:
            return "not looked at: this plan is not whole";
        case model::planned::change:
        case model::planned::right:
            break;
    }
    return {};
}

bool is_always_told(model::planned what) {
    return what == model::planned::change || what == model::planned::right ||
           what == model::planned::blocked;
}

std::string severities_of(const change_blocks& changes) {
    std::vector<std::string> parts;
    for (const auto& [severity, keys] : changes.severities())
        if (!severity.empty()) parts.push_back(fmt::format("{} {}", keys, severity));
    return terminal_text(fmt::format("{}", fmt::join(parts, ", ")));
}

std::string scopes_text(const plan_scopes& scopes) {
    const auto listed = [](const std::set<std::string>& some) {
        return some.empty() ? std::string("none") : fmt::format("{}", fmt::join(some, ", "));
    };
    auto out = "users: " + listed(scopes.users);
    if (!scopes.admin.empty()) out += "; administrator: " + listed(scopes.admin);
    return out;
}

}  // namespace

std::string seen_plan_blocks(const seen_plan& plan, colors paint) {
    return blocks_text(plan, {}, painter(paint));
}

std::string seen_plan_totals(const seen_plan& plan, const seen_plan_facts& facts) {
    const auto selected = plan.selected();
    const auto digits = std::max<std::size_t>(
        std::to_string(std::max({selected, facts.unmatched, plan.changes().keys()})).size(), 3
    );
    std::string out = "\n";
    const auto add = [&](std::string_view name, std::uint64_t count, std::string_view remark) {
        fmt::format_to(std::back_inserter(out), "  {:<12}{:>{}}", name, count, digits);
        out += remark.empty() ? "\n" : fmt::format("   {}\n", remark);
    };
    for (const auto which : model::all_planned) {
        const auto users = plan.count(which);
        if (users == 0 && !is_always_told(which)) continue;
        add(model::to_string(which), users, users == 0 ? std::string_view() : remark_on(which));
    }
    out += "  " + std::string(12 + digits, '-') + '\n';
    add("selected", selected, "");
    if (facts.unmatched != 0) add("unmatched", facts.unmatched, "of the roster, by no policy");
    if (facts.calls_left_out != 0)
        add("calls", facts.calls_left_out, "left out: a call has no state that could drift");
    if (plan.changes().keys() != 0) {
        out += '\n';
        add("keys", plan.changes().keys(), severities_of(plan.changes()));
    }
    return out;
}

std::string seen_plan_text(const seen_plan& plan, const seen_plan_facts& facts, colors paint) {
    const painter with(paint);
    auto title = fmt::format("{} for {}", facts.command, facts.portal.value());
    if (!facts.portal_url.empty()) title += fmt::format(" ({})", facts.portal_url);
    auto out = with(style::heading, terminal_text(title));
    if (!facts.seen_at.empty()) out += ", read " + terminal_text(facts.seen_at);
    out += '\n';
    if (!facts.policies.empty()) out += fmt::format("policies {}\n", names_text(facts.policies));
    out += blocks_text(plan, facts, with);
    out += nothing_text(plan, facts);
    out += reason_section("BLOCKED BY REASON", plan.blocked(), with);
    out += reason_section("NOT LOOKED AT", plan.unseen(), with);
    out += exemptions_text(plan, with);
    out += seen_plan_totals(plan, facts);
    out += played_text(facts.forecast.played, "for those who change", with);
    out += '\n';
    const auto tell = [&](std::string_view name, const std::string& text) {
        if (!text.empty())
            fmt::format_to(std::back_inserter(out), "  {:<10}  {}\n", name, terminal_text(text));
    };
    tell("forecast", facts.forecast.text);
    if (facts.scopes) tell("scopes", scopes_text(*facts.scopes));
    tell("sha256", facts.sha256);
    for (const auto& each : facts.closing) tell(each.name, each.text);
    return out;
}

}  // namespace report
