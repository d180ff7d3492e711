#pragma once

#include "async/clock_source.hpp"
#include "base/result.hpp"
#include "journal/portal_locks.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <optional>
#include <string>

namespace run {

// What a run that writes asks for before it sends anything.
struct portal_claim {
    std::string portal;        // the name under which it is locked
    journal::lock_holder who;  // when is filled in
    base::time_point until;    // how long to wait for whoever has it; the past = not at all
    std::function<void(const journal::lock_holder&)> waiting = {};  // told once, when it begins
};

// Takes the portal, waiting for it as long as that was asked for. Nothing: it is the run's.
// Otherwise who still has it. `locks` outlives this.
boost::asio::awaitable<base::result<std::optional<journal::lock_holder>>> claim_portal(
    async::clock_source& clock, journal::portal_locks& locks, portal_claim what
);

}  // namespace run
