#include "portal-sim/core/observations.hpp"

#include <algorithm>

namespace portal_sim {

namespace {

// Adds and gives how many lie within `span` of each other, the new one included.
std::size_t slide(std::deque<time_point>& window, time_point now, std::chrono::seconds span) {
    while (!window.empty() && window.front() + span <= now) window.pop_front();
    window.push_back(now);
    return window.size();
}

}  // namespace

void arrival_windows::add(time_point now) {
    most_in_1s_ = std::max(most_in_1s_, slide(last_second_, now, std::chrono::seconds(1)));
    most_in_60s_ = std::max(most_in_60s_, slide(last_minute_, now, std::chrono::seconds(60)));
}

void observations::arrived(const std::string& source, time_point now) {
    ++requests;
    ++arrivals[std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count()];
    sources[source].add(now);
}

}  // namespace portal_sim
