#include "run/portal_claim.hpp"

#include <algorithm>
#include <utility>

namespace run {

namespace {

// Whoever is killed is noticed after this; nobody tells.
constexpr auto look_every = std::chrono::milliseconds(500);

}  // namespace

boost::asio::awaitable<base::result<std::optional<journal::lock_holder>>> claim_portal(
    async::clock_source& clock, journal::portal_locks& locks, portal_claim what
) {
    bool told = false;
    for (;;) {
        what.who.since = clock.wall_now();
        auto other = locks.take(what.portal, what.who);
        const auto now = clock.now();
        if (!other || !*other || now >= what.until) co_return other;
        if (what.waiting && !std::exchange(told, true)) what.waiting(**other);
        const bool slept =
            co_await async::sleep_until(clock, std::min(what.until, now + look_every));
        if (!slept) co_return other;
    }
}

}  // namespace run
