#include "portal/connection.hpp"

#include "portal/name_lookup.hpp"
#include "portal/portal_error.hpp"
#include "portal/secure_line.hpp"
#include "portal/tls_context.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace portal {

namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

using response_parser = http::response_parser<http::string_body>;

constexpr std::uint32_t max_header = 64U << 10U;
constexpr std::size_t read_at_once = std::size_t{8} << 10U;

bool is_time_out(const beast::error_code& failed) {
    return failed == net::error::timed_out;
}

bool is_cancelled(const beast::error_code& failed) {
    return failed == net::error::operation_aborted;
}

bool is_set(const net::cancellation_state& stop) {
    return stop.cancelled() != net::cancellation_type::none;
}

portal_error kind_of_loss(const beast::error_code& failed) {
    if (is_time_out(failed)) return portal_error::reply_timeout;
    if (is_cancelled(failed)) return portal_error::cancelled;
    if (failed == http::error::body_limit) return portal_error::response_too_large;
    const bool cut = failed == http::error::end_of_stream || failed == http::error::partial_message;
    if (!cut && failed.category() == make_error_code(http::error::bad_version).category())
        return portal_error::malformed_response;
    return portal_error::connection_lost;
}

// One piece is one record of TLS. Reserved at once, so that no copy of a code is left in freed
// memory.
base::secret in_one(const base::secret& head, std::string_view body) {
    std::string whole;
    whole.reserve(head.reveal().size() + body.size());
    whole.append(head.reveal()).append(body);
    return base::secret(std::move(whole));
}

}  // namespace

struct connection::state {
    state(net::any_io_executor where, tls_context& context, const portal_options& settings)
        : tls(context), options(settings), line(std::move(where), context.native()) {}

    net::awaitable<beast::error_code> shake_hands();
    tls_step hear(response_parser& answer, beast::error_code& failed);
    void parse(response_parser& answer, beast::error_code& failed);
    http_response take(response_parser& answer);

    tls_context& tls;
    const portal_options& options;
    secure_line line;
    beast::flat_buffer buffer;
    bool may_go_on = false;  // the last exchange left the connection between two messages
};

net::awaitable<beast::error_code> connection::state::shake_hands() {
    auto step = line.shake_hands();
    while (is_waiting(step)) {
        const auto failed = co_await line.wait_for(step);
        if (failed) co_return failed;
        step = line.shake_hands();
    }
    if (step == tls_step::done) co_return beast::error_code();
    if (step == tls_step::closed) co_return net::ssl::error::stream_truncated;
    co_return line.trouble();
}

// Takes what has come of the answer: done, wants_input, or failed with the reason.
tls_step connection::state::hear(response_parser& answer, beast::error_code& failed) {
    for (;;) {
        const auto room = buffer.prepare(read_at_once);
        std::size_t got = 0;
        const auto step = line.read(std::span(static_cast<char*>(room.data()), room.size()), got);
        if (step == tls_step::failed) failed = line.trouble();
        if (step == tls_step::closed) {
            // Where no length was told, the end of the connection is the end of the answer.
            failed = http::error::end_of_stream;
            if (answer.got_some()) answer.put_eof(failed);
            return failed ? tls_step::failed : tls_step::done;
        }
        if (step != tls_step::done) return step;
        buffer.commit(got);
        parse(answer, failed);
        if (failed) return tls_step::failed;
        if (answer.is_done()) return tls_step::done;
    }
}

void connection::state::parse(response_parser& answer, beast::error_code& failed) {
    while (buffer.size() != 0 && !answer.is_done()) {
        const auto used = answer.put(buffer.data(), failed);
        buffer.consume(used);
        if (failed == http::error::need_more) {
            failed.clear();
            return;
        }
        if (failed) return;
    }
}

http_response connection::state::take(response_parser& answer) {
    // Whatever stands behind the answer belongs to no request of ours.
    may_go_on = answer.keep_alive() && buffer.size() == 0;
    auto message = answer.release();
    may_go_on = may_go_on && message.result_int() >= 200;
    return {
        static_cast<int>(message.result_int()),
        std::string(message[http::field::content_type]),
        std::string(message[http::field::location]),
        std::move(message.body())
    };
}

connection::connection(net::any_io_executor where, tls_context& tls, const portal_options& options)
    : state_(std::make_unique<state>(std::move(where), tls, options)) {}

// OpenSSL spoils the session of a connection that ends without its closing message. The answers
// were complete by HTTP's own measure, so it may be resumed all the same.
connection::~connection() {
    SSL_set_shutdown(state_->line.native(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
}

net::awaitable<base::result<void>> connection::open(
    async::clock_source& clock, base::time_point deadline
) {
    const auto& options = state_->options;
    auto& line = state_->line;
    const auto by = [&](std::chrono::milliseconds phase) {
        return std::min(deadline, clock.now() + phase);
    };
    const auto failure = [](portal_error what, std::string said) {
        return std::unexpected(base::failure{what, std::move(said)});
    };

    // A cancellation that comes while a step's success is already on its way ends no step: it has
    // to be asked for between them.
    auto found = co_await look_up(clock, options.destination(), by(options.connect_timeout));
    if (!found) co_return std::unexpected(std::move(found.error()));
    auto stop = co_await net::this_coro::cancellation_state;
    if (is_set(stop)) co_return failure(portal_error::cancelled, {});

    line.expect_by(by(options.connect_timeout));
    const auto not_connected = co_await line.connect(*found);
    if (is_time_out(not_connected)) co_return failure(portal_error::connect_timeout, {});
    if (is_cancelled(not_connected)) co_return failure(portal_error::cancelled, {});
    if (not_connected) co_return failure(portal_error::connect_failed, not_connected.message());

    stop = co_await net::this_coro::cancellation_state;
    if (is_set(stop)) co_return failure(portal_error::cancelled, {});

    state_->tls.prepare(line.native());
    line.expect_by(by(options.tls_timeout));
    const auto not_shaken = co_await state_->shake_hands();
    line.expect_by(base::time_point::max());
    if (is_time_out(not_shaken)) co_return failure(portal_error::tls_timeout, {});
    if (is_cancelled(not_shaken)) co_return failure(portal_error::cancelled, {});
    if (not_shaken) co_return std::unexpected(tls_context::verdict(line.native(), not_shaken));
    state_->may_go_on = true;
    co_return base::result<void>();
}

net::awaitable<std::expected<http_response, lost_exchange>> connection::exchange(
    const base::secret& head, std::string_view body, base::time_point deadline
) {
    const auto whole = in_one(head, body);
    const auto message = whole.reveal();
    auto& line = state_->line;
    state_->may_go_on = false;
    const auto before = line.written();
    const auto lost = [&](const beast::error_code& failed) {
        const bool begun = line.written() != before;
        return std::unexpected(lost_exchange{
            base::failure{kind_of_loss(failed), failed.message()},
            begun ? departure::begun : departure::none
        });
    };

    line.expect_by(deadline);
    auto step = line.write(message);
    while (is_waiting(step)) {
        const auto failed = co_await line.wait_for(step);
        if (failed) co_return lost(failed);
        step = line.write(message);
    }
    if (step == tls_step::closed) co_return lost(http::error::end_of_stream);
    if (step == tls_step::failed) co_return lost(line.trouble());

    const auto stop = co_await net::this_coro::cancellation_state;
    if (is_set(stop)) co_return lost(net::error::operation_aborted);

    response_parser parser;
    parser.eager(true);
    parser.header_limit(max_header);
    parser.body_limit(state_->options.max_response);
    beast::error_code not_read;
    step = state_->hear(parser, not_read);
    while (is_waiting(step)) {
        not_read = co_await line.wait_for(step);
        if (not_read) break;
        step = state_->hear(parser, not_read);
    }
    if (not_read) co_return lost(not_read);
    line.expect_by(base::time_point::max());
    co_return state_->take(parser);
}

bool connection::reusable() {
    // Between two answers a server has nothing to say but that it closes.
    return state_->may_go_on && state_->line.is_quiet();
}

bool connection::resumed() const noexcept {
    return SSL_session_reused(state_->line.native()) == 1;
}

}  // namespace portal
