#include "journal/record_writer.hpp"

#include "journal/journal_error.hpp"
#include "journal/stored_name.hpp"
#include "journal/stored_time.hpp"

#include <fmt/format.h>

#include <optional>
#include <string_view>

namespace journal {

namespace {

base::result<void> conflict() {
    return std::unexpected(base::failure{journal_error::conflict, {}});
}

std::optional<std::string_view> if_any(std::string_view text) {
    if (text.empty()) return std::nullopt;
    return text;
}

// What is stored of an answer, each part NULL where there is none.
struct answer_columns {
    explicit answer_columns(const remembered_answer* what)
        : fate(what != nullptr ? std::optional(stored_name(what->what)) : std::nullopt),
          code(what != nullptr ? if_any(what->code) : std::nullopt),
          text(what != nullptr ? if_any(what->text) : std::nullopt),
          created(what != nullptr && what->created ? if_any(*what->created) : std::nullopt) {}

    std::optional<std::string_view> fate, code, text, created;
};

answer_columns columns_of(const std::optional<remembered_answer>& what) {
    return answer_columns(what ? &*what : nullptr);
}

}  // namespace

base::result<void> record_writer::write(std::span<const record> all) {
    pair_up(all);
    bool within = false;  // a record, which then says what failed
    auto done = into_.transact([&] {
        auto written = write_all(all);
        within = !written;
        return written;
    });
    if (done || within) return done;
    const auto words =
        all.size() == 1 ? doing(all.front()) : fmt::format("writing {} entries", all.size());
    return std::unexpected(done.error().within(words));
}

void record_writer::pair_up(std::span<const record> all) {
    jobs_.clear();
    requests_.clear();
    begins_.assign(all.size(), nowhere);
    covered_.assign(all.size(), 0);
    const auto end = [&](const places& begun, const key& which, place at) {
        const auto found = begun.find(which);
        if (found == begun.end()) return;
        begins_[at] = found->second;
        covered_[found->second] = 1;
    };
    for (place at = 0; at < all.size(); ++at) {
        const auto run = all[at].run->number;
        const auto& what = all[at].what;
        if (const auto* job = std::get_if<job_opened>(&what)) {
            jobs_.insert_or_assign({run, job->number}, at);
        } else if (const auto* request = std::get_if<request_begun>(&what)) {
            requests_.insert_or_assign({run, request->number}, at);
        } else if (const auto* closed = std::get_if<job_closed>(&what)) {
            end(jobs_, {run, closed->number}, at);
        } else if (const auto* settled = std::get_if<request_settled>(&what)) {
            end(requests_, {run, settled->number}, at);
        }
    }
}

base::result<void> record_writer::write_all(std::span<const record> all) {
    for (place at = 0; at < all.size(); ++at) {
        const auto done = write_one(all, at);
        if (!done) return std::unexpected(done.error().within(doing(all[at])));
    }
    return {};
}

base::result<void> record_writer::write_one(std::span<const record> all, place at) {
    const auto& [run, what] = all[at];
    const auto* settled = std::get_if<request_settled>(&what);
    if (settled != nullptr && begins_[at] != nowhere) {
        return put_whole(*run, std::get<request_begun>(all[begins_[at]].what), *settled);
    }
    const auto* closed = std::get_if<job_closed>(&what);
    if (closed != nullptr && begins_[at] != nowhere) return put(*run, *closed, job_rows::none);
    // What was expected of a once-per-user step goes before what came of it.
    if (covered_[at] != 0) {
        const auto* begun = std::get_if<request_begun>(&what);
        return begun != nullptr ? put_once(*run, begun->once) : base::result<void>();
    }
    return std::visit([&](const auto& each) { return put(*run, each); }, what);
}

base::result<void> record_writer::put(const run_names& run, const job_opened& what) {
    auto& kept = into_.kept;
    auto done =
        kept.insert_job.run(run.number, what.number, what.user, what.email, stored_time(what.at));
    for (std::size_t at = 0; done && at < what.steps.size(); ++at) {
        const auto& step = what.steps[at];
        done = kept.insert_step.run(
            run.number,
            what.number,
            at,
            stored_name(step.kind),
            step.target,
            step.id,
            stored_name(step.as),
            if_any(step.once_key)
        );
    }
    return done;
}

base::result<void> record_writer::put(const run_names& run, const request_begun& what) {
    auto& kept = into_.kept;
    const auto nothing = columns_of(std::nullopt);
    auto done = kept.insert_request.run(
        run.number,
        what.number,
        what.credential,
        stored_name(what.form),
        stored_time(what.at),
        std::optional<std::int64_t>(),
        std::optional<std::int64_t>(),
        nothing.fate,
        nothing.code,
        nothing.text
    );
    for (std::size_t at = 0; done && at < what.commands.size(); ++at) {
        const auto& each = what.commands[at];
        done = kept.insert_attempt.run(
            run.number,
            each.job,
            what.number,
            at,
            each.step,
            stored_name(each.why),
            each.method,
            nothing.fate,
            nothing.code,
            nothing.text,
            nothing.created
        );
    }
    return done ? put_once(run, what.once) : done;
}

// One fate for all is written once, with the request: rejections come in storms.
base::result<void> record_writer::put(const run_names& run, const request_settled& what) {
    auto& kept = into_.kept;
    const auto whole = columns_of(what.whole);
    auto done = kept.settle_request.run(
        stored_time(what.at),
        what.http_status,
        whole.fate,
        whole.code,
        whole.text,
        run.number,
        what.number
    );
    if (done && into_.connected.changed() != 1) done = conflict();
    for (std::size_t at = 0; done && at < what.commands.size(); ++at) {
        const auto& each = what.commands[at];
        const answer_columns answer(&each.answer);
        done = kept.settle_attempt.run(
            answer.fate,
            answer.code,
            answer.text,
            answer.created,
            run.number,
            each.job,
            what.number,
            at
        );
    }
    return done ? put_once(run, what.once) : done;
}

base::result<void> record_writer::put_whole(
    const run_names& run, const request_begun& begun, const request_settled& settled
) {
    auto& kept = into_.kept;
    const auto whole = columns_of(settled.whole);
    auto done = kept.insert_request.run(
        run.number,
        begun.number,
        begun.credential,
        stored_name(begun.form),
        stored_time(begun.at),
        std::optional(stored_time(settled.at)),
        std::optional<std::int64_t>(settled.http_status),
        whole.fate,
        whole.code,
        whole.text
    );
    for (std::size_t at = 0; done && at < begun.commands.size(); ++at) {
        const auto& each = begun.commands[at];
        const answer_columns answer(settled.whole ? nullptr : &settled.commands[at].answer);
        done = kept.insert_attempt.run(
            run.number,
            each.job,
            begun.number,
            at,
            each.step,
            stored_name(each.why),
            each.method,
            answer.fate,
            answer.code,
            answer.text,
            answer.created
        );
    }
    return done ? put_once(run, settled.once) : done;
}

base::result<void> record_writer::put(const run_names& run, const identity_proven& what) {
    return into_.kept.prove_identity.run(
        run.portal, what.fingerprint, what.user, stored_time(what.at)
    );
}

base::result<void> record_writer::put(
    const run_names& run, const job_closed& what, job_rows known
) {
    auto& kept = into_.kept;
    const bool is_new = known == job_rows::none;
    const bool is_blocked = what.blocked != model::block_reason::none;
    auto done = (is_new ? kept.insert_closed_job : kept.close_job)
                    .run(
                        run.number,
                        what.number,
                        what.user,
                        what.email,
                        stored_time(what.started),
                        stored_time(what.finished),
                        stored_name(what.overall),
                        is_blocked ? std::optional(stored_name(what.blocked)) : std::nullopt,
                        if_any(what.reason)
                    );
    if (done && into_.connected.changed() != 1) done = conflict();
    auto& step = is_new ? kept.insert_closed_step : kept.close_step;
    for (std::size_t at = 0; done && at < what.steps.size(); ++at)
        done = put_step(run, what, at, step);
    if (done) done = put_once(run, what.once);
    if (done && !what.disproved.empty()) {
        done = into_.kept.withdraw_identity.run(run.portal, what.disproved, what.user);
    }
    return done;
}

base::result<void> record_writer::put_step(
    const run_names& run, const job_closed& of, std::size_t at, statement& with
) {
    const auto& step = of.steps[at];
    std::optional<std::int64_t> evidence;
    if (step.proof) {
        const auto done = into_.kept.insert_evidence.run(
            step.proof->before, step.proof->after, step.proof->changes
        );
        if (!done) return done;
        evidence = into_.connected.inserted();
    }
    return with.run(
        run.number,
        of.number,
        at,
        stored_name(step.which.kind),
        step.which.target,
        step.which.id,
        stored_name(step.which.as),
        if_any(step.which.once_key),
        stored_name(step.what),
        if_any(step.code),
        if_any(step.reason),
        step.remote_id,
        step.attempts,
        evidence
    );
}

base::result<void> record_writer::put_once(
    const run_names& run, const std::vector<once_mark>& marks
) {
    auto& kept = into_.kept;
    for (const auto& each : marks) {
        base::result<void> done;
        switch (each.what) {
            case once_change::expected:
                done = kept.expect_once.run(
                    run.portal, each.user, each.key, run.id, stored_time(each.at)
                );
                break;
            case once_change::done:
                done = kept.done_once.run(
                    run.portal, each.user, each.key, run.id, stored_time(each.at)
                );
                break;
            case once_change::forgotten:
                done = kept.forget_once.run(run.portal, each.user, each.key, run.id);
                break;
        }
        if (!done) return done;
    }
    return {};
}

base::result<void> record_writer::put(const run_names& run, const run_finished& what) {
    auto done = into_.kept.finish_run.run(
        stored_time(what.at), stored_name(what.how), what.why, what.totals, run.number
    );
    if (done && into_.connected.changed() != 1) done = conflict();
    return done;
}

}  // namespace journal
