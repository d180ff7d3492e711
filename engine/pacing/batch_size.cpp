#include "pacing/batch_size.hpp"

#include <algorithm>

namespace pacing {

std::size_t batch_size::fitting(std::string_view method) const {
    const auto found = methods_.find(method);
    if (found == methods_.end()) return limits_.most;
    const auto& known = found->second;
    auto most = std::min(limits_.most, known.most);
    if (known.each > base::duration::zero())
        most = std::min(most, static_cast<std::size_t>(limits_.target / known.each));
    return std::max<std::size_t>(1, most);
}

double batch_size::share(std::string_view method) const {
    return 1.0 / static_cast<double>(fitting(method));
}

// What is so quick that a full batch of it stays within the target needs no memory.
void batch_size::answered(std::string_view method, std::size_t together, base::duration each) {
    auto found = methods_.find(method);
    if (found == methods_.end()) {
        if (each * static_cast<base::duration::rep>(limits_.most) <= limits_.target) return;
        found = methods_.emplace(std::string(method), experience{}).first;
    }
    auto& known = found->second;
    known.each = each >= known.each ? each : (known.each * 4 + each) / 5;
    if (known.most >= limits_.most) {
        known.most = static_cast<std::size_t>(-1);
        return;
    }
    if (together >= known.most) known.most *= 2;
}

void batch_size::lost(std::string_view method, std::size_t together, base::duration after) {
    if (after < limits_.target || together < 2) return;
    auto found = methods_.find(method);
    if (found == methods_.end()) found = methods_.emplace(std::string(method), experience{}).first;
    auto& known = found->second;
    known.most = std::min(known.most, std::max<std::size_t>(1, together / 2));
}

void batch_size::refused_as_too_long(std::size_t together) {
    limits_.most = std::max<std::size_t>(1, std::min(limits_.most, together / 2));
}

}  // namespace pacing
