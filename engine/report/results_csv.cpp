#include "report/results_csv.hpp"

#include "report/escaping.hpp"
#include "report/totals.hpp"
#include "report/value_text.hpp"

#include <array>

namespace report {

namespace {

// One line; the members in the order of the columns.
struct row {
    std::string user_id;
    std::string email;
    std::string outcome;
    std::string step;
    std::string key;
    std::string before;
    std::string wanted;
    std::string after;
    std::string code;
    std::string reason;
    std::string severity;
    std::string why;
};

void append_line(std::string& out, const row& one) {
    const std::array<const std::string*, 12> cells{
        &one.user_id,
        &one.email,
        &one.outcome,
        &one.step,
        &one.key,
        &one.before,
        &one.wanted,
        &one.after,
        &one.code,
        &one.reason,
        &one.severity,
        &one.why
    };
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i != 0) out += ',';
        out += csv_cell(*cells.at(i));
    }
    out += "\r\n";
}

row row_of_key(row line, const model::key_change& change) {
    line.key = change.key;
    line.before = cell_text(change.before);
    line.wanted = cell_text(change.wanted);
    line.after = cell_text(change.after);
    line.severity = change.severity;
    line.why = change.why;
    // Of a step that left some of its keys, the others say nothing of it.
    if (change.fate == model::key_fate::changed_since) {
        line.outcome = "left";
        line.code = "changed-since";
        line.reason = "somebody changed it since";
    } else if (line.code == "changed-since") {
        line.code = {};
        line.reason = {};
    }
    return line;
}

bool is_telling(const model::step_result& step) {
    return model::why_left(step) != model::left_because::nothing || !step.changes.empty() ||
           step.what == model::outcome::changed || step.what == model::outcome::failed ||
           step.what == model::outcome::unknown;
}

void append_step(
    std::string& out,
    row line,
    const model::step_result& step,
    const model::job_result& job,
    std::size_t at
) {
    line.outcome = model::to_string(step.what);
    if (at < job.what.steps.size()) line.step = model::label(job.what.steps[at]);
    line.code = step.code;
    line.reason = step.reason;
    for (const auto& change : step.changes) append_line(out, row_of_key(line, change));
    if (step.changes.empty()) append_line(out, line);
}

}  // namespace

std::string_view csv_header() {
    return "user_id,email,outcome,step,key,before,wanted,after,code,reason,severity,why\r\n";
}

std::string csv_rows(const model::job_result& what) {
    row line;
    line.user_id = std::to_string(what.what.who.id.value());
    line.email = what.what.who.email;
    std::string out;
    for (std::size_t i = 0; i < what.steps.size(); ++i) {
        if (is_telling(what.steps[i])) append_step(out, line, what.steps[i], what, i);
    }
    if (!out.empty()) return out;
    line.outcome = model::to_string(what.overall);
    if (what.overall != model::user_outcome::unchanged) line.code = explaining_code(what);
    line.reason = what.reason;
    append_line(out, line);
    return out;
}

}  // namespace report
