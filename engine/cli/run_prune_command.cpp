#include "cli/run_prune_command.hpp"

#include "async/system_clock_source.hpp"
#include "cli/run_choice.hpp"
#include "cli/run_state.hpp"
#include "journal/journal_error.hpp"
#include "journal/pruning.hpp"
#include "report/summary_json.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <iostream>
#include <optional>
#include <string>
#include <vector>

namespace cli {

namespace {

exit_code complain(const base::failure& what) {
    std::cerr << "muster: " << base::describe(what) << '\n';
    return exit_code::state_lost;
}

std::string megabytes(std::uintmax_t bytes) {
    constexpr double mega = 1024.0 * 1024.0;
    return fmt::format("{:.1f} MB", static_cast<double>(bytes) / mega);
}

struct pruned {
    std::vector<std::string> runs;
    std::uint64_t users = 0;
    std::size_t kept = 0;
    std::optional<journal::pruning::sizes> sizes;  // nothing: the room is kept for later runs
    std::string why_not;
};

void print(const options& given, const pruned& what) {
    if (given.output != output_format::text) {
        model::object made{
            {"format_version", report::format_version},
            {"pruned", report::texts_json(what.runs)},
            {"users", what.users},
            {"kept", what.kept},
            {"bytes_before", nullptr},
            {"bytes_after", nullptr}
        };
        if (what.sizes) {
            made["bytes_before"] = what.sizes->before;
            made["bytes_after"] = what.sizes->after;
        }
        std::cout << boost::json::serialize(made) << '\n';
        return;
    }
    for (const auto& each : what.runs) std::cout << "pruned " << each << '\n';
    std::cout << fmt::format(
        "{} {} of {} users pruned, {} kept\n",
        what.runs.size(),
        what.runs.size() == 1 ? "run" : "runs",
        what.users,
        what.kept
    );
    if (what.sizes)
        std::cout << fmt::format(
            "the journal has {}, and had {}\n",
            megabytes(what.sizes->after),
            megabytes(what.sizes->before)
        );
    else if (!what.why_not.empty())
        std::cout << "the room is kept for later runs: " << what.why_not << '\n';
}

}  // namespace

exit_code run_prune_command(const options& given, const run::prune_order& order) {
    if (!order.keep && !order.older_than) {
        std::cerr << "muster run prune: say what may go: --keep N, --older-than 90d, or both\n";
        return exit_code::usage;
    }
    const auto in = open_known_journal(given);
    if (!in) return in.error();
    journal::run_filter which;
    if (!given.portals.empty()) which.portal = model::portal_name(given.portals.front());
    const auto all = in->store.runs(which);
    if (!all) return complain(all.error());
    const auto now = async::system_clock_source().wall_now();
    const auto doomed = run::to_prune(*all, order, may_be_continued, now);
    pruned done;
    done.kept = all->size() - doomed.size();
    journal::pruning prune(in->store);
    for (const auto& each : doomed) {
        const auto users = prune.delete_run(each);
        if (!users) return complain(users.error());
        done.runs.push_back(each.value());
        done.users += *users;
    }
    if (!doomed.empty()) {
        const auto sizes = prune.give_back();
        if (sizes)
            done.sizes = *sizes;
        else if (sizes.error().code == journal::journal_error::busy)
            done.why_not = "a run is under way";
        else
            done.why_not = base::describe(sizes.error());
    }
    print(given, done);
    return exit_code::done;
}

}  // namespace cli
