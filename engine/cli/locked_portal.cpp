#include "cli/locked_portal.hpp"

#include "async/system_clock_source.hpp"
#include "cli/this_process.hpp"
#include "report/duration_text.hpp"
#include "report/escaping.hpp"
#include "run/portal_claim.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include <exception>
#include <iostream>
#include <utility>

namespace cli {

namespace {

using claimed = base::result<std::optional<journal::lock_holder>>;

std::unexpected<exit_code> complain(const base::failure& what) {
    std::cerr << "muster: " << base::describe(what) << '\n';
    return std::unexpected(exit_code::state_lost);
}

}  // namespace

// On an event loop of its own: the run's is not begun before it has the portal.
base::result<std::optional<journal::lock_holder>> claim_portal(
    const options& given,
    journal::portal_locks& locks,
    const portal_config& portal,
    const model::run_header& run
) {
    boost::asio::io_context context{1};
    async::system_clock_source clock;
    claimed end;
    std::exception_ptr failed;
    run::portal_claim what{
        lock_name(portal), this_process(run), clock.now() + given.lock_timeout, {}
    };
    what.waiting = [&](const journal::lock_holder& who) {
        if (given.talk == verbosity::quiet) return;
        std::cerr << waiting_in_words(given, run.portal, in_words(who, clock.wall_now()));
    };
    boost::asio::co_spawn(
        context,
        run::claim_portal(clock, locks, std::move(what)),
        [&](std::exception_ptr error, claimed got) {
            failed = error;
            end = std::move(got);
        }
    );
    context.run();
    if (failed) std::rethrow_exception(failed);
    return end;
}

std::string lock_name(const portal_config& portal) {
    if (!portal.connect_to) return portal.url;
    return portal.url + " at " + portal::to_string(*portal.connect_to);
}

std::string in_words(const journal::lock_holder& who, base::wall_time now) {
    if (who.run.value().empty()) return "a run that has only just begun";
    return fmt::format(
        "run {} ({}) by {} on {}, process {}, since {} ({})",
        report::terminal_text(who.run.value()),
        report::terminal_text(who.command),
        report::terminal_text(who.user),
        report::terminal_text(who.where.host),
        who.pid,
        base::to_rfc3339(who.since),
        report::duration_text(now - who.since)
    );
}

std::string waiting_in_words(
    const options& given, const model::portal_name& portal, const std::string& held_by
) {
    return fmt::format(
        "Waiting up to {} for portal {}, held by {}.\n",
        report::duration_text(given.lock_timeout),
        portal.value(),
        held_by
    );
}

std::string why_locked(
    const journal::lock_holder& who, const model::portal_name& portal, base::wall_time now
) {
    return fmt::format(
        "portal {} is being worked on by {}\n"
        "  one run at a time may write to a portal: --lock-timeout 10m waits for this one",
        portal.value(),
        in_words(who, now)
    );
}

std::expected<std::unique_ptr<journal::portal_locks>, exit_code> lock_portal(
    plan::passes how,
    const options& given,
    const std::filesystem::path& journal,
    const portal_config& portal,
    const model::run_header& run
) {
    if (how == plan::passes::look) return nullptr;
    auto opened = journal::portal_locks::open(journal);
    if (!opened) return complain(opened.error());
    auto locks = std::make_unique<journal::portal_locks>(std::move(*opened));
    const auto other = claim_portal(given, *locks, portal, run);
    if (!other) return complain(other.error());
    if (!*other) return locks;
    const auto now = async::system_clock_source().wall_now();
    std::cerr << "muster: " << why_locked(**other, run.portal, now) << '\n';
    return std::unexpected(exit_code::try_again);
}

}  // namespace cli
