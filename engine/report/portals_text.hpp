#pragma once

#include "model/run.hpp"
#include "report/painter.hpp"
#include "report/summary_text.hpp"
#include "report/totals.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace report {

// How one portal's run ended, among others.
struct portal_end {
    const model::run_summary* run = nullptr;
    std::string report;                 // where its report is
    std::vector<closing_line> closing;  // how to go on with it, and the like
};

// A look at the runs of several portals.
struct portals_state {
    std::uint64_t portals_done = 0;
    std::uint64_t portals = 0;
    std::uint64_t failing = 0;  // of the portals that are done
    std::uint64_t users_done = 0;
    std::uint64_t users = 0;
    double requests_per_second = 0;
};

// "1,204 of 2,000 portals done, 3 of them not well; 6,102 of 10,000 users, 3,904 requests/s".
std::string portals_progress(const portals_state& now);

// A line for each portal, totals that are the sums of the lines, reasons over all of them, and for
// each portal that is not done where to look and what to type. `all`: what became of every user of
// every portal.
std::string portals_summary(std::span<const portal_end> ends, const totals& all, colors paint);

}  // namespace report
