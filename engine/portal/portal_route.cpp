#include "portal/portal_route.hpp"

#include <fmt/format.h>

#include <utility>

namespace portal {

portal_route::portal_route(
    boost::asio::any_io_executor where, async::clock_source& clock, portal_options options
)
    : where_(where), clock_(clock), first_(std::move(where), clock, std::move(options)) {}

way& portal_route::current() noexcept {
    return moved_ ? *next_ : first_;
}

std::expected<way*, std::string> portal_route::turn(const way& from, const origin& to) {
    if (&from != &first_ || to == first_.options().where)
        return std::unexpected(fmt::format(
            "{} redirects to {} in turn: refused, the addresses lead round in a circle",
            to_string(from.options().where),
            to_string(to)
        ));
    if (next_ && next_->options().where != to)
        return std::unexpected(fmt::format(
            "the portal has named {} before, and now {}: refused",
            to_string(next_->options().where),
            to_string(to)
        ));
    if (!next_) {
        auto options = first_.options();
        options.where = to;
        options.connect_to.reset();  // that was said of the old name
        next_ = std::make_unique<way>(where_, clock_, std::move(options));
    }
    return next_.get();
}

bool portal_route::arrived(const way& at) noexcept {
    if (moved_ || &at != next_.get()) return false;
    moved_ = true;
    return true;
}

std::optional<origin> portal_route::moved_to() const {
    if (!moved_) return std::nullopt;
    return next_->options().where;
}

boost::asio::awaitable<void> portal_route::close() {
    co_await first_.close();
    if (next_) co_await next_->close();
}

void portal_route::close_idle() {
    first_.close_idle();
    if (next_) next_->close_idle();
}

connection_counts portal_route::counts() const {
    auto sum = first_.counts();
    if (next_) {
        sum.opened += next_->counts().opened;
        sum.resumed += next_->counts().resumed;
        sum.reused += next_->counts().reused;
    }
    return sum;
}

}  // namespace portal
