#include "journal/run_journal.hpp"

#include "journal/json_text.hpp"
#include "journal/occupancy.hpp"
#include "journal/scribe.hpp"

#include <boost/assert.hpp>

#include <optional>
#include <utility>

namespace journal {

namespace {

// Images are large, and that of a step that was right already is of no use to anybody. A skipped
// step keeps its own: it may have been written before the credential turned out to be somebody
// else's.
bool has_evidence(const model::step_result& step) {
    const bool has_image = step.before || step.after;
    return !step.changes.empty() || (has_image && step.what != model::outcome::unchanged);
}

}  // namespace

// Where the file system knows no locks, others will take the run for one that was killed.
run_journal::run_journal(
    std::shared_ptr<scribe> writer,
    std::shared_ptr<occupancy> seats,
    std::int64_t number,
    const model::run_header& header
)
    : writer_(std::move(writer)),
      seats_(std::move(seats)),
      run_(&writer_->enlist({number, header.portal.value(), header.id.value()})) {
    [[maybe_unused]] const bool told = seats_->enter({seat::kind::run, number});
}

run_journal::~run_journal() {
    seats_->leave({seat::kind::run, run_->number});
}

void run_journal::name_with(naming names) {
    names_ = std::move(names);
    once_.name_with(names_.once_key);
}

void run_journal::begin_saying() {
    words_.wipe();
    marks_.clear();
}

base::result<void> run_journal::say(const decltype(record::what)& what) {
    return writer_->say({run_, what});
}

planned_step run_journal::planned(const model::step& which) {
    return {which.kind, which.target, which.id, which.as, words_.keep(once_.key_of(which))};
}

job_closed::step run_journal::ended(const model::step& which, const model::step_result& what) {
    const auto image = [&](const std::optional<model::value>& of) {
        return of ? std::optional(words_.keep(to_text(*of))) : std::nullopt;
    };
    job_closed::step made;
    made.which = planned(which);
    made.what = what.what;
    made.code = what.code;
    made.reason = what.reason;
    made.remote_id = what.remote_id;
    made.attempts = what.attempts;
    if (has_evidence(what)) {
        made.proof = {image(what.before), image(what.after), words_.keep(to_text(what.changes))};
    }
    return made;
}

sent_command::reply run_journal::kept(const remembered_answer& what) {
    return {
        what.what,
        words_.keep(what.code),
        words_.keep(what.text),
        words_.keep(what.created ? std::string_view(*what.created) : std::string_view())
    };
}

base::result<void> run_journal::open_job(const model::work_item& item, base::wall_time now) {
    begin_saying();
    const auto& who = item.what.who;
    const auto& steps = item.what.steps;
    const auto rows = words_.rows<planned_step>(steps.size());
    for (std::size_t at = 0; at < steps.size(); ++at) rows[at] = planned(steps[at]);
    auto done = say(job_opened{item.number.value(), who.id.value(), who.email, now, rows});
    if (done) {
        once_.watch(item);
        open_[item.number].credential = item.credential;
    }
    return done;
}

// Once something cannot be written, nothing new is begun.
base::result<void> run_journal::begin(const model::request& what, base::wall_time now) {
    auto health = writer_->health();
    if (!health) return health;
    begin_saying();
    const auto rows = words_.rows<sent_command>(what.commands.size());
    for (std::size_t at = 0; at < rows.size(); ++at) {
        const auto& each = what.commands[at];
        rows[at] = {each.job.value(), each.step, each.why, each.method, {}};
        once_.sending(each, now, marks_);
        auto& carried_by = open_[each.job].requests;
        if (carried_by.empty() || carried_by.back() != what.number.value())
            carried_by.push_back(what.number.value());
    }
    return say(
        request_begun{what.number.value(), what.credential.value(), what.form, now, rows, marks_}
    );
}

base::result<void> run_journal::settle(
    const model::request& what, const model::reply& reply, base::wall_time now
) {
    BOOST_ASSERT(reply.answers.size() == what.commands.size());
    begin_saying();
    request_settled settled{what.number.value(), now, reply.http_status, {}, {}, {}};
    if (const auto whole = remember_whole(reply)) {
        settled.whole = kept(*whole);
        return say(settled);
    }
    const auto rows = words_.rows<sent_command>(what.commands.size());
    for (std::size_t at = 0; at < rows.size(); ++at) {
        const auto& each = what.commands[at];
        const auto answer = remember(each, reply.answers[at]);
        if (answer.what == fate::accepted) once_.accepted(each, now, marks_);
        rows[at] = {each.job.value(), each.step, each.why, each.method, kept(answer)};
    }
    settled.commands = rows;
    settled.once = marks_;
    return say(settled);
}

base::result<void> run_journal::remember_identity(
    const model::credential_id& whose, model::user_id who, base::wall_time now
) {
    if (!names_.fingerprint) return {};
    const auto fingerprint = names_.fingerprint(whose);
    if (fingerprint.empty()) return {};
    return say(identity_proven{whose.value(), fingerprint, who.value(), now});
}

base::result<void> run_journal::close_job(const model::job_result& what) {
    BOOST_ASSERT(what.steps.size() == what.what.steps.size());
    begin_saying();
    job_closed closed;
    closed.number = what.number.value();
    closed.user = what.what.who.id.value();
    closed.email = what.what.who.email;
    closed.started = what.started;
    closed.finished = what.finished;
    closed.overall = what.overall;
    closed.blocked = what.blocked;
    closed.reason = what.reason;
    const auto rows = words_.rows<job_closed::step>(what.steps.size());
    for (std::size_t at = 0; at < rows.size(); ++at)
        rows[at] = ended(what.what.steps[at], what.steps[at]);
    closed.steps = rows;
    if (const auto known = open_.find(what.number); known != open_.end())
        closed.requests = known->second.requests;
    once_.closing(what, words_, marks_);
    closed.once = marks_;
    const auto disproved = disproved_by(what);
    closed.disproved = disproved;
    auto done = say(closed);
    if (done) {
        once_.forget(what.number);
        open_.erase(what.number);
    }
    return done;
}

std::string run_journal::disproved_by(const model::job_result& what) const {
    if (what.blocked != model::block_reason::wrong_identity || !names_.fingerprint) return {};
    const auto known = open_.find(what.number);
    if (known == open_.end() || !known->second.credential) return {};
    return names_.fingerprint(*known->second.credential);
}

base::result<void> run_journal::health() const {
    return writer_->health();
}

bool run_journal::is_durable() const {
    return writer_->all_written();
}

void run_journal::when_durable(dispatch::haste how_soon, listener then) {
    writer_->when_written(how_soon, std::move(then));
}

base::result<void> run_journal::write_out() {
    return writer_->write_out();
}

base::result<void> run_journal::end(const model::run_summary& summary) {
    BOOST_ASSERT(summary.header.id.value() == run_->id);
    const auto totals =
        to_text(run_totals{summary.users, summary.steps, summary.unmatched, summary.lane});
    return say(run_finished{summary.finished, summary.end, summary.end_reason, totals});
}

base::result<void> run_journal::finish(const model::run_summary& summary) {
    const auto said = end(summary);
    if (!said && writer_->all_written()) return said;
    return writer_->write_out();
}

}  // namespace journal
