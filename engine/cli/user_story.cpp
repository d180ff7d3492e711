#include "cli/user_story.hpp"

#include "journal/stored_name.hpp"
#include "report/characters.hpp"
#include "report/duration_text.hpp"
#include "report/escaping.hpp"
#include "report/reasons.hpp"
#include "report/summary_json.hpp"
#include "report/user_json.hpp"
#include "report/value_text.hpp"
#include "run/remembered_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace cli {

namespace {

using report::shown;
using report::style;
using report::terminal_text;

std::string heading(const user_story& what, const report::painter& paint) {
    const auto& job = what.job;
    model::user who;
    who.id = job.who;
    who.email = job.email;
    auto out = fmt::format("user {}: ", terminal_text(report::user_label(who)));
    out += job.overall ? paint(report::style_of(*job.overall), model::to_string(*job.overall))
                       : paint(style::doubtful, "without an outcome");
    out += fmt::format(
        "\nrun {} ({} on {})\ntaken on {}",
        terminal_text(what.run.id.value()),
        terminal_text(what.run.command),
        terminal_text(what.run.portal.value()),
        base::to_rfc3339(job.started)
    );
    if (job.finished)
        out += fmt::format(", done after {}", report::duration_text(*job.finished - job.started));
    out += '\n';
    if (!job.reason.empty()) out += terminal_text(job.reason) + '\n';
    return out;
}

std::string image_line(std::string_view name, const std::optional<model::value>& image) {
    if (!image) return {};
    return fmt::format("         {:<7}{}\n", name, terminal_text(report::json_text(*image)));
}

std::string step_text(const journal::step_row& step) {
    model::step which;
    which.id = step.id;
    which.target = step.target;
    auto name = terminal_text(model::label(which));
    if (step.as == model::acts_as::admin) name += " as admin";
    auto out = fmt::format("  {:>2}  {}", step.place + 1, name);
    out += fmt::format("  {}", step.what ? model::to_string(*step.what) : "without an outcome");
    if (!step.code.empty()) out += fmt::format("  {}", terminal_text(step.code));
    if (!step.reason.empty()) out += fmt::format(": {}", terminal_text(step.reason));
    out += '\n';
    for (const auto& each : step.changes) {
        out += fmt::format(
            "         {}: {} -> {}",
            terminal_text(each.key),
            terminal_text(shown(each.before)),
            terminal_text(shown(each.wanted))
        );
        const bool as_wanted = step.what == model::outcome::changed;
        if (!as_wanted && !each.after.is_null())
            out += fmt::format(", read back {}", terminal_text(shown(each.after)));
        out += '\n';
    }
    out += image_line("before", step.before) + image_line("after", step.after);
    if (step.remote_id) out += fmt::format("         id     {}\n", terminal_text(*step.remote_id));
    return out;
}

// One request, of which several commands may be his.
using request_rows = std::vector<const journal::attempt_row*>;

std::vector<request_rows> by_request(const std::vector<journal::attempt_row>& sent) {
    std::vector<request_rows> all;
    for (const auto& each : sent) {
        if (all.empty() || all.back().front()->request != each.request) all.emplace_back();
        all.back().push_back(&each);
    }
    return all;
}

std::string answer_of(const journal::attempt_row& which) {
    if (!which.answered) return "no answer: in flight when the run ended";
    auto out =
        fmt::format("answered after {}", report::duration_text(*which.answered - which.sent));
    if (which.http_status != 0) out += fmt::format(", HTTP {}", which.http_status);
    return out;
}

std::string request_text(const request_rows& rows, base::wall_time since) {
    const auto& first = *rows.front();
    auto out = fmt::format(
        "  #{}  {}, {} later, a {} under {}: {}\n",
        first.request.value(),
        base::to_rfc3339(first.sent),
        report::duration_text(first.sent - since),
        journal::stored_name(first.form),
        terminal_text(first.credential.value()),
        answer_of(first)
    );
    for (const auto* each : rows) {
        out += fmt::format(
            "         {:<9}{}  {}",
            journal::stored_name(each->why),
            terminal_text(each->method),
            journal::stored_name(each->what)
        );
        if (!each->code.empty()) out += fmt::format("  {}", terminal_text(each->code));
        if (!each->text.empty()) out += fmt::format(": {}", terminal_text(each->text));
        if (each->created) out += fmt::format("  made {}", terminal_text(*each->created));
        out += '\n';
    }
    return out;
}

model::object command_json(const journal::attempt_row& which) {
    model::object made{
        {"step", which.step},
        {"purpose", journal::stored_name(which.why)},
        {"method", report::valid_utf8(which.method)},
        {"answer", journal::stored_name(which.what)},
        {"code", report::valid_utf8(which.code)},
        {"text", report::valid_utf8(which.text)}
    };
    if (which.created) made["created"] = report::valid_utf8(*which.created);
    return made;
}

model::object request_json(const request_rows& rows, base::wall_time since) {
    const auto& first = *rows.front();
    model::array commands;
    for (const auto* each : rows) commands.push_back(command_json(*each));
    model::object made{
        {"number", first.request.value()},
        {"credential", report::valid_utf8(first.credential.value())},
        {"form", journal::stored_name(first.form)},
        {"sent", base::to_rfc3339(first.sent)},
        {"after_ms", (first.sent - since).count()},
        {"answered", nullptr},
        {"waited_ms", nullptr},
        {"http_status", first.http_status},
        {"commands", std::move(commands)}
    };
    if (first.answered) {
        made["answered"] = base::to_rfc3339(*first.answered);
        made["waited_ms"] = (*first.answered - first.sent).count();
    }
    return made;
}

// When the wait for a request began: with the answer before it, or with the job.
base::wall_time waited_since(
    const user_story& what, const std::vector<request_rows>& all, std::size_t at
) {
    if (at == 0) return what.job.started;
    const auto& before = *all[at - 1].front();
    return before.answered.value_or(before.sent);
}

}  // namespace

std::string story_text(const user_story& what, report::colors paint) {
    auto out = heading(what, report::painter(paint)) + '\n';
    for (const auto& each : what.job.steps) out += step_text(each);
    const auto all = by_request(what.sent);
    out += all.empty() ? "\nNothing was sent for him.\n" : "\n";
    for (std::size_t at = 0; at < all.size(); ++at)
        out += request_text(all[at], waited_since(what, all, at));
    return out;
}

model::object story_json(const user_story& what) {
    model::array requests;
    const auto all = by_request(what.sent);
    for (std::size_t at = 0; at < all.size(); ++at)
        requests.push_back(request_json(all[at], waited_since(what, all, at)));
    model::object user{{"id", what.job.who.value()}, {"email", report::valid_utf8(what.job.email)}};
    if (what.job.overall) user = report::user_json(run::result_of(what.job));
    user["started"] = base::to_rfc3339(what.job.started);
    user["finished"] = nullptr;
    if (what.job.finished) user["finished"] = base::to_rfc3339(*what.job.finished);
    if (!what.job.overall) user["outcome"] = nullptr;
    return {
        {"format_version", report::format_version},
        {"run", report::run_json(run::header_of(what.run))},
        {"user", std::move(user)},
        {"requests", std::move(requests)}
    };
}

}  // namespace cli
