#pragma once

#include "report/painter.hpp"

#include <boost/json/array.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace report {

// How far a played run is, so long after its beginning.
struct plan_milestone {
    unsigned percent = 0;  // of the users
    std::chrono::milliseconds at{};
    std::uint64_t requests = 0;
};

// The played run as a table of its own; "" where it was not asked for. `of_what` says which run it
// is: "where nothing is right yet".
std::string played_text(
    const std::vector<plan_milestone>& played, std::string_view of_what, const painter& paint
);

// [{percent, after_ms, requests}, ...]
boost::json::array played_json(const std::vector<plan_milestone>& played);

}  // namespace report
