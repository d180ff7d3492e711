#include "portal/name_lookup.hpp"

#include "portal/portal_error.hpp"

#include <boost/asio/this_coro.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace portal {

namespace {

using boost::asio::ip::tcp;

// Shared by the waiting coroutine, which may leave early, and the resolver, which cannot.
struct lookup {
    explicit lookup(const boost::asio::any_io_executor& where) : resolver(where) {}

    tcp::resolver resolver;
    std::unique_ptr<async::bell> done;  // gone when nobody waits any more
    std::optional<boost::system::error_code> failed;
    endpoints found;
};

}  // namespace

boost::asio::awaitable<base::result<endpoints>> look_up(
    async::clock_source& clock, origin where, base::time_point until
) {
    const auto executor = co_await boost::asio::this_coro::executor;
    const auto asked = std::make_shared<lookup>(executor);
    asked->done = clock.make_bell(executor);
    asked->resolver.async_resolve(
        where.host,
        where.port,
        tcp::resolver::numeric_service,
        [asked](const boost::system::error_code& failed, endpoints found) {
            asked->failed = failed;
            asked->found = std::move(found);
            if (asked->done) asked->done->ring();
        }
    );
    const auto why = co_await asked->done->wait_until(until);
    asked->done.reset();
    if (!asked->failed) {
        asked->resolver.cancel();
        const bool late = why == async::wake::due;
        co_return std::unexpected(base::failure{
            late ? portal_error::resolve_timeout : portal_error::cancelled, where.host
        });
    }
    if (*asked->failed)
        co_return std::unexpected(
            base::failure{portal_error::resolve_failed, asked->failed->message()}
        );
    co_return std::move(asked->found);
}

}  // namespace portal
