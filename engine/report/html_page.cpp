#include "report/html_page.hpp"

#include "base/embedded_file.hpp"
#include "report/duration_text.hpp"
#include "report/escaping.hpp"

#include <boost/assert.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <kainjow/mustache.hpp>

#include <span>
#include <string_view>

namespace report {

// Generated from templates/.
std::span<const base::embedded_file> embedded_files();

namespace {

using kainjow::mustache::data;

// The users are written between what stands before this mark and what stands after it.
constexpr std::string_view users_mark = "{{! users }}";

kainjow::mustache::mustache parsed(std::string_view text) {
    kainjow::mustache::mustache page{std::string(text)};
    BOOST_ASSERT_MSG(page.is_valid(), page.error_message().c_str());
    page.set_custom_escape([](const std::string& raw) { return html_text(raw); });
    return page;
}

std::size_t mark_in(std::string_view text) {
    const auto mark = text.find(users_mark);
    BOOST_ASSERT(mark != std::string_view::npos);
    return mark;
}

struct parsed_page {
    explicit parsed_page(std::string_view text)
        : head(parsed(text.substr(0, mark_in(text)))),
          foot(parsed(text.substr(mark_in(text) + users_mark.size()))) {}

    kainjow::mustache::mustache head;
    kainjow::mustache::mustache foot;
};

// A word that only this run knows: a script that a roster or a portal smuggled in would have to
// know it to be run. A nonce holds no other characters.
std::string nonce_of(const model::run_id& run) {
    std::string out = "m";
    for (const char c : run.value()) {
        const bool plain =
            (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
        if (plain) out += c;
    }
    return out;
}

// In a template an empty text counts as something: what is empty is left out instead.
void set_text(data& where, std::string_view name, const std::string& text) {
    if (!text.empty()) where.set(std::string(name), text);
}

void add_fact(data& facts, std::string_view name, const std::string& text) {
    if (text.empty()) return;
    data fact;
    fact.set("name", std::string(name));
    fact.set("text", text);
    facts.push_back(fact);
}

data facts_of(const model::run_summary& run) {
    const auto& head = run.header;
    data facts{data::type::list};
    add_fact(facts, "run", head.id.value());
    add_fact(facts, "portal", head.portal_url);
    add_fact(facts, "policies", fmt::format("{}", fmt::join(head.policies, ", ")));
    add_fact(facts, "reason", head.reason);
    add_fact(facts, "started", base::to_rfc3339(head.started));
    add_fact(facts, "took", duration_text(run.finished - head.started));
    if (run.unmatched != 0) {
        add_fact(facts, "unmatched", fmt::format("{} of the roster, by no policy", run.unmatched));
    }
    return facts;
}

// A tile for every outcome that occurred, and the share of each for the bar above them.
data tiles_of(const model::run_summary& run) {
    const auto selected = sum_of(run.users);
    data tiles{data::type::list};
    for (const auto what : all_user_outcomes) {
        const auto count = count_of(run.users, what);
        const bool usual = what == model::user_outcome::unchanged ||
                           what == model::user_outcome::changed ||
                           what == model::user_outcome::failed;
        if (count == 0 && !usual) continue;
        const auto share = selected == 0
                               ? 0.0
                               : 100.0 * static_cast<double>(count) / static_cast<double>(selected);
        data tile;
        tile.set("name", std::string(model::to_string(what)));
        tile.set("count", std::to_string(count));
        tile.set("share", fmt::format("{:.3f}", share));
        tile.set("some", count != 0);
        tiles.push_back(tile);
    }
    return tiles;
}

data requests_of(const model::run_summary& run) {
    const auto& lane = run.lane;
    const auto seconds = std::chrono::duration<double>(run.finished - run.header.started).count();
    data facts{data::type::list};
    add_fact(facts, "requests", std::to_string(lane.requests));
    if (seconds > 0) {
        add_fact(
            facts, "per second", fmt::format("{:.1f}", static_cast<double>(lane.requests) / seconds)
        );
    }
    add_fact(facts, "commands", std::to_string(lane.commands));
    add_fact(facts, "retries", std::to_string(lane.retries));
    add_fact(facts, "rate-limit answers", std::to_string(lane.rate_limited));
    add_fact(facts, "lost answers", std::to_string(lane.lost_answers));
    return facts;
}

data groups_of(const std::vector<reason_group>& groups) {
    data list{data::type::list};
    for (const auto& group : groups) {
        data samples{data::type::list};
        for (const auto& sample : group.samples) samples.push_back(sample);
        data entry;
        entry.set("code", group.code.empty() ? "(no code)" : group.code);
        entry.set("users", std::to_string(group.users));
        set_text(entry, "text", group.text);
        entry.set("samples", samples);
        if (group.users > group.samples.size()) {
            entry.set("more", std::to_string(group.users - group.samples.size()));
        }
        set_text(entry, "where", fmt::format("{}", fmt::join(group.targets, ", ")));
        set_text(entry, "advice", group.advice);
        set_text(entry, "next", group.next_command);
        list.push_back(entry);
    }
    return list;
}

void add_section(
    data& sections,
    std::string_view title,
    model::user_outcome tone,
    const std::vector<reason_group>& groups
) {
    if (groups.empty()) return;
    data section;
    section.set("title", std::string(title));
    section.set("tone", std::string(model::to_string(tone)));
    section.set("groups", groups_of(groups));
    sections.push_back(section);
}

}  // namespace

html_frame html_page(const model::run_summary& run, const totals& all, const std::string& chart) {
    data sections{data::type::list};
    add_section(sections, "Failures by reason", model::user_outcome::failed, all.failures());
    add_section(sections, "Blocked by reason", model::user_outcome::blocked, all.blocked());
    add_section(sections, "Skipped by reason", model::user_outcome::skipped, all.skipped());
    add_section(sections, "Left as it is", model::user_outcome::skipped, all.left());

    data page;
    page.set("nonce", nonce_of(run.header.id));
    page.set("title", fmt::format("{} on {}", run.header.command, run.header.portal.value()));
    page.set("end", std::string(model::to_string(run.end)));
    page.set("early", run.end != model::run_end::complete);
    set_text(page, "end_reason", run.end_reason);
    page.set("facts", facts_of(run));
    page.set("selected", std::to_string(sum_of(run.users)));
    page.set("tiles", tiles_of(run));
    page.set("requests", requests_of(run));
    page.set("sections", sections);
    set_text(page, "chart", chart);

    BOOST_ASSERT(!embedded_files().empty());
    // Rendering changes it, and parsing costs more than a small portal's page has to say.
    thread_local parsed_page ready(embedded_files().front().text);
    return {ready.head.render(page), ready.foot.render(page)};
}

}  // namespace report
