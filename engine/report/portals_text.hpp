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

// "1,204 of 2,000 portals done, 3 failing".
std::string portals_progress(std::uint64_t done, std::uint64_t all, std::uint64_t failing);

// A line for each portal, totals that are the sums of the lines, reasons over all of them, and for
// each portal that is not done where to look and what to type. `all`: what became of every user of
// every portal.
std::string portals_summary(std::span<const portal_end> ends, const totals& all, colors paint);

}  // namespace report
