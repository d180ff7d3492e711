#include "cli/rollback_command.hpp"

#include "base/time.hpp"
#include "cli/approval.hpp"
#include "cli/finder.hpp"
#include "cli/live_directory.hpp"
#include "cli/one_run.hpp"
#include "cli/problems.hpp"
#include "cli/run_of_portal.hpp"
#include "cli/run_to_undo.hpp"
#include "cli/shell_word.hpp"
#include "cli/state_folder.hpp"
#include "cli/terminal.hpp"
#include "cli/workspace.hpp"
#include "journal/store.hpp"
#include "report/seen_plan_text.hpp"
#include "run/rollback_jobs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <set>
#include <utility>

namespace cli {

namespace {

using chosen_users = std::optional<std::set<model::user_id>>;

// What a rollback rests on; outlives the run.
struct ground {
    const rollback_wish& wished;
    const journal::run_row& run;
    const workspace& files;
    chosen_users whom;

    [[nodiscard]] run::undone_jobs jobs(const journal::store& from) const {
        run::user_choice choice;
        if (whom) choice = [all = &*whom](model::user_id who) { return all->contains(who); };
        return {
            journal::reader(from),
            run.id,
            run::undoing(*files.catalog, wished.made),
            std::move(choice)
        };
    }
};

std::unexpected<exit_code> complain(exit_code how, const std::string& text) {
    std::cerr << "muster rollback: " << text << '\n';
    return std::unexpected(how);
}

// A portal of the same name at another address may be another one. Who names it says that it is
// not.
std::expected<void, exit_code> check_portal(
    const options& asked, const journal::run_row& run, const workspace& files
) {
    if (run.portal_url == files.portal.url || !asked.portals.empty()) return {};
    return complain(
        exit_code::invalid,
        fmt::format(
            "run {0} was on {1}, and portal {2} is at {3} now\n"
            "  if it is the same portal at a new address, say so: --portal {2}",
            run.id.value(),
            run.portal_url,
            run.portal.value(),
            files.portal.url
        )
    );
}

// Who is meant by --limit and --exclude; everybody of the run without them.
std::expected<chosen_users, exit_code> users_of(const options& given, const workspace& files) {
    if (is_whole(given)) return chosen_users();
    base::diagnostics problems;
    const auto people = have_directory(&files, given, network::allowed, problems);
    std::set<model::user_id> all;
    if (people)
        if (const auto who = files.open_roster(problems))
            while (auto user = who->next(problems)) all.insert(user->id);
    print_problems(problems, given);
    if (!people) return std::unexpected(people.error());
    if (problems.has_errors()) return std::unexpected(exit_code::invalid);
    return chosen_users(std::move(all));
}

std::string typed_again(const options& given, const rollback_wish& wished, const std::string& run) {
    auto text = "muster rollback " + run;
    if (!given.config.empty()) text += " --config " + shell_word(given.config);
    if (given.limit) text += " --limit " + shell_word(*given.limit);
    if (given.exclude) text += " --exclude " + shell_word(*given.exclude);
    if (wished.made == run::made_items::remove) text += " --delete-created";
    return text;
}

void announce(const options& given, const ground& what, const run::undo_survey& seen) {
    if (given.talk == verbosity::quiet) return;
    std::cerr << fmt::format(
        "Taking back run {} ({}, {}): {} users, {} keys{}{}.\n",
        what.run.id.value(),
        what.run.command,
        base::to_rfc3339(what.run.started),
        seen.users,
        seen.keys,
        seen.items == 0 ? "" : fmt::format(", {} items to delete where they still are", seen.items),
        seen.listed_only == 0
            ? ""
            : fmt::format("; of {} users more nothing can be taken back", seen.listed_only)
    );
    if (what.run.life == journal::run_life::gone)
        std::cerr << "The run was killed: of what it was writing at that moment nobody knows what "
                     "was there before.\n";
}

std::expected<run::undo_survey, exit_code> survey(const ground& what) {
    const auto file = state_folder_name(what.files.settings->state_dir) / "journal.sqlite";
    const auto store = journal::store::open(file);
    if (!store) return complain(exit_code::state_lost, base::describe(store.error()));
    auto seen = run::look_over(what.jobs(*store), what.files.credentials);
    if (!seen) return complain(exit_code::state_lost, base::describe(seen.error()));
    if (seen->wants_admin && !what.files.has_admin())
        return complain(
            exit_code::invalid,
            fmt::format(
                "the run wrote as the administrator, and portal {0} has no administrator's "
                "webhook\n  add portals.{0}.admin.webhook: \"file:...\"",
                what.files.portal.name.value()
            )
        );
    return *seen;
}

run_order order_of(const options& given, const ground& what, const run::undo_survey& seen) {
    run_order made;
    const auto& id = what.run.id.value();
    const bool looks = what.wished.how == plan::passes::look;
    made.command = (looks ? "rollback --dry-run " : "rollback ") + id;
    made.how = what.wished.how;
    made.expected = seen.users + seen.listed_only;
    made.again = typed_again(given, what.wished, id);
    made.for_failed = made.again;
    if (!looks) made.after = model::kin{model::kinship::takes_back, what.run.id};
    made.supply = [&what](
                      const journal::store& from, const model::run_header& header
                  ) -> base::result<std::unique_ptr<run::job_supply>> {
        auto with = run::equipment::of(what.files.credentials, from, header.portal);
        if (!with) return std::unexpected(std::move(with.error()));
        return std::make_unique<run::rollback_jobs>(what.jobs(from), std::move(*with));
    };
    return made;
}

// What a look has found that would be put back; the summary tells how many and what would stay.
void show_blocks(const options& given, const finder& looked) {
    if (given.output != output_format::text || given.talk == verbosity::quiet) return;
    const bool paint = may_colour(stream::standard_output, given.colour);
    std::cout << report::seen_plan_blocks(
        looked.found, paint ? report::colors::on : report::colors::off
    );
}

exit_code take_back(const options& given, const ground& what) {
    if (what.wished.how != plan::passes::look)
        if (const auto allowed = allow_writing(what.files); !allowed) return allowed.error();
    const auto seen = survey(what);
    if (!seen) return seen.error();
    if (seen->is_nothing()) {
        std::cerr << fmt::format(
            "Run {} ({}) left nothing to take back.\n", what.run.id.value(), what.run.command
        );
        return exit_code::done;
    }
    announce(given, what, *seen);
    if (what.wished.how != plan::passes::look) {
        pending_plan pending;
        pending.counts.changing = seen->users;
        const auto word = ask_approval(given, what.files.portal.name.value(), pending, [] {});
        if (!word) return word.error();
    }
    auto order = order_of(given, what, *seen);
    finder looked;
    if (what.wished.how == plan::passes::look) order.listener = &looked;
    auto run = carry_out(given, what.files, order);
    if (!run) return run.error();
    show_blocks(given, looked);
    // portal-facts 6: the whole map is stored with the first write, and no method takes that back.
    if (report::count_of(run->summary.steps, model::outcome::changed) != 0)
        run->closing.push_back(
            {"note",
             "settings read as they did; where nothing was ever set, the portal now stores what it "
             "answered"}
        );
    print_summary(given, *run);
    return run->code;
}

}  // namespace

exit_code rollback_command(const options& given, const rollback_wish& wished) {
    const auto run = run_to_undo(given, wished.run);
    if (!run) return run.error();
    if (!given.portals.empty() && given.portals != std::vector<std::string>{run->portal.value()}) {
        std::cerr << fmt::format(
            "muster rollback: run {} was on portal {}, not on what --portal says\n",
            run->id.value(),
            run->portal.value()
        );
        return exit_code::usage;
    }
    auto of_run = given;
    of_run.portals = {run->portal.value()};
    base::diagnostics problems;
    const auto files = open_without_policies(of_run, problems);
    print_problems(problems, given);
    if (!files || problems.has_errors()) return exit_code::invalid;
    if (const auto right = check_portal(given, *run, *files); !right) return right.error();
    auto whom = users_of(of_run, *files);
    if (!whom) return whom.error();
    return take_back(of_run, {wished, *run, *files, std::move(*whom)});
}

}  // namespace cli
