#include "pacing/admission.hpp"

namespace pacing {

void admission::beat(base::time_point due, base::time_point now) {
    in_time_ = now - due <= limits_.late;
}

bool admission::may_begin(std::size_t beginning, base::time_point now) const {
    if (beginning >= limits_.most_beginning) return false;
    if (last_ == base::time_point::min()) return true;
    return now >= last_ + (in_time_ ? limits_.apart : limits_.longest_wait);
}

void admission::begun(base::time_point now) {
    last_ = now;
}

}  // namespace pacing
