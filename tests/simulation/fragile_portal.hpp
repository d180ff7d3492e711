#pragma once

#include "dispatch/ports/portal_port.hpp"
#include "simulation/scenario.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <functional>

namespace simulation {

// The life of a process: it may end with a certain request. Then nothing more is sent, and nothing
// that is answered is heard.
class lifeline {
public:
    // `on_end`: at the very moment, before anything else is recorded.
    lifeline(const crash* how, std::function<void()> on_end)
        : how_(how), on_end_(std::move(on_end)) {}

    [[nodiscard]] bool is_over() const noexcept { return over_; }

    // A request is about to be delivered, or has been.
    void reached(crash_moment which);

private:
    const crash* how_;  // nothing = it lives
    std::function<void()> on_end_;
    std::uint64_t requests_ = 0;
    bool over_ = false;
};

// The way to a portal out of a process that may die.
class fragile_portal final : public dispatch::portal_port {
public:
    fragile_portal(dispatch::portal_port& behind, lifeline& life, std::function<void()> on_delivery)
        : behind_(behind), life_(life), on_delivery_(std::move(on_delivery)) {}

    boost::asio::awaitable<model::reply> send(model::request what, base::time_point deadline)
        override;

    // Requests that have left, probes among them.
    [[nodiscard]] std::uint64_t delivered() const noexcept { return delivered_; }

private:
    dispatch::portal_port& behind_;
    lifeline& life_;
    std::function<void()> on_delivery_;
    std::uint64_t delivered_ = 0;
};

}  // namespace simulation
