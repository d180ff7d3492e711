#pragma once

#include "base/result.hpp"
#include "model/run.hpp"
#include "report/json_output.hpp"
#include "report/portals_text.hpp"
#include "report/totals.hpp"
#include "report/user_spool.hpp"

#include <cstdint>
#include <iosfwd>
#include <map>
#include <optional>
#include <string_view>

namespace report {

// `--output json` and `--output jsonl` of several portals: an entry for each in the order in which
// they end, and their sums at last.
// document: {"format_version", "portals": [{"run", "users": […], "summary", "report", "next"}, …],
// "summary"}; lines: {"format_version", "type": "user", "portal", …} for each user of a portal,
// then
// {"format_version", "type": "portal", "run", "summary", "report", "next"}, and {"format_version",
// "type": "summary", "summary"} at the end.
class portals_results {
public:
    // `out` must outlive it. Nothing is written before there is something to tell.
    portals_results(std::ostream& out, json_form form);

    // A portal has ended. What is wrong with its users is remembered for `finish`. `users`: nullptr
    // = it has none.
    void add(const portal_end& what, const totals& its, user_spool* users);

    // Writes the sums; without them a document is not whole. `all`: what became of every user of
    // every portal. Fails where the stream did.
    base::result<void> finish(const totals& all);

private:
    void begin();
    void tell_user(const portal_end& of, std::string_view line);

    std::ostream& out_;
    json_form form_;
    bool begun_ = false;
    bool first_portal_ = true;
    bool first_user_ = true;
    model::run_summary sum_;
    std::map<model::run_end, std::uint64_t> ends_;
    std::optional<base::failure> failure_;
};

// The sums of several portals: {portals: {all, and each way of ending}, selected, users, unmatched,
// steps, requests, failures, blocked, skipped}.
model::object portals_summary_json(
    const model::run_summary& sum,
    const std::map<model::run_end, std::uint64_t>& ends,
    const totals& all
);

}  // namespace report
