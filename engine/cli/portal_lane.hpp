#pragma once

#include "cli/budget/budget_file.hpp"
#include "cli/exit_code.hpp"
#include "cli/token_access.hpp"
#include "cli/workspace.hpp"
#include "journal/store.hpp"
#include "portal/https_portal.hpp"
#include "report/fan_out.hpp"
#include "report/report_writer.hpp"
#include "report/totals.hpp"
#include "run/apply.hpp"
#include "run/job_stream.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace cli {

// One portal's run among others of the same process: its own run id, journal rows and report.
class portal_lane : private dispatch::alarm {
public:
    // What all lanes have in common; outlives them.
    struct shared {
        const options& given;
        boost::asio::any_io_executor where;
        async::clock_source& clock;
        journal::store& journal;
        dispatch::progress_port& watcher;    // hears of every lane
        std::size_t connections;             // for each of them
        const std::filesystem::path& state;  // the folder of what processes share
        std::optional<pacing::run_deadline> deadline;
        dispatch::alarm& others;  // hears when one lane's failures are to end them all
    };

    // `selected`: how many users it has. `number`: of the run id. Fails where journal or report
    // cannot be written; nothing is sent.
    static base::result<std::unique_ptr<portal_lane>> begin(
        const shared& with,
        const workspace& files,
        std::uint64_t selected,
        std::uint64_t number,
        std::shared_ptr<portal::trust> authorities
    );

    // To the end, whatever that is. Never throws for what the world does.
    boost::asio::awaitable<void> run();
    void stop(model::run_end how, const std::string& why) { run_->stop(how, why); }
    void cut() { run_->cut(); }
    void close_idle() { portal_.close_idle(); }

    // After `run`.
    [[nodiscard]] const model::run_summary& summary() const { return summary_; }
    [[nodiscard]] const std::string& report() const { return report_page_; }
    [[nodiscard]] const std::string& again() const { return again_; }
    [[nodiscard]] const std::string& trouble() const { return trouble_; }  // of writing; "" = none
    [[nodiscard]] exit_code code() const;
    [[nodiscard]] bool ended() const { return ended_; }

    portal_lane(
        const shared& with,
        const workspace& files,
        model::run_header header,
        std::shared_ptr<portal::trust> authorities
    );

private:
    void raise(const std::string& why) override;

    dispatch::alarm& others_;
    model::run_header header_;
    token_access tokens_;
    portal::https_portal portal_;
    std::unique_ptr<budget_file> budget_;
    std::unique_ptr<roster::source> who_;
    std::optional<run::job_stream> jobs_;
    report::totals totals_;
    report::progress_fan_out watchers_;
    std::unique_ptr<report::report_writer> writer_;
    std::unique_ptr<run::apply> run_;
    model::run_summary summary_;
    std::string report_page_;
    std::string again_;
    std::string trouble_;
    bool ended_ = false;
};

}  // namespace cli
