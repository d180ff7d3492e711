#pragma once

#include "cli/budget/budget_file.hpp"
#include "cli/one_run.hpp"
#include "cli/options.hpp"
#include "cli/token_access.hpp"
#include "cli/workspace.hpp"
#include "journal/store.hpp"
#include "portal/https_portal.hpp"
#include "report/fan_out.hpp"
#include "report/report_writer.hpp"
#include "report/totals.hpp"
#include "run/apply.hpp"
#include "run/job_supply.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace cli {

// What a run is made from; all of it outlives the run.
struct portal_task {
    const options& given;
    const workspace& files;
    const run_order& what;
};

// The run on one portal, alone or among others: its rows of the journal, its report, its
// connections, its pace. Belongs to the thread of its event loop.
class portal_run : private dispatch::alarm {
public:
    // What it shares with whoever else is on its thread; outlives it.
    struct surroundings {
        boost::asio::any_io_executor where;
        async::clock_source& clock;
        journal::store& journal;
        const std::filesystem::path& state;  // the folder of what processes share
        dispatch::progress_port& watcher;    // hears of the run
        std::optional<pacing::run_deadline> deadline;
        dispatch::alarm* others = nullptr;  // hears when its failures are to end other runs as well
        run::portal_hold hold = {};         // of its portal
        dispatch::line_share* lines = nullptr;  // in common with other runs; none = it is alone
    };

    // Nothing is sent yet. Fails where journal, report or budget cannot be written.
    static base::result<std::unique_ptr<portal_run>> begin(
        const portal_task& task,
        const surroundings& with,
        model::run_header header,
        portal::portal_options connection
    );

    // To the end, whatever that is. Never throws for what the world does.
    boost::asio::awaitable<void> run();
    void stop(model::run_end how, const std::string& why) { run_->stop(how, why); }
    void cut() { run_->cut(); }
    void close_idle() { portal_.close_idle(); }
    // As portal::https_portal::on_move.
    void on_move(std::function<void(const portal::origin&)> tell) {
        portal_.on_move(std::move(tell));
    }

    [[nodiscard]] const std::filesystem::path& report_dir() const { return report_dir_; }

    // After `run`, once: how it ended. `code`: as if no signal had come.
    [[nodiscard]] ended_run end();

    // For `begin`.
    portal_run(
        const portal_task& task,
        const surroundings& with,
        model::run_header header,
        portal::portal_options connection
    );

private:
    void raise(const std::string& why) override;
    base::result<void> prepare(const portal_task& task, const surroundings& with);
    [[nodiscard]] std::string line_for_failed(const portal_task& task) const;

    dispatch::alarm* others_;
    model::run_header header_;
    std::string resume_;  // the command that goes on with it; "" = it cannot be gone on with
    std::string again_;
    std::string undo_;  // what to type to take it back; "" = it only looks
    std::filesystem::path report_dir_;
    token_access tokens_;
    portal::https_portal portal_;
    std::unique_ptr<budget_file> budget_;
    std::unique_ptr<run::job_supply> jobs_;
    std::unique_ptr<report::totals> totals_;
    report::progress_fan_out watchers_;
    std::unique_ptr<report::report_writer> report_;  // nullptr: none is asked for
    std::unique_ptr<run::apply> run_;
    model::run_summary summary_;
};

}  // namespace cli
