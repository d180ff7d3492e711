#include "cli/directory_session.hpp"

#include "async/task_group.hpp"
#include "cli/interrupt.hpp"
#include "cli/shared_budget.hpp"
#include "cli/state_folder.hpp"
#include "run/recall.hpp"
#include "run/run_id.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>
#include <iostream>
#include <random>
#include <utility>

namespace cli {

namespace net = boost::asio;

directory_session::directory_session(const people_workspace& files)
    : files_(files),
      tokens_(context_.get_executor(), clock_, files.tokens),
      portal_(
          context_.get_executor(), clock_, files.credentials, files.connection, tokens_.keeper()
      ) {}

model::run_header directory_session::header() const {
    std::random_device chance;
    model::run_header made;
    made.started = clock_.wall_now();
    made.id = run::make_run_id(made.started, chance());
    made.portal = files_.portal.name;
    made.portal_url = files_.portal.url;
    made.command = "read the directory";
    made.seed = chance();
    return made;
}

base::result<run::caller_options> directory_session::caller_options_for(
    const journal::store& journal
) {
    run::caller_options made;
    const auto& limits = files_.settings->limits;
    made.limits = files_.limits;
    made.request_timeout = limits.request_timeout;
    made.retry.retries = limits.retries;
    made.retry.cap = limits.backoff_cap;
    auto past =
        run::recall(journal, files_.portal.url, made.limits, clock_.now(), clock_.wall_now());
    if (!past) return std::unexpected(past.error());
    made.past = std::move(*past);
    return made;
}

base::result<run::refresh_end> directory_session::read(
    const run::directory_request& what,
    const std::filesystem::path& cache,
    base::diagnostics& problems
) {
    const auto state = state_folder(files_.settings->state_dir);
    if (!state) return std::unexpected(state.error());
    auto journal = journal::store::open(*state / "journal.sqlite");
    if (!journal) return std::unexpected(journal.error());
    auto how = caller_options_for(*journal);
    if (!how) return std::unexpected(how.error());
    const auto budget = shared_budget(files_, *state, clock_.now());
    if (!budget) return std::unexpected(budget.error());
    const auto head = header();
    how->seed = head.seed;
    auto record = journal->start_run(head);
    if (!record) return std::unexpected(record.error());

    run::paced_caller caller(clock_, portal_, **record, budget->get(), std::move(*how));
    run::directory_refresh refresh(caller, clock_, what, cache, problems);
    auto ended = conduct(refresh);
    model::run_summary summary;
    summary.header = head;
    summary.end = ended.how;
    summary.end_reason = ended.why.text;
    summary.finished = clock_.wall_now();
    summary.lane = ended.counts;
    const auto finished = (*record)->finish(summary);
    if (!finished) return std::unexpected(finished.error());
    return ended;
}

run::refresh_end directory_session::conduct(run::directory_refresh& what) {
    std::exception_ptr failed;
    run::refresh_end ended;
    net::cancellation_signal stop;
    async::task_group beside(context_.get_executor());
    const auto end_it = [&](int signal) {
        signal_ = signal;
        stop.emit(net::cancellation_type::terminal);
    };
    interrupt signals(context_.get_executor(), {end_it, [](int) {}});
    portal_.on_move([](const portal::origin& to) {
        std::cerr << "muster: warning: the portal has moved to https://" << portal::to_string(to)
                  << "; its directory is read there. Change its url in the configuration.\n";
    });
    beside.spawn(signals.watch());
    const auto keep = [&](std::exception_ptr error, run::refresh_end result) {
        failed = error;
        ended = std::move(result);
        signals.stop();
    };
    net::co_spawn(
        context_, refresh_and_close(what), net::bind_cancellation_slot(stop.slot(), keep)
    );
    net::co_spawn(context_, beside.join(), [&](std::exception_ptr error) {
        if (error && !failed) failed = error;
    });
    context_.run();
    if (failed) std::rethrow_exception(failed);
    return ended;
}

net::awaitable<run::refresh_end> directory_session::refresh_and_close(run::directory_refresh& what
) {
    co_await net::this_coro::throw_if_cancelled(false);
    auto ended = co_await what.run();
    co_await portal_.close();
    co_return ended;
}

}  // namespace cli
