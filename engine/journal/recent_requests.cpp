#include "journal/database.hpp"
#include "journal/read.hpp"
#include "journal/stored_time.hpp"

#include <algorithm>
#include <string_view>

namespace journal {

namespace {

// The runs of the portal (by the index run_at_portal) and the requests of each are walked backwards
// along their numbers, so it costs as many steps as rows are asked for.
constexpr std::string_view latest_first =
    "SELECT sent, answered FROM run JOIN request ON request.run = run.number WHERE portal_url = ?"
    " ORDER BY run.number DESC, request.number DESC LIMIT ?";

}  // namespace

base::result<std::vector<sent_request>> reader::recent_requests(
    std::string_view portal_url, std::size_t count
) const {
    const auto failed = [](const base::failure& why) {
        return std::unexpected(why.within("reading when the last requests were sent"));
    };
    auto prepared = database_->connected.prepare(latest_first);
    if (!prepared) return failed(prepared.error());
    auto found = prepared->ask(portal_url, count);
    std::vector<sent_request> all;
    for (;;) {
        const auto there = found.next();
        if (!there) return failed(there.error());
        if (!*there) break;
        all.push_back({from_stored_time(found.number(0)), from_stored_time(found.number_if_any(1))}
        );
    }
    std::reverse(all.begin(), all.end());
    return all;
}

}  // namespace journal
