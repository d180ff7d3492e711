#pragma once

#include "base/result.hpp"
#include "cli/options.hpp"
#include "cli/request_log.hpp"
#include "cli/results_file.hpp"
#include "model/run.hpp"
#include "report/fan_out.hpp"
#include "report/json_output.hpp"
#include "report/progress.hpp"
#include "report/totals.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace cli {

// Everybody who hears of a run that is alone, beside its report: the results as JSON, the log, the
// progress line.
class audience {
public:
    // Fails where a file cannot be made. `expected`: jobs of the run. Without a folder there is no
    // report.
    static base::result<std::unique_ptr<audience>> gather(
        const options& given, const model::run_header& run, std::uint64_t expected
    );
    audience(const audience&) = delete;
    audience& operator=(const audience&) = delete;

    [[nodiscard]] dispatch::progress_port& port() noexcept { return all_; }
    [[nodiscard]] report::progress_printer& progress() noexcept { return *progress_; }

    // Ends the results. Call it once, last. Fails where some of them could not be written.
    base::result<void> finish(const model::run_summary& run, const report::totals& totals);

private:
    audience() = default;

    report::progress_fan_out all_;
    std::unique_ptr<report::json_results> results_;
    std::unique_ptr<results_file> results_file_;
    std::unique_ptr<report::json_results> results_into_;
    std::unique_ptr<request_log> log_;
    std::optional<report::progress_printer> progress_;
};

}  // namespace cli
