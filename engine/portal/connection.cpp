#include "portal/connection.hpp"

#include "portal/name_lookup.hpp"
#include "portal/portal_error.hpp"
#include "portal/tls_context.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/rate_policy.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <utility>

namespace portal {

namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr auto as_result = net::as_tuple(net::use_awaitable);
constexpr std::uint32_t max_header = 64U << 10U;

// Beast asks a stream's policy how much it may transfer, and tells it how much it did. Limits
// nothing; counts what really went out, because whether one byte did decides between "not sent" and
// "unknown". The TLS layer above reports no byte for a write that failed half-way.
class byte_counter {
public:
    [[nodiscard]] std::size_t written() const noexcept { return written_; }

private:
    friend class beast::rate_policy_access;
    static constexpr auto all = std::numeric_limits<std::size_t>::max();

    [[nodiscard]] std::size_t available_read_bytes() const noexcept { return all; }
    [[nodiscard]] std::size_t available_write_bytes() const noexcept { return all; }
    void transfer_read_bytes(std::size_t) const noexcept {}
    void transfer_write_bytes(std::size_t bytes) noexcept { written_ += bytes; }
    void on_timer() const noexcept {}

    std::size_t written_ = 0;
};

using tcp_stream = beast::basic_stream<net::ip::tcp, net::any_io_executor, byte_counter>;

bool is_time_out(const beast::error_code& failed) {
    return failed == beast::error::timeout;
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

}  // namespace

struct connection::state {
    state(net::any_io_executor where, tls_context& context, const portal_options& settings)
        : tls(context), options(settings), stream(std::move(where), context.native()) {}

    tcp_stream& tcp() { return stream.next_layer(); }

    tls_context& tls;
    const portal_options& options;
    beast::ssl_stream<tcp_stream> stream;
    beast::flat_buffer buffer;
    bool may_go_on = false;  // the last exchange left the connection between two messages
};

connection::connection(net::any_io_executor where, tls_context& tls, const portal_options& options)
    : state_(std::make_unique<state>(std::move(where), tls, options)) {}

// OpenSSL spoils the session of a connection that ends without its closing message. The answers
// were complete by HTTP's own measure, so it may be resumed all the same.
connection::~connection() {
    SSL_set_shutdown(state_->stream.native_handle(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
}

net::awaitable<base::result<void>> connection::open(
    async::clock_source& clock, base::time_point deadline
) {
    const auto& options = state_->options;
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

    state_->tcp().expires_at(by(options.connect_timeout));
    const auto [not_connected, endpoint] = co_await state_->tcp().async_connect(*found, as_result);
    if (is_time_out(not_connected)) co_return failure(portal_error::connect_timeout, {});
    if (is_cancelled(not_connected)) co_return failure(portal_error::cancelled, {});
    if (not_connected) co_return failure(portal_error::connect_failed, not_connected.message());

    stop = co_await net::this_coro::cancellation_state;
    if (is_set(stop)) co_return failure(portal_error::cancelled, {});

    beast::error_code ignored;  // without it, answers are slower and nothing else
    state_->tcp().socket().set_option(net::ip::tcp::no_delay(true), ignored);
    auto* const ssl = state_->stream.native_handle();
    state_->tls.prepare(ssl);
    state_->tcp().expires_at(by(options.tls_timeout));
    const auto [not_shaken] =
        co_await state_->stream.async_handshake(net::ssl::stream_base::client, as_result);
    if (is_time_out(not_shaken)) co_return failure(portal_error::tls_timeout, {});
    if (is_cancelled(not_shaken)) co_return failure(portal_error::cancelled, {});
    if (not_shaken) co_return std::unexpected(tls_context::verdict(ssl, not_shaken));
    state_->may_go_on = true;
    co_return base::result<void>();
}

net::awaitable<std::expected<http_response, lost_exchange>> connection::exchange(
    const base::secret& head, std::string_view body, base::time_point deadline
) {
    state_->may_go_on = false;
    const auto before = state_->tcp().rate_policy().written();
    const auto lost = [&](const beast::error_code& failed) {
        const bool begun = state_->tcp().rate_policy().written() != before;
        return std::unexpected(lost_exchange{
            base::failure{kind_of_loss(failed), failed.message()},
            begun ? departure::begun : departure::none
        });
    };

    state_->tcp().expires_at(deadline);
    const std::array<net::const_buffer, 2> message{net::buffer(head.reveal()), net::buffer(body)};
    const auto [not_written, written] =
        co_await net::async_write(state_->stream, message, as_result);
    if (not_written) co_return lost(not_written);
    const auto stop = co_await net::this_coro::cancellation_state;
    if (is_set(stop)) co_return lost(net::error::operation_aborted);

    http::response_parser<http::string_body> parser;
    parser.header_limit(max_header);
    parser.body_limit(state_->options.max_response);
    const auto [not_read, read] =
        co_await http::async_read(state_->stream, state_->buffer, parser, as_result);
    if (not_read) co_return lost(not_read);

    // Whatever stands behind the answer belongs to no request of ours.
    state_->may_go_on = parser.keep_alive() && state_->buffer.size() == 0;
    auto answer = parser.release();
    state_->may_go_on = state_->may_go_on && answer.result_int() >= 200;
    co_return http_response{
        static_cast<int>(answer.result_int()),
        std::string(answer[http::field::content_type]),
        std::string(answer[http::field::location]),
        std::move(answer.body())
    };
}

bool connection::reusable() {
    auto& socket = state_->tcp().socket();
    if (!state_->may_go_on || !socket.is_open()) return false;
    beast::error_code failed;
    socket.non_blocking(true, failed);
    if (failed) return false;
    // Between two answers a server has nothing to say but that it closes.
    char byte = 0;
    socket.receive(net::buffer(&byte, 1), net::ip::tcp::socket::message_peek, failed);
    return failed == net::error::would_block;
}

bool connection::resumed() const noexcept {
    return SSL_session_reused(state_->stream.native_handle()) == 1;
}

}  // namespace portal
