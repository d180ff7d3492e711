#include "portal-sim/server/session.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>

namespace portal_sim {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

using stream_type = beast::ssl_stream<beast::tcp_stream>;
using incoming = http::request<http::string_body>;
using outgoing = http::response<http::string_body>;

constexpr auto handshake_timeout = std::chrono::seconds(30);
constexpr auto idle_timeout = std::chrono::seconds(120);
constexpr auto write_timeout = std::chrono::seconds(60);
constexpr std::size_t max_body = 8 * 1024 * 1024;  // PHP's post_max_size

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

request as_request(const incoming& from, std::string source) {
    const auto text = [&from](http::field name) {
        const auto value = from[name];
        return std::string(value.data(), value.size());
    };
    request made;
    const bool post = from.method() == http::verb::post;
    const bool get = from.method() == http::verb::get;
    made.method = post ? http_method::post : get ? http_method::get : http_method::other;
    made.target = std::string(from.target().data(), from.target().size());
    made.content_type = text(http::field::content_type);
    made.authorization = text(http::field::authorization);
    made.host = text(http::field::host);
    made.user_agent = text(http::field::user_agent);
    made.body = from.body();
    made.source = std::move(source);
    return made;
}

outgoing as_response(reply from, const incoming& to) {
    outgoing made(static_cast<http::status>(from.status), to.version());
    made.set(http::field::server, "nginx");
    made.set(http::field::content_type, from.content_type);
    for (const auto& [name, value] : from.headers) made.set(name, value);
    made.keep_alive(to.keep_alive());
    made.body() = std::move(from.body);
    made.prepare_payload();
    return made;
}

asio::awaitable<bool> wait_for(std::chrono::milliseconds delay) {
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor, delay);
    const auto [failed] = co_await timer.async_wait(as_result);
    co_return !failed;
}

// Takes what the client still sends and answers nothing, until it gives up.
asio::awaitable<void> hang(stream_type& stream) {
    beast::get_lowest_layer(stream).expires_never();
    std::array<char, 1024> ignored{};
    for (;;) {
        const auto [failed, size] =
            co_await stream.async_read_some(asio::buffer(ignored), as_result);
        if (failed) co_return;
    }
}

// A cut is a reset in the middle of TLS: the client sees neither a reply nor an orderly end.
void cut(stream_type& stream) {
    auto& socket = beast::get_lowest_layer(stream).socket();
    boost::system::error_code ignored;
    socket.set_option(asio::socket_base::linger(true, 0), ignored);
    socket.close(ignored);
}

enum class afterwards { go_on, close, gone };

asio::awaitable<afterwards> deliver(stream_type& stream, reply said, const incoming& to) {
    if (said.delay.count() > 0) {
        beast::get_lowest_layer(stream).expires_never();
        const bool waited = co_await wait_for(said.delay);
        if (!waited) co_return afterwards::gone;
    }
    if (said.how == delivery::never) {
        co_await hang(stream);
        co_return afterwards::gone;
    }
    if (said.how != delivery::whole) {
        cut(stream);
        co_return afterwards::gone;
    }
    const auto response = as_response(std::move(said), to);
    beast::get_lowest_layer(stream).expires_after(write_timeout);
    const auto [failed, size] = co_await http::async_write(stream, response, as_result);
    if (failed) co_return afterwards::gone;
    co_return response.need_eof() ? afterwards::close : afterwards::go_on;
}

asio::awaitable<void> converse(
    stream_type& stream, const session_context& shared, const std::string& source
) {
    beast::flat_buffer buffer;
    for (;;) {
        http::request_parser<http::string_body> parser;
        parser.body_limit(max_body);
        beast::get_lowest_layer(stream).expires_after(idle_timeout);
        const auto [failed, size] = co_await http::async_read(stream, buffer, parser, as_result);
        if (failed == http::error::end_of_stream) co_return;
        if (failed) {
            cut(stream);
            co_return;
        }
        const auto& message = parser.get();
        // A mistake of the portal's own ends the program here, with its words: a stand-in that is
        // wrong about something is worse than none.
        const auto answer = [&]() noexcept {
            return shared.answers.handle(as_request(message, source), shared.clock.now());
        };
        auto said = answer();
        const auto next = co_await deliver(stream, std::move(said), message);
        if (next == afterwards::gone) {
            cut(stream);
            co_return;
        }
        if (next == afterwards::close) co_return;
    }
}

}  // namespace

asio::awaitable<void> serve(asio::ip::tcp::socket socket, session_context shared) {
    // A cancelled operation gives an error like any other, and every error ends the session.
    co_await asio::this_coro::throw_if_cancelled(false);
    boost::system::error_code unknown;
    const auto peer = socket.remote_endpoint(unknown);
    if (unknown) co_return;
    const auto source = peer.address().to_string();
    socket.set_option(asio::ip::tcp::no_delay(true), unknown);

    stream_type stream(std::move(socket), shared.tls);
    beast::get_lowest_layer(stream).expires_after(handshake_timeout);
    const auto [refused] =
        co_await stream.async_handshake(asio::ssl::stream_base::server, as_result);
    if (refused) co_return;
    co_await converse(stream, shared, source);
    if (!beast::get_lowest_layer(stream).socket().is_open()) co_return;
    beast::get_lowest_layer(stream).expires_after(std::chrono::seconds(5));
    co_await stream.async_shutdown(as_result);
}

}  // namespace portal_sim
