#include "run/recall.hpp"

#include "journal/read.hpp"

#include <algorithm>

namespace run {

base::result<std::vector<pacing::past_request>> recall(
    const journal::store& journal,
    std::string_view portal_url,
    const pacing::bucket_limits& limits,
    base::time_point now,
    base::wall_time wall_now
) {
    const auto rows =
        journal::reader(journal).recent_requests(portal_url, pacing::leaky_bucket(limits).memory());
    if (!rows) return std::unexpected(rows.error());
    // The journal's times are cut to milliseconds; a time that lies ahead means that the machine's
    // clock was set back.
    const auto placed = [&](base::wall_time when) {
        const auto ago =
            std::max(wall_now - when - std::chrono::milliseconds(1), std::chrono::milliseconds(0));
        return now - ago;
    };
    std::vector<pacing::past_request> past;
    for (const auto& each : *rows)
        past.push_back({placed(each.sent), each.answered ? placed(*each.answered) : now});
    return past;
}

}  // namespace run
