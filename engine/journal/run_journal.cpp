#include "journal/run_journal.hpp"

#include "journal/database.hpp"
#include "journal/journal_error.hpp"
#include "journal/json_text.hpp"
#include "journal/remembered_answer.hpp"
#include "journal/stored_name.hpp"
#include "journal/stored_time.hpp"

#include <boost/assert.hpp>
#include <fmt/format.h>

#include <optional>
#include <string_view>
#include <utility>

namespace journal {

namespace {

// Adds what was being done; the words are made only when something went wrong.
template <class... Words>
base::result<void> doing(
    base::result<void> done, fmt::format_string<const Words&...> words, const Words&... with
) {
    if (done) return done;
    return std::unexpected(done.error().within(fmt::format(words, with...)));
}

base::result<void> conflict() {
    return std::unexpected(base::failure{journal_error::conflict, {}});
}

std::optional<std::string_view> if_any(std::string_view text) {
    if (text.empty()) return std::nullopt;
    return text;
}

std::optional<std::string> image_text(const std::optional<model::value>& image) {
    if (!image) return std::nullopt;
    return to_text(*image);
}

// Images are large, and that of a step that was right already is of no use to anybody. A skipped
// step keeps its own: it may have been written before the credential turned out to be somebody
// else's.
bool has_evidence(const model::step_result& step) {
    const bool has_image = step.before || step.after;
    return !step.changes.empty() || (has_image && step.what != model::outcome::unchanged);
}

}  // namespace

run_journal::run_journal(
    std::shared_ptr<database> opened, std::int64_t number, const model::run_header& header
)
    : database_(std::move(opened)),
      number_(number),
      id_(header.id),
      portal_(header.portal),
      once_(database_, header.portal, header.id) {}

void run_journal::name_with(naming names) {
    names_ = std::move(names);
    once_.name_with(names_.once_key);
}

base::result<void> run_journal::open_job(const model::work_item& item, base::wall_time now) {
    auto done = database_->transact([&] { return write_open(item, now); });
    if (done) {
        once_.watch(item);
        if (item.credential) credentials_.insert_or_assign(item.number, *item.credential);
    }
    return doing(std::move(done), "opening job {}", item.number.value());
}

base::result<void> run_journal::write_open(const model::work_item& item, base::wall_time now) {
    auto& kept = database_->kept;
    const auto job = item.number.value();
    const auto& who = item.what.who;
    auto done = kept.insert_job.run(number_, job, who.id.value(), who.email, stored_time(now));
    for (std::size_t place = 0; done && place < item.what.steps.size(); ++place) {
        const auto& step = item.what.steps[place];
        const auto key = once_.key_of(step);
        done = kept.insert_step.run(
            number_,
            job,
            place,
            stored_name(step.kind),
            step.target,
            step.id,
            stored_name(step.as),
            if_any(key)
        );
    }
    return done;
}

base::result<void> run_journal::begin(const model::request& what, base::wall_time now) {
    auto done = database_->transact([&] { return write_begin(what, now); });
    return doing(std::move(done), "recording the sending of request {}", what.number.value());
}

base::result<void> run_journal::write_begin(const model::request& what, base::wall_time now) {
    auto& kept = database_->kept;
    const auto request = what.number.value();
    auto done = kept.insert_request.run(
        number_, request, what.credential.value(), stored_name(what.form), stored_time(now)
    );
    for (std::size_t place = 0; done && place < what.commands.size(); ++place) {
        const auto& command = what.commands[place];
        done = kept.insert_attempt.run(
            number_,
            command.job.value(),
            request,
            place,
            command.step,
            stored_name(command.why),
            command.method
        );
        if (done) done = once_.sending(command, now);
    }
    return done;
}

base::result<void> run_journal::settle(
    const model::request& what, const model::reply& reply, base::wall_time now
) {
    BOOST_ASSERT(reply.answers.size() == what.commands.size());
    auto done = database_->transact([&] { return write_settle(what, reply, now); });
    return doing(std::move(done), "recording the answer to request {}", what.number.value());
}

// One fate for all is written once, with the request: rejections come in storms.
base::result<void> run_journal::write_settle(
    const model::request& what, const model::reply& reply, base::wall_time now
) {
    const auto whole = remember_whole(reply);
    auto done = database_->kept.settle_request.run(
        stored_time(now),
        reply.http_status,
        whole ? std::optional(stored_name(whole->what)) : std::nullopt,
        whole ? if_any(whole->code) : std::nullopt,
        whole ? if_any(whole->text) : std::nullopt,
        number_,
        what.number.value()
    );
    if (done && database_->connected.changed() != 1) done = conflict();
    if (whole) return done;
    for (std::size_t place = 0; done && place < what.commands.size(); ++place) {
        done = write_answer(what, place, reply.answers[place], now);
    }
    return done;
}

base::result<void> run_journal::write_answer(
    const model::request& what, std::size_t place, const model::answer& answer, base::wall_time now
) {
    const auto& command = what.commands[place];
    const auto kept = remember(command, answer);
    auto done = database_->kept.settle_attempt.run(
        stored_name(kept.what),
        if_any(kept.code),
        if_any(kept.text),
        kept.created,
        number_,
        command.job.value(),
        what.number.value(),
        place
    );
    if (done && kept.what == fate::accepted) done = once_.accepted(command, now);
    return done;
}

base::result<void> run_journal::remember_identity(
    const model::credential_id& whose, model::user_id who, base::wall_time now
) {
    if (!names_.fingerprint) return {};
    const auto fingerprint = names_.fingerprint(whose);
    if (fingerprint.empty()) return {};
    auto done = database_->transact([&] {
        return database_->kept.prove_identity.run(
            portal_.value(), fingerprint, who.value(), stored_time(now)
        );
    });
    return doing(std::move(done), "remembering whose the credential '{}' is", whose.value());
}

base::result<void> run_journal::close_job(const model::job_result& what) {
    BOOST_ASSERT(what.steps.size() == what.what.steps.size());
    auto done = database_->transact([&] { return write_close(what); });
    if (done) {
        once_.forget(what.number);
        credentials_.erase(what.number);
    }
    return doing(std::move(done), "appending outcome of job {}", what.number.value());
}

base::result<void> run_journal::write_close(const model::job_result& what) {
    const bool is_blocked = what.blocked != model::block_reason::none;
    auto done = database_->kept.close_job.run(
        number_,
        what.number.value(),
        what.what.who.id.value(),
        what.what.who.email,
        stored_time(what.started),
        stored_time(what.finished),
        stored_name(what.overall),
        is_blocked ? std::optional(stored_name(what.blocked)) : std::nullopt,
        if_any(what.reason)
    );
    if (done && database_->connected.changed() != 1) done = conflict();
    for (std::size_t place = 0; done && place < what.steps.size(); ++place) {
        done = write_step(what, place);
    }
    if (done) done = once_.closing(what);
    if (done && what.blocked == model::block_reason::wrong_identity) done = withdraw_identity(what);
    return done;
}

base::result<void> run_journal::write_step(const model::job_result& what, std::size_t place) {
    auto& kept = database_->kept;
    const auto& step = what.what.steps[place];
    const auto& result = what.steps[place];
    std::optional<std::int64_t> evidence;
    if (has_evidence(result)) {
        const auto done = kept.insert_evidence.run(
            image_text(result.before), image_text(result.after), to_text(result.changes)
        );
        if (!done) return done;
        evidence = database_->connected.inserted();
    }
    const auto key = once_.key_of(step);
    return kept.close_step.run(
        number_,
        what.number.value(),
        place,
        stored_name(step.kind),
        step.target,
        step.id,
        stored_name(step.as),
        if_any(key),
        stored_name(result.what),
        if_any(result.code),
        if_any(result.reason),
        result.remote_id,
        result.attempts,
        evidence
    );
}

base::result<void> run_journal::withdraw_identity(const model::job_result& what) {
    const auto credential = credentials_.find(what.number);
    if (credential == credentials_.end() || !names_.fingerprint) return {};
    return database_->kept.withdraw_identity.run(
        portal_.value(), names_.fingerprint(credential->second), what.what.who.id.value()
    );
}

base::result<void> run_journal::finish(const model::run_summary& summary) {
    BOOST_ASSERT(summary.header.id == id_);
    const auto totals =
        to_text(run_totals{summary.users, summary.steps, summary.unmatched, summary.lane});
    auto done = database_->transact([&]() -> base::result<void> {
        auto written = database_->kept.finish_run.run(
            stored_time(summary.finished),
            stored_name(summary.end),
            summary.end_reason,
            totals,
            number_
        );
        if (written && database_->connected.changed() != 1) written = conflict();
        return written;
    });
    return doing(std::move(done), "recording the end of run {}", id_.value());
}

}  // namespace journal
