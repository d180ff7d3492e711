#pragma once

#include "base/result.hpp"
#include "model/run.hpp"
#include "report/listener.hpp"
#include "report/totals.hpp"

#include <iosfwd>
#include <string>

namespace report {

// document: one JSON object. lines: an object a line, each with its type.
enum class json_form { document, lines };

// `--output json` and `--output jsonl`: every user's result as it comes, and the summary last.
// document: {"format_version", "run", "users": […], "summary"}; lines: {"format_version", "type":
// "user", …} for each user, then {"format_version", "type": "summary", "run", "summary"}.
class json_results final : public listener {
public:
    // `out` must outlive it. Nothing is written before there is something to tell: a run that never
    // begins leaves no half of a document.
    json_results(std::ostream& out, json_form form, const model::run_header& run);

    void job_closed(const model::job_result& what) override;

    // Writes the summary; without it a document is not whole. Fails where the stream did.
    base::result<void> finish(const model::run_summary& run, const totals& all);

private:
    void begin();

    std::ostream& out_;
    json_form form_;
    std::string head_;  // of the document, until it is written
    bool first_ = true;
};

}  // namespace report
