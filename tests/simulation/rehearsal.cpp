#include "simulation/rehearsal.hpp"

#include "base/failure.hpp"
#include "run/job_stream.hpp"
#include "simulation/portal_roster.hpp"

#include <boost/asio/co_spawn.hpp>

#include <optional>
#include <stdexcept>
#include <stdlib.h>

namespace simulation {

namespace {

std::filesystem::path new_folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "muster-rehearsal-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
    return pattern;
}

journal::store open_journal(const std::filesystem::path& folder) {
    auto opened = journal::store::open(folder / "journal.sqlite");
    if (!opened) throw std::runtime_error(base::describe(opened.error()));
    return std::move(*opened);
}

}  // namespace

rehearsal::rehearsal(const portal_sim::portal_options& sim)
    : portal(clock, sim), folder_(new_folder()), journal_(open_journal(folder_)) {
    options.limits = {.burst = 50, .rate = 20};
    options.board.retry.retries = 8;
}

rehearsal::~rehearsal() {
    std::filesystem::remove_all(folder_);
}

rehearsal::outcome rehearsal::apply(const std::string& policy_text, policy::exceptions but) {
    base::diagnostics problems;
    const auto& all = catalog::definitions::built_in();
    auto policies = policy::policy_set::read_text(policy_text, "policy.yaml", all, problems);
    if (!policies) throw std::runtime_error(base::to_text(problems.sorted().front()));
    policies->except(std::move(but));
    support::deaf_progress nobody;
    return apply_all(*policies, nobody);
}

rehearsal::outcome rehearsal::apply_all(
    const policy::policy_set& policies, dispatch::progress_port& watcher
) {
    const auto& all = catalog::definitions::built_in();
    portal_roster who(portal.core().roster());
    const auto credentials = portal.credentials();
    report::totals totals;
    model::run_header header;
    header.id = model::run_id("rehearsal-" + std::to_string(++runs_));
    header.portal = model::portal_name("sim");
    header.portal_url = "https://localhost";
    header.command = "apply";
    header.started = clock.wall_now();
    const auto start = clock.now();
    auto equipment = run::equipment::of(credentials, journal_, header.portal);
    if (!equipment) throw std::runtime_error(base::describe(equipment.error()));
    run::job_stream jobs(who, policies, std::move(*equipment));
    auto run = run::apply::begin(
        context_.get_executor(),
        {header, jobs, all, credentials, journal_, portal, clock, options, totals, watcher}
    );
    if (!run) throw std::runtime_error(base::describe(run.error()));
    std::optional<model::run_summary> summary;
    boost::asio::co_spawn(
        context_,
        (*run)->run(),
        [&](std::exception_ptr failed, base::result<model::run_summary> ended) {
            if (failed) std::rethrow_exception(failed);
            if (ended) summary = std::move(*ended);
        }
    );
    clock.run(context_);
    if (!summary) throw std::runtime_error("the run did not end");
    return {*summary, clock.now() - start};
}

}  // namespace simulation
