#include "cli/apply_session.hpp"

#include "async/task_group.hpp"
#include "cli/interrupt.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

#include <csignal>
#include <exception>
#include <iostream>

namespace cli {

namespace {

constexpr auto redraw_every = std::chrono::milliseconds(200);

std::string name_of(int signal) {
    return signal == SIGTERM ? "SIGTERM" : "Ctrl-C";
}

}  // namespace

void apply_session::run(portal_run& what, report::progress_printer& progress) {
    std::exception_ptr failed;
    boost::asio::co_spawn(context, conduct(what, progress), [&](std::exception_ptr error) {
        failed = error;
    });
    context.run();
    progress.finish();
    if (failed) std::rethrow_exception(failed);
}

boost::asio::awaitable<void> apply_session::conduct(
    portal_run& what, report::progress_printer& progress
) {
    const auto where = co_await boost::asio::this_coro::executor;
    async::task_group beside(where);
    const auto over = clock.make_bell(where);
    interrupt signals(
        where,
        {[&](int signal) {
             signal_ = signal;
             progress.finish();
             std::cerr << "Stopping: what is in flight is awaited and recorded. " << name_of(signal)
                       << " again cuts it off.\n";
             what.stop(model::run_end::interrupted, name_of(signal));
         },
         [&](int) { what.cut(); }}
    );
    what.on_move([&](const portal::origin& to) {
        progress.finish();
        std::cerr << "muster: warning: the portal has moved to https://" << portal::to_string(to)
                  << "; this run goes on there. Change its url in the configuration.\n";
    });
    beside.spawn(signals.watch());
    beside.spawn(keep_showing(progress, *over));
    std::exception_ptr failed;
    try {
        co_await what.run();
    } catch (...) {
        failed = std::current_exception();
    }
    signals.stop();
    over->ring();
    co_await beside.join();
    if (failed) std::rethrow_exception(failed);
}

boost::asio::awaitable<void> apply_session::keep_showing(
    report::progress_printer& progress, async::bell& over
) {
    for (;;) {
        const auto why = co_await over.wait_until(clock.now() + redraw_every);
        if (why != async::wake::due) co_return;
        progress.tick(clock.wall_now());
    }
}

}  // namespace cli
