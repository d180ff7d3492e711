#include "dispatch/until_durable.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace dispatch {

namespace {

struct written_news {
    explicit written_news(std::unique_ptr<async::bell> made) : bell(std::move(made)) {}

    std::unique_ptr<async::bell> bell;
    std::optional<base::result<void>> what;
};

}  // namespace

boost::asio::awaitable<base::result<void>> until_durable(
    boost::asio::any_io_executor where,
    async::clock_source& clock,
    journal_port& journal,
    haste how_soon
) {
    if (journal.is_durable()) co_return journal.health();
    co_await boost::asio::this_coro::reset_cancellation_state(boost::asio::disable_cancellation());
    const auto news = std::make_shared<written_news>(clock.make_bell(where));
    journal.when_durable(how_soon, hand_over(where, [news](base::result<void> what) {
                             news->what = std::move(what);
                             news->bell->ring();
                         }));
    while (!news->what) co_await news->bell->wait_until(base::time_point::max());
    co_await boost::asio::this_coro::reset_cancellation_state(
        boost::asio::enable_terminal_cancellation()
    );
    co_return *news->what;
}

}  // namespace dispatch
