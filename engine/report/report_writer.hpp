#pragma once

#include "base/result.hpp"
#include "model/run.hpp"
#include "report/listener.hpp"
#include "report/totals.hpp"

#include <filesystem>
#include <memory>
#include <vector>

namespace report {

// Writes a run's report directory while the run goes on, one job at a time: results.csv,
// events.jsonl, junit.xml, failed.txt, index.html, summary.json, summary.md. Nothing of the jobs is
// kept in memory. Every file stands as NAME.tmp beside its name until `finish`; destroyed without
// it, none of them stays, nor a folder that was made for them.
// A disk that fails does not disturb the run: the first failure is remembered for `finish`.
class report_writer final : public listener {
public:
    // Creates `dir` and what it stands in. Fails where nothing can be created there.
    static base::result<std::unique_ptr<report_writer>> open(
        const std::filesystem::path& dir, const model::run_header& run
    );

    ~report_writer() override;

    void job_opened(const model::work_item& item) override;
    void request_sent(const model::request& what, base::wall_time now) override;
    void request_answered(
        const model::request& what,
        const model::reply& reply,
        base::wall_time sent,
        base::wall_time now
    ) override;
    void job_closed(const model::job_result& what) override;

    // Writes what only the end knows and gives the files their names. Gives the files, index.html
    // first. Where one of them failed, the others are there all the same. Call it once, last.
    base::result<std::vector<std::filesystem::path>> finish(
        const model::run_summary& run, const totals& all
    );

private:
    struct files;
    report_writer(std::unique_ptr<files> all, const model::run_header& run);

    struct state;
    std::unique_ptr<files> files_;
    std::unique_ptr<state> state_;
};

}  // namespace report
