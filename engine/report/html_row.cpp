#include "report/html_row.hpp"

#include "report/characters.hpp"
#include "report/escaping.hpp"
#include "report/value_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace report {

namespace {

// What the folded line says of the keys; the rest is a click away.
constexpr std::size_t brief_keys = 3;
constexpr std::size_t brief_value = 24;

std::string brief_value_text(const model::value& what) {
    return what.is_null() ? "?" : cut_to_columns(shown(what), brief_value);
}

std::string brief_changes(const model::job_result& what) {
    std::string out;
    std::size_t keys = 0;
    for (const auto& step : what.steps) {
        for (const auto& change : step.changes) {
            if (++keys > brief_keys) continue;
            if (!out.empty()) out += ", ";
            out += fmt::format(
                "{}: {} → {}",
                change.key,
                brief_value_text(change.before),
                brief_value_text(change.wanted)
            );
        }
    }
    if (keys > brief_keys) out += fmt::format(" and {} more", keys - brief_keys);
    return out;
}

std::string brief(const model::job_result& what) {
    switch (what.overall) {
        case model::user_outcome::changed:
        case model::user_outcome::differs:
            return brief_changes(what);
        case model::user_outcome::blocked:
            if (what.reason.empty()) return std::string(model::to_string(what.blocked));
            return what.reason;
        default:
            return what.reason;
    }
}

std::string cell(const model::value& what) {
    if (what.is_null()) return "<td class=\"none\">not read</td>";
    return "<td>" + html_text(shown(what)) + "</td>";
}

void append_change(std::string& out, const model::key_change& change) {
    out += "<tr><th>" + html_text(change.key);
    if (!change.severity.empty()) {
        out += "<b class=\"severity\">" + html_text(change.severity) + "</b>";
    }
    if (change.fate == model::key_fate::changed_since)
        out += "<b class=\"severity\">left: changed since</b>";
    out += "</th>" + cell(change.before) + "<td class=\"arrow\">→</td>" + cell(change.wanted) +
           cell(change.after) + "<td>" + html_text(change.why) + "</td></tr>\n";
}

void append_step(std::string& out, const model::step_result& result, const std::string& label) {
    const auto outcome = model::to_string(result.what);
    fmt::format_to(
        std::back_inserter(out),
        "<h4>{} <i class=\"o {}\">{}</i>",
        html_text(label),
        outcome,
        outcome
    );
    if (result.attempts != 0) {
        fmt::format_to(
            std::back_inserter(out),
            "<small>{} {}</small>",
            result.attempts,
            result.attempts == 1 ? "request" : "requests"
        );
    }
    out += "</h4>\n";
    if (!result.code.empty() || !result.reason.empty()) {
        out +=
            "<p><code>" + html_text(result.code) + "</code> " + html_text(result.reason) + "</p>\n";
    }
    if (result.changes.empty()) return;
    out +=
        "<table><tr><th>key</th><th>before</th><th></th><th>wanted</th><th>read back</th>"
        "<th>why</th></tr>\n";
    for (const auto& change : result.changes) append_change(out, change);
    out += "</table>\n";
}

bool is_simply_right(const model::step_result& step) {
    return step.what == model::outcome::unchanged && step.changes.empty() && step.code.empty();
}

}  // namespace

std::string html_row(const model::job_result& what) {
    const auto outcome = model::to_string(what.overall);
    const auto line = fmt::format(
        "<b>{}</b><span>{}</span><i class=\"o {}\">{}</i><span>{}</span>",
        what.what.who.id.value(),
        html_text(what.what.who.email),
        outcome,
        outcome,
        html_text(brief(what))
    );
    // Most users of a nightly run are simply right: no markup is spent on what would be empty.
    if (std::all_of(what.steps.begin(), what.steps.end(), is_simply_right)) {
        return fmt::format("<div class=\"u\" data-o=\"{}\">{}</div>\n", outcome, line);
    }
    auto out = fmt::format(
        "<details class=\"u\" data-o=\"{}\"><summary>{}</summary><div>\n", outcome, line
    );
    for (std::size_t i = 0; i < what.steps.size(); ++i) {
        const auto label = i < what.what.steps.size() ? model::label(what.what.steps[i])
                                                      : fmt::format("step {}", i + 1);
        append_step(out, what.steps[i], label);
    }
    return out + "</div></details>\n";
}

}  // namespace report
