#include "plan/job_progress.hpp"

#include <boost/assert.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace plan {

namespace {

// So often in a row is a job put off through no fault of its own. A used-up operating budget, which
// the board waits for, is whole again after ten pauses at the most.
constexpr std::uint32_t most_delays = 60;

std::string key_prefix(model::job_number job) {
    return "j" + std::to_string(job.value());
}

}  // namespace

job_progress::job_progress(
    model::work_item item,
    const catalog::definitions& all,
    passes how,
    pacing::retry_rule retry,
    base::wall_time opened
)
    : item_(std::move(item)), how_(how), retry_(retry), opened_(opened) {
    if (item_.ended) {
        closed_ = true;
        return;
    }
    const auto& steps = item_.what.steps;
    bool needs_credential = false;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        steps_.emplace_back(
            steps[i],
            item_.what.who,
            all,
            key_prefix(item_.number) + "s" + std::to_string(i),
            how == passes::look ? intent::look : intent::make_so,
            item_.what.outdated
        );
        if (steps[i].hindered)
            steps_.back().skip(steps[i].hindered->code, steps[i].hindered->reason);
        else if (i < item_.done_before.size())
            steps_.back().remember(item_.done_before[i]);
        if (steps_.back().at() != stage::done)
            needs_credential |= steps[i].as == model::acts_as::user;
    }
    if (needs_credential && !item_.credential)
        block(
            model::block_reason::no_credential,
            "no-credential",
            "there is no credential of this user's own"
        );
    look_at_calls();
    close_if_done();
}

std::size_t job_progress::segment_begin() const {
    const auto first = std::find_if(steps_.begin(), steps_.end(), [](const step_progress& each) {
        return each.at() != stage::done;
    });
    return static_cast<std::size_t>(first - steps_.begin());
}

// Consecutive steps under one credential travel together; what is done already parts nothing.
std::size_t job_progress::segment_end() const {
    auto end = segment_begin();
    if (end == steps_.size()) return end;
    const auto as = item_.what.steps[end].as;
    while (end < steps_.size() &&
           (item_.what.steps[end].as == as || steps_[end].at() == stage::done))
        ++end;
    return end;
}

model::acts_as job_progress::next_acts_as() const {
    if (is_taken_back()) return model::acts_as::user;
    const auto begin = segment_begin();
    return begin < steps_.size() ? item_.what.steps[begin].as : model::acts_as::user;
}

std::size_t job_progress::rounds() const {
    std::size_t steps = 0;
    bool reads = false;
    const auto end = segment_end();
    for (auto i = segment_begin(); i < end; ++i) {
        if (steps_[i].at() != stage::done) ++steps;
        reads |= steps_[i].needs_reading();
    }
    return steps + (reads ? 1 : 0);
}

std::size_t job_progress::admin_commands() const {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < steps_.size(); ++i)
        if (item_.what.steps[i].as == model::acts_as::admin) sum += steps_[i].commands_left();
    return sum;
}

references job_progress::known_ids() const {
    references all;
    for (std::size_t i = 0; i < steps_.size(); ++i)
        if (!item_.what.steps[i].id.empty()) all[item_.what.steps[i].id] = steps_[i].item();
    return all;
}

void job_progress::own(model::command& command, std::size_t step) const {
    command.job = item_.number;
    command.step = step;
}

model::command job_progress::identity_command() const {
    model::command probe;
    probe.key = key_prefix(item_.number) + "p";
    probe.method = "profile";
    probe.why = model::purpose::identity;
    own(probe, 0);
    return probe;
}

// What is to be deleted waits until everything before it has ended: until then something may point
// to it, and it is looked at shortly before.
bool job_progress::waits_for_others(std::size_t step) const {
    if (!steps_[step].removes() || how_ == passes::look) return false;
    const auto before = steps_.begin() + static_cast<std::ptrdiff_t>(step);
    return std::any_of(steps_.begin(), before, [](const step_progress& each) {
        return each.at() != stage::done;
    });
}

void job_progress::decide() {
    const auto ids = known_ids();
    for (std::size_t i = 0; i < steps_.size(); ++i) {
        const auto& item = item_.what.steps[i].item;
        const auto points = [&](const step_progress& each) { return each.points_to(item); };
        if (waits_for_others(i)) continue;
        if (steps_[i].removes() && steps_[i].at() == stage::read && !steps_[i].needs_reading() &&
            std::any_of(steps_.begin(), steps_.end(), points))
            steps_[i].keep_item("left as it is, because a setting still points to it");
        steps_[i].decide(ids);
    }
}

// With references or collections, what is to be written depends on what is read; with guards as
// well, unless they foresee all of it, and what was written over can be put back. An item that is
// only watched, because it was right, hinders nothing.
bool job_progress::fits_single_pass(std::size_t begin, std::size_t end) const {
    if (how_ != passes::single || item_.known != model::identity::proven) return false;
    const bool by_user = item_.what.outdated != model::when_changed::leave_key;
    for (auto i = begin; i < end; ++i) {
        const auto& step = item_.what.steps[i];
        if (steps_[i].at() == stage::done) continue;
        const bool is_watched = step.kind == model::step_kind::collection && by_user &&
                                !step.item.empty() && steps_[i].is_foreseen() &&
                                !steps_[i].is_foreseen_to_differ();
        if (steps_[i].at() != stage::read || steps_[i].has_references()) return false;
        if (is_watched) continue;
        if (step.kind != model::step_kind::settings ||
            (steps_[i].is_guarded() && !(by_user && steps_[i].is_foreseen())))
            return false;
    }
    return true;
}

std::vector<model::command> job_progress::commands_of(
    std::size_t begin, std::size_t end, company with
) const {
    std::vector<model::command> all;
    const auto add = [&](model::command command, std::size_t step) {
        own(command, step);
        all.push_back(std::move(command));
    };
    const bool probe =
        item_.what.steps[begin].as == model::acts_as::user && owner_ == owner::unproven;
    const bool at_once = probe && fits_single_pass(begin, end);
    if (probe) add(identity_command(), 0);
    for (auto i = begin; i < end; ++i)
        if (steps_[i].needs_reading() && !waits_for_others(i))
            for (auto& each : steps_[i].read_commands()) add(std::move(each), i);
    const bool reads = all.size() > (probe ? 1U : 0U);
    if ((probe || reads) && !at_once) return all;

    const auto ids = known_ids();
    for (auto i = begin; i < end; ++i) {
        const bool unread =
            at_once && steps_[i].at() == stage::read && steps_[i].is_foreseen_to_differ();
        if (steps_[i].at() == stage::verify)
            add(steps_[i].verify_command(), i);
        else if (steps_[i].at() == stage::write || unread)
            for (auto& each : steps_[i].write_commands(ids)) add(std::move(each), i);
        // A batch that many users share does not halt: a later step must not leave before the
        // earlier one is known to have worked.
        if (with == company::shared && !all.empty()) break;
    }
    return all;
}

wish job_progress::next() const {
    return wish_for(next_acts_as() == model::acts_as::admin ? company::shared : company::alone);
}

wish job_progress::next_alone() const {
    return wish_for(company::alone);
}

wish job_progress::wish_for(company with) const {
    BOOST_ASSERT(!closed_);
    wish made;
    made.then = with == company::alone ? model::after_error::halt : model::after_error::go_on;
    if (is_taken_back()) {
        made.credential = *item_.credential;
        made.then = model::after_error::go_on;
        made.commands = restore_commands();
        return made;
    }
    const auto own = next_acts_as() == model::acts_as::user;
    made.credential = own ? *item_.credential : model::admin_credential();
    made.commands = commands_of(segment_begin(), segment_end(), with);
    return made;
}

void job_progress::sent(std::span<const model::command> commands) {
    started_ = true;
    std::set<std::size_t> touched;
    for (const auto& each : commands)
        if (each.why != model::purpose::identity) touched.insert(each.step);
    for (const auto& each : commands)
        if (each.why == model::purpose::write) steps_[each.step].sending_write();
    for (const auto step : touched) steps_[step].count_attempt();
}

void job_progress::settle(
    std::span<const model::command> commands,
    std::span<const model::answer> answers,
    const moment& when
) {
    BOOST_ASSERT(commands.size() == answers.size());
    if (closed_) return;
    trouble worst;
    const auto before = ground_gained();
    for (std::size_t i = 0; i < commands.size() && !closed_; ++i) {
        const auto what = settle_one(commands[i], answers[i]);
        if (worse(worst.what, what) != worst.what)
            worst = {what, commands[i].step, commands[i].why};
    }
    if (closed_) return;
    if (ground_gained() > before) failures_ = delays_ = 0;
    resumes_at_ = when.now;
    delay(worst);
    if (worst.what == aftermath::again) wait_or_give_up(worst, when);
    if (closed_) return;
    if (owner_ == owner::wrong) return end_as_somebody_elses();
    if (const auto* first = outdated()) return end_as_outdated(*first);
    if (worst.what == aftermath::ended) stop_after(worst);
    look_at_calls();
    close_if_done();
}

// Grows only when something is reached that never was before: what goes round in circles - written,
// lost, read and written again - does not look like progress.
std::size_t job_progress::ground_gained() const {
    std::size_t sum = restored_.size() + (owner_ == owner::unproven ? 0 : 1);
    for (const auto& each : steps_) sum += each.ground_gained();
    return sum;
}

// A call has no state to look at. A user's own is only said to be due when his credential is known
// to be his.
void job_progress::look_at_calls() {
    if (how_ != passes::look || closed_) return;
    for (std::size_t i = 0; i < steps_.size(); ++i) {
        const auto& step = item_.what.steps[i];
        if (step.kind == model::step_kind::call &&
            (step.as == model::acts_as::admin || owner_ == owner::right))
            steps_[i].look_at_call();
    }
}

aftermath job_progress::settle_one(const model::command& command, const model::answer& answer) {
    if (command.why == model::purpose::restore) return settle_restore(command, answer);
    if (command.why == model::purpose::identity) return settle_identity(answer);
    const auto what = steps_[command.step].settle(command.why, answer, known_ids());
    decide();
    return what;
}

// What is nobody's failure is not counted as one, but it has an end all the same: past it, it is a
// failure.
void job_progress::delay(trouble& worst) {
    if (worst.what != aftermath::later && worst.what != aftermath::no_budget) return;
    if (++delays_ > most_delays) worst.what = aftermath::again;
}

void job_progress::wait_or_give_up(trouble& worst, const moment& when) {
    const auto next = pacing::next_try(retry_, ++failures_, when.chance, when.now);
    if (next) {
        resumes_at_ = std::max(*next, when.retry_from);
        return;
    }
    worst.what = aftermath::ended;
    const auto attempts = " (given up after " + std::to_string(failures_) + " attempts)";
    if (is_taken_back()) {
        if (worst.why == model::purpose::restore) restore_ = restoring::failed;
    } else if (worst.why == model::purpose::identity) {
        if (touched_own())
            abandon(identity_code_, identity_text_ + attempts);
        else
            block(model::block_reason::unreadable, identity_code_, identity_text_ + attempts);
    } else {
        steps_[worst.step].give_up(attempts);
    }
}

// What cannot be read blocks the user, as long as nothing was written; otherwise the step has
// failed, and later steps are not attempted.
void job_progress::stop_after(const trouble& worst) {
    const auto failed = steps_[worst.step].result();
    const bool touched = std::any_of(steps_.begin(), steps_.end(), [](const step_progress& each) {
        return each.touched();
    });
    if (worst.why == model::purpose::read && !touched)
        return block(model::block_reason::unreadable, failed.code, failed.reason);
    const auto reason = model::label(item_.what.steps[worst.step]) + " did not end well";
    for (auto i = worst.step + 1; i < steps_.size(); ++i) {
        if (steps_[i].at() == stage::done) continue;
        if (!steps_[i].touched())
            steps_[i].skip("earlier-step-failed", "not attempted: " + reason);
        else if (steps_[i].at() != stage::verify)
            // It left in the same batch and was lost with it; to write it again would go on after
            // a failure, perhaps with an id that there is not.
            steps_[i].abandon("earlier-step-failed", reason);
    }
}

aftermath job_progress::settle_identity(const model::answer& answer) {
    const auto what = aftermath_of_reading(answer, identity_code_, identity_text_);
    if (what == aftermath::ended)
        block(model::block_reason::unreadable, identity_code_, identity_text_);
    if (what != aftermath::moved) return what;
    const auto& profile = std::get<model::accepted>(answer).result;
    const auto* fields = profile.if_object();
    const auto* id = fields ? fields->if_contains("ID") : nullptr;
    const auto found = id && id->is_string()  ? std::string(id->get_string())
                       : id && id->is_int64() ? std::to_string(id->get_int64())
                                              : std::string();
    if (found == std::to_string(item_.what.who.id.value())) {
        owner_ = owner::right;
        newly_proven_ = item_.known == model::identity::unproven;
        return aftermath::moved;
    }
    owner_ = owner::wrong;
    other_owner_ = found;
    return aftermath::moved;
}

void job_progress::block(
    model::block_reason why, const std::string& code, const std::string& reason
) {
    blocked_ = why;
    blocked_reason_ = reason.empty() ? code : reason;
    // What has ended stays as it ended - but not what was done with a credential that is not the
    // user's.
    for (std::size_t i = 0; i < steps_.size(); ++i) {
        const bool somebody_elses = owner_ == owner::wrong &&
                                    item_.what.steps[i].as == model::acts_as::user &&
                                    steps_[i].result().attempts != 0;
        if (steps_[i].at() != stage::done || somebody_elses) steps_[i].skip(code, reason);
    }
    closed_ = true;
}

void job_progress::abandon(const std::string& code, const std::string& reason) {
    if (is_taken_back()) {
        restore_ = restoring::failed;
        if (owner_ == owner::wrong) return end_as_somebody_elses();
        return end_as_outdated(*outdated());
    }
    for (auto& each : steps_) each.abandon(code, reason);
    closed_ = true;
}

void job_progress::close_if_done() {
    if (segment_begin() == steps_.size()) closed_ = true;
}

bool job_progress::newly_proven() {
    return std::exchange(newly_proven_, false);
}

model::job_result job_progress::result(base::wall_time finished) const {
    std::vector<model::step_result> steps;
    steps.reserve(steps_.size());
    for (const auto& each : steps_) steps.push_back(each.result());
    return verdict(item_.what, std::move(steps), finished);
}

model::job_result job_progress::take_result(base::wall_time finished) {
    std::vector<model::step_result> steps;
    steps.reserve(steps_.size());
    for (auto& each : steps_) steps.push_back(each.take_result());
    return verdict(std::move(item_.what), std::move(steps), finished);
}

model::job_result job_progress::verdict(
    model::job what, std::vector<model::step_result> steps, base::wall_time finished
) const {
    BOOST_ASSERT(closed_);
    model::job_result made;
    if (item_.ended) made = *item_.ended;
    made.number = item_.number;
    made.started = opened_;
    made.finished = finished;
    if (item_.ended) return made;
    made.what = std::move(what);
    made.blocked = blocked_;
    made.steps = std::move(steps);
    made.overall = blocked_ == model::block_reason::none ? model::worst(made.steps)
                                                         : model::user_outcome::blocked;
    made.reason = blocked_reason_;
    if (made.reason.empty())
        for (const auto& each : made.steps)
            if (each.what == model::outcome::failed || each.what == model::outcome::unknown) {
                made.reason = each.reason;
                break;
            }
    return made;
}

}  // namespace plan
