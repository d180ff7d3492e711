#include "portal-sim/server/server.hpp"

#include "async/task_group.hpp"
#include "portal-sim/server/session.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <openssl/ssl.h>

#include <chrono>
#include <csignal>
#include <exception>
#include <string_view>
#include <utility>

namespace portal_sim {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

void identify(asio::ssl::context& tls, const certificate& mine) {
    tls.use_certificate_chain(asio::buffer(mine.text));
    tls.use_private_key(asio::buffer(mine.key), asio::ssl::context::pem);
    SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION);
    // Thousands of connections may lie idle.
    SSL_CTX_set_mode(tls.native_handle(), SSL_MODE_RELEASE_BUFFERS);
    // Sessions are resumed by ticket (the default) or by id; a client that comes back saves both
    // sides a handshake.
    constexpr std::string_view name = "portal-sim";
    SSL_CTX_set_session_id_context(
        tls.native_handle(),
        reinterpret_cast<const unsigned char*>(name.data()),
        static_cast<unsigned>(name.size())
    );
}

// Ends when the acceptor is closed or this is cancelled.
asio::awaitable<void> accept_all(
    tcp::acceptor& acceptor, async::task_group& sessions, session_context shared
) {
    co_await asio::this_coro::throw_if_cancelled(false);
    const auto executor = co_await asio::this_coro::executor;
    for (;;) {
        auto [failed, socket] = co_await acceptor.async_accept(as_result);
        if (failed == asio::error::operation_aborted) co_return;
        if (failed) {
            // Out of descriptors, for one: the next attempt may find one free again.
            asio::steady_timer pause(executor, std::chrono::milliseconds(50));
            const auto [stopped] = co_await pause.async_wait(as_result);
            if (stopped) co_return;
            continue;
        }
        sessions.spawn(serve(std::move(socket), shared));
    }
}

asio::awaitable<void> serve_until_signal(
    tcp::acceptor& acceptor, asio::signal_set& signals, session_context shared, int& caught
) {
    const auto executor = co_await asio::this_coro::executor;
    async::task_group sessions(executor);
    sessions.spawn(accept_all(acceptor, sessions, shared));
    const auto [failed, number] = co_await signals.async_wait(as_result);
    caught = number;
    acceptor.close();
    sessions.cancel();
    co_await sessions.join();
}

}  // namespace

struct server::state {
    asio::io_context context{1};
    asio::ssl::context tls{asio::ssl::context::tls_server};
    tcp::acceptor acceptor{context};
    asio::signal_set signals{context, SIGINT, SIGTERM};
};

server::server(const std::string& host, unsigned short port, const certificates& identity)
    : state_(std::make_unique<state>()) {
    identify(state_->tls, identity.server);
    const tcp::endpoint where(asio::ip::make_address(host), port);
    auto& acceptor = state_->acceptor;
    acceptor.open(where.protocol());
    acceptor.set_option(tcp::acceptor::reuse_address(true));
    acceptor.bind(where);
    acceptor.listen();
}

server::~server() = default;

unsigned short server::port() const {
    return state_->acceptor.local_endpoint().port();
}

int server::run(hosting& answers, const portal_clock& clock) {
    int caught = 0;
    std::exception_ptr failed;
    const session_context shared{answers, clock, state_->tls};
    asio::co_spawn(
        state_->context,
        serve_until_signal(state_->acceptor, state_->signals, shared, caught),
        [&failed](std::exception_ptr why) { failed = why; }
    );
    state_->context.run();
    if (failed) std::rethrow_exception(failed);
    return caught;
}

}  // namespace portal_sim
