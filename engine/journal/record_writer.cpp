#include "journal/record_writer.hpp"

#include "journal/journal_error.hpp"
#include "journal/stored_list.hpp"
#include "journal/stored_name.hpp"
#include "journal/stored_time.hpp"

#include <fmt/format.h>

#include <optional>
#include <span>
#include <string>
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

std::string doing_all(std::span<const record> all) {
    if (all.size() == 1) return doing(all.front());
    return fmt::format("writing {} entries", all.size());
}

// What is stored of an answer for all commands, each part NULL where there is none.
struct fate_columns {
    explicit fate_columns(const std::optional<sent_command::reply>& what)
        : fate(what ? std::optional(stored_name(what->what)) : std::nullopt),
          code(what ? if_any(what->code) : std::nullopt),
          text(what ? if_any(what->text) : std::nullopt) {}

    std::optional<std::string_view> fate, code, text;
};

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
    return std::unexpected(done.error().within(doing_all(all)));
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
    new_requests_.clear();
    new_jobs_.clear();
    for (place at = 0; at < all.size(); ++at) {
        const auto done = write_one(all, at);
        if (!done) return std::unexpected(done.error().within(doing(all[at])));
    }
    auto done = new_requests_.write_rest(into_.kept.insert_request);
    if (done) done = new_jobs_.write_rest(into_.kept.insert_closed_job);
    if (!done) return std::unexpected(done.error().within(doing_all(all)));
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
    write_steps(what.steps, text_);
    return into_.kept.insert_job.run(
        run.number, what.number, what.user, what.email, stored_time(what.at), text_
    );
}

std::string_view record_writer::text_of(std::span<const sent_command> commands) {
    write_commands(commands, text_);
    return text_;
}

base::result<void> record_writer::put(const run_names& run, const request_begun& what) {
    const auto done = into_.kept.insert_request.one.run(
        run.number,
        what.number,
        what.credential,
        stored_name(what.form),
        stored_time(what.at),
        std::optional<std::int64_t>(),
        std::optional<std::int64_t>(),
        std::optional<std::string_view>(),
        std::optional<std::string_view>(),
        std::optional<std::string_view>(),
        text_of(what.commands)
    );
    return done ? put_once(run, what.once) : done;
}

// One fate for all is written once, with the request: rejections come in storms.
base::result<void> record_writer::put(const run_names& run, const request_settled& what) {
    const fate_columns whole(what.whole);
    auto done = into_.kept.settle_request.run(
        stored_time(what.at),
        what.http_status,
        whole.fate,
        whole.code,
        whole.text,
        what.whole ? std::nullopt : std::optional(text_of(what.commands)),
        run.number,
        what.number
    );
    if (done && into_.connected.changed() != 1) done = conflict();
    return done ? put_once(run, what.once) : done;
}

base::result<void> record_writer::put_whole(
    const run_names& run, const request_begun& begun, const request_settled& settled
) {
    const fate_columns whole(settled.whole);
    const auto commands = text_of(settled.whole ? begun.commands : settled.commands);
    const request_row row{
        run.number,
        begun.number,
        begun.credential,
        stored_name(begun.form),
        stored_time(begun.at),
        stored_time(settled.at),
        settled.http_status,
        whole.fate,
        whole.code,
        whole.text,
        new_requests_.keep(commands)
    };
    const auto done = new_requests_.add(row, into_.kept.insert_request);
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
    auto done = put_steps(what);
    if (!done) return done;
    write_numbers(what.requests, carriers_);
    if (known == job_rows::none) {
        const auto row = row_of(run, what, new_jobs_.keep(text_), new_jobs_.keep(carriers_));
        done = new_jobs_.add(row, into_.kept.insert_closed_job);
    } else {
        const auto row = row_of(run, what, text_, carriers_);
        done = into_.kept.close_job.run_rows(std::span(&row, 1));
        if (done && into_.connected.changed() != 1) done = conflict();
    }
    if (done) done = put_once(run, what.once);
    if (done && !what.disproved.empty()) {
        done = into_.kept.withdraw_identity.run(run.portal, what.disproved, what.user);
    }
    return done;
}

record_writer::job_row record_writer::row_of(
    const run_names& run, const job_closed& of, text steps, text requests
) {
    const bool is_blocked = of.blocked != model::block_reason::none;
    return {
        run.number,
        of.number,
        of.user,
        of.email,
        stored_time(of.started),
        stored_time(of.finished),
        stored_name(of.overall),
        is_blocked ? std::optional(stored_name(of.blocked)) : std::nullopt,
        if_any(of.reason),
        steps,
        requests
    };
}

base::result<void> record_writer::put_steps(const job_closed& of) {
    evidence_.assign(of.steps.size(), std::nullopt);
    for (std::size_t at = 0; at < of.steps.size(); ++at) {
        const auto& proof = of.steps[at].proof;
        if (!proof) continue;
        const auto done =
            into_.kept.insert_evidence.run(proof->before, proof->after, proof->changes);
        if (!done) return done;
        evidence_[at] = into_.connected.inserted();
    }
    write_steps(of.steps, evidence_, text_);
    return {};
}

base::result<void> record_writer::put_once(const run_names& run, std::span<const once_mark> marks) {
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
