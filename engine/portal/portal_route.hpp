#pragma once

#include "portal/way.hpp"

#include <expected>
#include <memory>
#include <optional>
#include <string>

namespace portal {

// Where a portal is met during a run: at the address of the configuration, and from the moment on
// that this one has named another which answers, at that (portal-facts 1: a renamed portal answers
// 302). One move in a run and no more: whoever is sent on twice goes round in a circle, or is
// being led somewhere.
class portal_route {
public:
    portal_route(
        boost::asio::any_io_executor where, async::clock_source& clock, portal_options options
    );

    // Where requests go now.
    [[nodiscard]] way& current() noexcept;
    // As configured.
    [[nodiscard]] const way& first() const noexcept { return first_; }

    // `from` answered with a redirect to `to`. The unexpected value says why it is not followed.
    std::expected<way*, std::string> turn(const way& from, const origin& to);

    // It answered, and not with a redirect: later requests go there directly. True when that is
    // news.
    bool arrived(const way& at) noexcept;

    // The new address, once it has answered.
    [[nodiscard]] std::optional<origin> moved_to() const;

    boost::asio::awaitable<void> close();
    void close_idle();
    [[nodiscard]] connection_counts counts() const;

private:
    boost::asio::any_io_executor where_;
    async::clock_source& clock_;
    way first_;
    std::unique_ptr<way> next_;
    bool moved_ = false;
};

}  // namespace portal
