#include "cli/earlier_runs.hpp"

#include <fmt/format.h>

#include <iostream>
#include <utility>

namespace cli {

namespace {

std::unexpected<exit_code> complain(exit_code how, const std::string& text) {
    std::cerr << "muster: " << text << '\n';
    return std::unexpected(how);
}

std::unexpected<exit_code> complain(const base::failure& what) {
    return complain(exit_code::state_lost, base::describe(what));
}

std::expected<run::earlier_run, exit_code> run_to_retry(
    const model::run_id& id, const journal::store& journal
) {
    auto made = run::earlier_run_of(journal, {model::kinship::retries, id});
    if (!made) return complain(made.error());
    if (run::taken_up(*made) != 0) return std::move(*made);
    std::cerr << fmt::format(
        "Nobody failed, is unknown or blocked in run {}: there is nothing to retry.\n", id.value()
    );
    return std::unexpected(exit_code::done);
}

// Whatever decides what a run does has to say what it said when the run began; otherwise the two
// lives would do different things, and nobody would have looked at the sum of them.
std::expected<void, exit_code> refuse_changes(
    const options& given,
    const workspace& files,
    const journal::run_row& run,
    const invocation_record& asked
) {
    const auto then = read_invocation(run.invocation.value_or(""));
    if (!then) return complain(then.error());
    auto changes = changes_since(then->files, asked.files);
    if (run.portal_url != files.portal.url)
        changes.push_back(
            fmt::format("the portal is at {}, then at {}", files.portal.url, run.portal_url)
        );
    if (changes.empty()) return {};
    const bool accepted = given.changes == changes_choice::accept;
    std::cerr << fmt::format(
        "muster: {}run {} began with other files than there are now\n",
        accepted ? "warning: " : "",
        run.id.value()
    );
    for (const auto& each : changes) std::cerr << "  " << each << '\n';
    if (accepted) return {};
    std::cerr << "  --accept-changes goes on with them: who is done stays as he is, the others get "
                 "what they say now\n";
    return std::unexpected(exit_code::refused);
}

std::expected<run::earlier_run, exit_code> run_to_continue(
    const options& given,
    const workspace& files,
    const journal::store& journal,
    const invocation_record& asked
) {
    const model::run_id id(given.continues);
    const auto row = journal.find_run(id);
    if (!row) return complain(row.error());
    const auto line = journal.line_of(id);
    if (!line) return complain(line.error());
    if (line->back() != id)
        return complain(
            exit_code::try_again,
            fmt::format("run {} was continued by {} meanwhile", id.value(), line->back().value())
        );
    if (const auto same = refuse_changes(given, files, **row, asked); !same)
        return std::unexpected(same.error());
    auto made = run::earlier_run_of(journal, {model::kinship::continues, id});
    if (!made) return complain(made.error());
    return std::move(*made);
}

}  // namespace

std::expected<std::vector<run::earlier_run>, exit_code> earlier_runs(
    const options& given,
    const workspace& files,
    const journal::store& journal,
    const invocation_record& asked
) {
    std::vector<run::earlier_run> all;
    if (!given.retries.empty()) {
        auto one = run_to_retry(model::run_id(given.retries), journal);
        if (!one) return std::unexpected(one.error());
        all.push_back(std::move(*one));
    }
    if (!given.continues.empty()) {
        auto one = run_to_continue(given, files, journal, asked);
        if (!one) return std::unexpected(one.error());
        all.push_back(std::move(*one));
    }
    return all;
}

}  // namespace cli
