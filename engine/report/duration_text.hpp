#pragma once

#include <chrono>
#include <string>

namespace report {

// A duration for a person, in at most two units: "850 ms", "4.2 s", "1 m 38 s", "2 h 05 m",
// "3 d 04 h". A negative one is "0 ms": clocks may be set back in mid-run.
std::string duration_text(std::chrono::milliseconds took);

}  // namespace report
