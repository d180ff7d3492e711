#pragma once

#include "async/clock_source.hpp"
#include "base/result.hpp"
#include "dispatch/ports/journal_port.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>

#include <utility>

namespace dispatch {

// The journal may speak from a thread of its own: `then` runs on `where`. Nothing of it is left
// with the other thread.
template <class Then>
journal_port::listener hand_over(boost::asio::any_io_executor where, Then then) {
    return [where = std::move(where), then = std::move(then)](base::result<void> what) mutable {
        boost::asio::post(where, [then = std::move(then), what = std::move(what)]() mutable {
            then(std::move(what));
        });
    };
}

// Waits until all that was said to the journal so far outlives a power cut, or cannot be written.
// Shielded from cancellation, which has to be asked for afterwards: of what nobody knows whether it
// is on the disk nobody could say what is to become of it. The event loop goes on meanwhile.
boost::asio::awaitable<base::result<void>> until_durable(
    boost::asio::any_io_executor where,
    async::clock_source& clock,
    journal_port& journal,
    haste how_soon
);

}  // namespace dispatch
