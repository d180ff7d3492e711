#pragma once

#include "report/offline_plan.hpp"
#include "report/painter.hpp"
#include "report/plan_text.hpp"

#include <cstdint>
#include <iosfwd>

namespace report {

enum class plans_form { text, document, lines };

// The plans of several portals, one after the other, and their sums.
// document: {"format_version", "portals": [plan, …], "summary"}; lines: {"format_version", "type":
// "portal", "plan"} for each, and {"format_version", "type": "summary", "summary"} at the end; a
// plan as in plan_json. summary: {portals, planned, blocked, excepted, selected, unmatched,
// requests}.
class plans_printer {
public:
    // `out` outlives it.
    plans_printer(std::ostream& out, plans_form form, colors paint);

    void add(const offline_plan& plan, const plan_facts& facts);
    void finish();

private:
    std::ostream& out_;
    plans_form form_;
    colors paint_;
    std::uint64_t portals_ = 0;
    std::uint64_t planned_ = 0;
    std::uint64_t blocked_ = 0;
    std::uint64_t excepted_ = 0;
    std::uint64_t unmatched_ = 0;
    request_cost requests_;
};

}  // namespace report
