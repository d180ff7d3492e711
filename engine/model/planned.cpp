#include "model/planned.hpp"

#include <algorithm>

namespace model {

planned planned_for(const job_result& seen) {
    if (seen.overall == user_outcome::blocked) return planned::blocked;
    // A call differs by itself; whoever else was to be read and was not is not known.
    const bool cut_off = std::ranges::any_of(seen.steps, [](const step_result& each) {
        return each.what == outcome::skipped && each.code == "run-ended";
    });
    if (cut_off) return planned::unseen;
    const bool changes = std::ranges::any_of(seen.steps, [](const step_result& each) {
        return each.what == outcome::differs;
    });
    if (changes) return planned::change;
    switch (seen.overall) {
        case user_outcome::unchanged:
        case user_outcome::changed:
        case user_outcome::differs:
            return planned::right;
        case user_outcome::excepted:
            return planned::excepted;
        case user_outcome::unknown:
            return planned::unsure;
        case user_outcome::failed:
        case user_outcome::skipped:
        case user_outcome::blocked:
            break;
    }
    return planned::unseen;
}

std::string_view to_string(planned what) {
    switch (what) {
        case planned::change:
            return "change";
        case planned::right:
            return "unchanged";
        case planned::blocked:
            return "blocked";
        case planned::excepted:
            return "excepted";
        case planned::unsure:
            return "unknown";
        case planned::unseen:
            return "unseen";
    }
    return "unseen";
}

}  // namespace model
