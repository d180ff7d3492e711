#include "run/retold_run.hpp"

#include "journal/read.hpp"
#include "portal/error_table.hpp"
#include "run/remembered_run.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace run {

namespace {

model::answer answer_of(
    journal::fate what, const std::string& code, const std::string& text, int status
) {
    switch (what) {
        case journal::fate::not_sent:
            return model::not_sent{model::not_sent_reason::none, text};
        case journal::fate::accepted:
            return model::accepted{};
        case journal::fate::rejected:
        case journal::fate::in_doubt: {
            model::rejected made;
            made.code = code;
            made.text = text;
            made.what_to_do = portal::classify(code, status, text).what_to_do;
            made.took =
                what == journal::fate::in_doubt ? model::effect::possible : model::effect::none;
            made.http_status = status;
            return made;
        }
        case journal::fate::unknown:
            break;
    }
    return model::unknown{text};
}

model::request request_of(const journal::request_row& row) {
    model::request made;
    made.number = row.number;
    made.credential = row.credential;
    made.form = row.form;
    for (const auto& each : row.commands) {
        model::command command;
        command.method = each.method;
        command.job = each.job;
        command.why = each.why;
        made.commands.push_back(std::move(command));
    }
    return made;
}

model::reply reply_of(const journal::request_row& row) {
    model::reply made;
    if (row.whole) {
        made = model::reply_for_all(
            row.commands.size(), answer_of(*row.whole, row.code, row.text, row.http_status)
        );
    } else {
        for (const auto& each : row.commands)
            made.answers.push_back(answer_of(
                each.what.value_or(journal::fate::unknown), each.code, each.text, row.http_status
            ));
    }
    made.http_status = row.http_status;
    return made;
}

}  // namespace

base::result<retold> retell(
    const journal::store& in, const model::run_id& run, dispatch::progress_port& to
) {
    retold made;
    const auto note = [&made](base::wall_time when) { made.last = std::max(made.last, when); };
    journal::retelling ear;
    ear.opened = [&](const journal::job_row& job) -> base::result<void> {
        note(job.started);
        if (!job.overall) ++made.open;
        model::work_item item;
        item.number = job.number;
        item.what = job_of(job);
        to.job_opened(item);
        return {};
    };
    ear.answered = [&](const journal::request_row& row) -> base::result<void> {
        note(row.answered.value_or(row.sent));
        const auto request = request_of(row);
        to.request_sent(request, row.sent);
        if (row.answered) to.request_answered(request, reply_of(row), row.sent, *row.answered);
        return {};
    };
    ear.closed = [&](const journal::job_row& job) -> base::result<void> {
        note(job.finished.value_or(job.started));
        to.job_closed(result_of(job));
        return {};
    };
    const auto done = journal::reader(in).retell(run, ear);
    if (!done) return std::unexpected(done.error());
    return made;
}

}  // namespace run
