#include "journal/run_journal.hpp"

#include "journal/json_text.hpp"
#include "journal/occupancy.hpp"
#include "journal/record.hpp"
#include "journal/remembered_answer.hpp"
#include "journal/scribe.hpp"

#include <boost/assert.hpp>

#include <optional>
#include <utility>

namespace journal {

namespace {

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

job_closed::step ended(planned_step which, const model::step_result& result) {
    job_closed::step made;
    made.which = std::move(which);
    made.what = result.what;
    made.code = result.code;
    made.reason = result.reason;
    made.remote_id = result.remote_id;
    made.attempts = result.attempts;
    if (has_evidence(result)) {
        made.proof = {image_text(result.before), image_text(result.after), to_text(result.changes)};
    }
    return made;
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
      run_(std::make_shared<const run_names>(
          run_names{number, header.portal.value(), header.id.value()}
      )) {
    [[maybe_unused]] const bool told = seats_->enter({seat::kind::run, number});
}

run_journal::~run_journal() {
    seats_->leave({seat::kind::run, run_->number});
}

void run_journal::name_with(naming names) {
    names_ = std::move(names);
    once_.name_with(names_.once_key);
}

planned_step run_journal::planned(const model::step& which) const {
    return {which.kind, which.target, which.id, which.as, once_.key_of(which)};
}

base::result<void> run_journal::open_job(const model::work_item& item, base::wall_time now) {
    const auto& who = item.what.who;
    job_opened opened{item.number.value(), who.id.value(), who.email, now, {}};
    opened.steps.reserve(item.what.steps.size());
    for (const auto& each : item.what.steps) opened.steps.push_back(planned(each));
    auto done = writer_->say({run_, std::move(opened)});
    if (done) {
        once_.watch(item);
        if (item.credential) credentials_.insert_or_assign(item.number, *item.credential);
    }
    return done;
}

// Once something cannot be written, nothing new is begun.
base::result<void> run_journal::begin(const model::request& what, base::wall_time now) {
    auto health = writer_->health();
    if (!health) return health;
    request_begun begun{what.number.value(), what.credential.value(), what.form, now, {}, {}};
    begun.commands.reserve(what.commands.size());
    for (const auto& each : what.commands) {
        begun.commands.push_back({each.job.value(), each.step, each.why, each.method});
        once_.sending(each, now, begun.once);
    }
    return writer_->say({run_, std::move(begun)});
}

base::result<void> run_journal::settle(
    const model::request& what, const model::reply& reply, base::wall_time now
) {
    BOOST_ASSERT(reply.answers.size() == what.commands.size());
    request_settled settled{what.number.value(), now, reply.http_status, {}, {}, {}};
    settled.whole = remember_whole(reply);
    const auto count = settled.whole ? 0 : what.commands.size();
    settled.commands.reserve(count);
    for (std::size_t at = 0; at < count; ++at) {
        const auto& command = what.commands[at];
        auto answer = remember(command, reply.answers[at]);
        if (answer.what == fate::accepted) once_.accepted(command, now, settled.once);
        settled.commands.push_back({command.job.value(), std::move(answer)});
    }
    return writer_->say({run_, std::move(settled)});
}

base::result<void> run_journal::remember_identity(
    const model::credential_id& whose, model::user_id who, base::wall_time now
) {
    if (!names_.fingerprint) return {};
    auto fingerprint = names_.fingerprint(whose);
    if (fingerprint.empty()) return {};
    return writer_->say(
        {run_, identity_proven{whose.value(), std::move(fingerprint), who.value(), now}}
    );
}

base::result<void> run_journal::close_job(const model::job_result& what) {
    BOOST_ASSERT(what.steps.size() == what.what.steps.size());
    job_closed closed;
    closed.number = what.number.value();
    closed.user = what.what.who.id.value();
    closed.email = what.what.who.email;
    closed.started = what.started;
    closed.finished = what.finished;
    closed.overall = what.overall;
    closed.blocked = what.blocked;
    closed.reason = what.reason;
    closed.steps.reserve(what.steps.size());
    for (std::size_t at = 0; at < what.steps.size(); ++at) {
        closed.steps.push_back(ended(planned(what.what.steps[at]), what.steps[at]));
    }
    once_.closing(what, closed.once);
    closed.disproved = disproved_by(what);
    auto done = writer_->say({run_, std::move(closed)});
    if (done) {
        once_.forget(what.number);
        credentials_.erase(what.number);
    }
    return done;
}

std::string run_journal::disproved_by(const model::job_result& what) const {
    if (what.blocked != model::block_reason::wrong_identity || !names_.fingerprint) return {};
    const auto credential = credentials_.find(what.number);
    return credential == credentials_.end() ? std::string()
                                            : names_.fingerprint(credential->second);
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
    auto totals =
        to_text(run_totals{summary.users, summary.steps, summary.unmatched, summary.lane});
    return writer_->say(
        {run_, run_finished{summary.finished, summary.end, summary.end_reason, std::move(totals)}}
    );
}

base::result<void> run_journal::finish(const model::run_summary& summary) {
    const auto said = end(summary);
    if (!said && writer_->all_written()) return said;
    return writer_->write_out();
}

}  // namespace journal
