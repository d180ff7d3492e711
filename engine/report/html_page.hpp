#pragma once

#include "model/run.hpp"
#include "report/totals.hpp"

#include <string>

namespace report {

// What stands around the users of index.html. Whole in itself: no file, no font and no script from
// elsewhere, and a content policy that forbids them.
struct html_frame {
    std::string head;
    std::string foot;
};

// `chart` is inline SVG of our own; everything else is escaped.
html_frame html_page(const model::run_summary& run, const totals& all, const std::string& chart);

}  // namespace report
