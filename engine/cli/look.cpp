#include "cli/look.hpp"

#include "async/system_clock_source.hpp"
#include "cli/advice.hpp"
#include "cli/forecast.hpp"
#include "cli/lane_settings.hpp"
#include "cli/run_of_portal.hpp"
#include "cli/safeguards.hpp"
#include "cli/shell_word.hpp"
#include "cli/state_folder.hpp"
#include "cli/version.hpp"
#include "report/duration_text.hpp"
#include "run/dry_run.hpp"
#include "run/plan_reader.hpp"
#include "run/planned_jobs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <utility>

namespace cli {

namespace {

std::unexpected<exit_code> complain(const base::failure& what) {
    std::cerr << "muster: " << base::describe(what) << '\n';
    return std::unexpected(exit_code::state_lost);
}

base::result<run::plan_file> new_file(const workspace& files, const look_order& how) {
    if (!how.save_as.empty()) return run::plan_file::beside(how.save_as);
    const auto state = state_folder(files.settings->state_dir);
    if (!state) return std::unexpected(state.error());
    return run::plan_file::unnamed(*state);
}

plan::saved_head head_of(
    const options& given, const workspace& files, const look_order& how, base::wall_time now
) {
    plan::saved_head head;
    head.program = fmt::format("muster {}", version_text);
    head.command = how.command;
    head.portal = files.portal.name;
    head.portal_url = files.portal.url;
    head.created = base::to_rfc3339(now);
    head.policies = files.policies->names();
    head.policy_hash = files.policies->fingerprint();
    // Of a snapshot's users not everybody has to have something to be looked at.
    if (given.retries.empty() && !how.supply) head.selected = how.selected;
    return head;
}

}  // namespace

std::expected<std::unique_ptr<looked>, exit_code> begin_look(
    const options& given, const workspace& files, const look_order& how
) {
    auto file = new_file(files, how);
    if (!file) return complain(file.error());
    std::unique_ptr<looked> made(new looked{
        how,
        std::move(*file),
        head_of(given, files, how, async::system_clock_source().wall_now()),
        report::seen_plan(advice_about),
        run::needed_scopes(*files.catalog),
        {},
        {},
        {},
        nullptr,
        {}
    });
    const auto in_order = [&found = made->found](const model::job_result& each) {
        found.add(each);
    };
    const auto shield = [&settings = *files.settings, also = how.shielded](const model::user& who) {
        return also.contains(who.id) ? plan::protection::is_protected
                                     : protection_of(settings, who);
    };
    made->writer = std::make_unique<run::plan_writer>(
        made->file, made->head, *files.catalog, shield, in_order
    );
    made->listeners.add(made->scopes);
    made->listeners.add(*made->writer);
    return made;
}

// Results and summary are the plan, not the run that looked.
options options_to_look(const options& given) {
    auto made = given;
    made.output = output_format::text;
    made.json_into.clear();
    return made;
}

run_order order_to_look(const options& given, const workspace& files, looked& into) {
    run_order order;
    order.command = into.how.command;
    order.how = plan::passes::look;
    order.expected = into.how.selected;
    order.again = into.how.again;
    if (order.again.empty()) {
        order.again = same_again(given, files, into.how.command);
        if (!into.how.save_as.empty())
            order.again += " --out " + shell_word(into.how.save_as.string());
    }
    order.for_failed = order.again;  // there is nothing to apply before everybody is seen
    order.listener = &into.listeners;
    order.report = into.how.report;
    order.supply = into.how.supply;
    if (order.supply) return order;
    order.supply = [&files, to = into.how.to](
                       const journal::store& journal, const model::run_header& header
                   ) { return jobs_of_roster(files, journal, header, to); };
    return order;
}

std::expected<void, exit_code> end_look(looked& of, ended_run run) {
    of.run = std::move(run);
    of.shielded = of.writer->shielded();
    if (of.found.count(model::planned::unseen) != 0 ||
        of.run.summary.end != model::run_end::complete)
        return {};
    auto end = of.writer->finish(of.run.summary.unmatched, of.run.left_out);
    if (!end) return complain(end.error());
    if (const auto named = of.file.take_name(); !named) return complain(named.error());
    of.end = std::move(*end);
    return {};
}

std::expected<std::unique_ptr<looked>, exit_code> look_at_everybody(
    const options& given, const workspace& files, const look_order& how
) {
    auto made = begin_look(given, files, how);
    if (!made) return made;
    auto run = carry_out(options_to_look(given), files, order_to_look(given, files, **made));
    if (!run) return std::unexpected(run.error());
    if (const auto ended = end_look(**made, std::move(*run)); !ended)
        return std::unexpected(ended.error());
    return made;
}

namespace {

// Whoever is only read costs one request. They stand between those who change, wherever the roster
// has them.
void add_readers(
    run::dry_run_result& to, std::uint64_t users, const pacing::bucket_limits& limits
) {
    to.counts.requests += users;
    const std::chrono::duration<double> more(
        static_cast<double>(users) / (limits.rate * limits.share)
    );
    to.took += std::chrono::duration_cast<base::duration>(more);
    for (auto& each : to.milestones) {
        each.requests += users * each.percent / 100;
        each.at += std::chrono::duration_cast<base::duration>(more * each.percent / 100);
    }
}

// Of `muster apply FILE` where the plan is saved: that asks nobody who is right. Otherwise of
// `muster apply`, which reads everybody once more.
base::result<report::plan_forecast> forecast_of(
    const options& given, const workspace& files, const looked& seen
) {
    report::plan_forecast made;
    const auto users = seen.found.count(model::planned::change);
    if (!seen.end || users == 0) return made;
    base::diagnostics problems;
    auto reader = run::plan_reader::open(seen.file, *files.catalog, problems);
    if (!reader)
        return std::unexpected(base::failure{
            std::make_error_code(std::errc::io_error), base::to_text(problems.sorted().front())
        });
    std::uint64_t next = 0;
    const auto imagine = [&](model::job job) -> base::result<model::work_item> {
        return run::imagined_item(model::job_number(next++), std::move(job), files.credentials);
    };
    run::planned_jobs jobs(*reader, *files.catalog, imagine, model::when_changed::leave_user);
    const bool is_saved = !seen.how.save_as.empty();
    auto lane = lane_of(given, files, 0);
    lane.board.how = is_saved ? plan::passes::single : plan::passes::two;
    const auto now = async::system_clock_source().wall_now();
    auto played = run::play(
        jobs, {*files.catalog, std::move(lane), run::imagined::nothing_right, now}, users
    );
    if (!played) return std::unexpected(played.error());
    if (!is_saved)
        add_readers(
            *played,
            seen.run.summary.lane.requests - std::min(seen.run.summary.lane.requests, users),
            files.limits
        );
    made.requests = played->counts.requests;
    made.text = forecast_text(*played, files.limits, now, bound::exactly);
    if (given.play == play_choice::whole) made.played = milestones_of(*played);
    return made;
}

}  // namespace

plan::change_counts counts_of(const looked& seen) {
    plan::change_counts made;
    made.selected = seen.found.selected();
    made.changing = seen.found.count(model::planned::change);
    made.protected_users = seen.shielded.count;
    made.protected_names = seen.shielded.names;
    return made;
}

base::result<report::seen_plan_facts> facts_of(
    const options& given, const workspace& files, const looked& seen
) {
    report::seen_plan_facts facts;
    facts.command = seen.head.command;
    facts.portal = seen.head.portal;
    facts.portal_url = seen.head.portal_url;
    facts.policies = seen.head.policies;
    facts.seen_at = seen.head.created;
    facts.unmatched = seen.run.summary.unmatched;
    facts.calls_left_out = seen.run.left_out;
    facts.scopes = report::plan_scopes{seen.scopes.users(), seen.scopes.admin()};
    if (seen.end) facts.sha256 = seen.end->plan;
    auto forecast = forecast_of(given, files, seen);
    if (!forecast) return std::unexpected(forecast.error());
    facts.forecast = std::move(*forecast);
    const auto& summary = seen.run.summary;
    const auto took = summary.finished - summary.header.started;
    facts.closing.push_back(
        {"looked",
         fmt::format(
             "{} requests in {}, run {}",
             summary.lane.requests,
             took < std::chrono::seconds(1) ? "under a second" : report::duration_text(took),
             summary.header.id.value()
         )}
    );
    const auto limits = safety_of(*files.settings, files.portal);
    for (const auto& each : plan::judge(limits, counts_of(seen)))
        facts.closing.push_back({"refused", "applying it is refused: " + each.text});
    for (const auto& each : seen.run.closing) facts.closing.push_back(each);
    if (!seen.run.report.empty()) facts.closing.push_back({"report", seen.run.report});
    return facts;
}

}  // namespace cli
