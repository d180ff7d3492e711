#pragma once

#include "async/clock_source.hpp"
#include "base/result.hpp"
#include "catalog/definitions.hpp"
#include "dispatch/lane.hpp"
#include "dispatch/ports/portal_port.hpp"
#include "dispatch/ports/progress_port.hpp"
#include "journal/portal_locks.hpp"
#include "journal/store.hpp"
#include "model/run.hpp"
#include "portal/credential_book.hpp"
#include "report/fan_out.hpp"
#include "report/totals.hpp"
#include "run/job_supply.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>

namespace run {

// How a run that writes has its portal: it says in `locks` that it is alive, ends when it has lost
// it, and gives it up at its end. Without locks it has none, because it only looks.
struct portal_hold {
    journal::portal_locks* locks = nullptr;
    std::string portal;  // the name under which it was locked
};

// Everything that a run needs; all of it outlives the run. The files were checked before (survey).
struct apply_inputs {
    model::run_header header;
    job_supply& jobs;
    const catalog::definitions& all;
    const portal::credential_book& credentials;
    journal::store& journal;
    dispatch::portal_port& portal;
    async::clock_source& clock;
    dispatch::lane_options lane;
    report::totals& totals;                     // is filled
    dispatch::progress_port& progress;          // whoever else watches
    dispatch::shared_budget* budget = nullptr;  // of all on this host
    dispatch::alarm* others = nullptr;          // the runs on other portals beside it
    journal::run_start start = {};
    portal_hold hold = {};
    dispatch::line_share* lines = nullptr;  // that they have in common
};

// A run: every job that is supplied gets its outcome, on the portal, in the journal and in the
// totals. What a run does with what it sees - write, or only look - is in `lane`.
class apply {
public:
    // A journal that cannot be written is found here, before anything is sent.
    static base::result<std::unique_ptr<apply>> begin(
        boost::asio::any_io_executor where, apply_inputs inputs
    );

    boost::asio::awaitable<base::result<model::run_summary>> run();

    // As dispatch::lane: ends admission; then cuts off what is in flight.
    void stop(model::run_end how, std::string why) { lane_.stop(how, std::move(why)); }
    void cut() { lane_.cut(); }

    apply(
        boost::asio::any_io_executor where,
        apply_inputs inputs,
        std::unique_ptr<journal::run_journal> journal
    );

private:
    boost::asio::awaitable<void> stay_alive(async::bell& over);

    apply_inputs inputs_;
    boost::asio::any_io_executor where_;
    std::unique_ptr<journal::run_journal> journal_;
    report::progress_fan_out watchers_;
    dispatch::lane lane_;
};

}  // namespace run
