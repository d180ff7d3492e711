#include "simulation/fragile_portal.hpp"

namespace simulation {

void lifeline::reached(crash_moment which) {
    if (which == crash_moment::before_delivery) ++requests_;
    if (over_ || how_ == nullptr || requests_ != how_->with_request || which != how_->moment)
        return;
    over_ = true;
    on_end_();
}

boost::asio::awaitable<model::reply> fragile_portal::send(
    model::request what, base::time_point deadline
) {
    const auto commands = what.commands.size();
    life_.reached(crash_moment::before_delivery);
    if (life_.is_over()) co_return model::reply_for_all(commands, model::unknown{"dead"});
    ++delivered_;
    on_delivery_();
    auto reply = co_await behind_.send(std::move(what), deadline);
    life_.reached(crash_moment::after_delivery);
    if (life_.is_over()) co_return model::reply_for_all(commands, model::unknown{"dead"});
    co_return reply;
}

}  // namespace simulation
