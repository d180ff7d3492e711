#include "support/tls_stub.hpp"

#include "async/task_group.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <openssl/ssl.h>

#include <deque>
#include <set>
#include <utility>

namespace support {

namespace net = boost::asio;
using net::ip::tcp;
using stream = net::ssl::stream<tcp::socket>;

namespace {

constexpr auto as_result = net::as_tuple(net::use_awaitable);

std::size_t content_length(const std::string& head) {
    const std::string name = "Content-Length: ";
    const auto at = head.find(name);
    return at == std::string::npos ? 0 : std::stoul(head.substr(at + name.size()));
}

std::string text_of(const stub_step& step) {
    return "HTTP/1.1 " + std::to_string(step.status) + " Stub\r\n" + step.headers +
           "Content-Length: " + std::to_string(step.body.size()) + "\r\n\r\n" + step.body;
}

// What goes out for a step, and whether the connection goes on after it.
std::pair<std::string, bool> script(const stub_step& step) {
    auto text = text_of(step);
    switch (step.what) {
        case stub_act::reply:
            return {text, step.headers.find("Connection: close") == std::string::npos};
        case stub_act::half_reply:
            text.pop_back();
            return {text, false};
        case stub_act::garbage:
            return {"this is no HTTP\r\n\r\n", false};
        case stub_act::cut:
        case stub_act::hang:
            break;
    }
    return {"", false};
}

}  // namespace

struct tls_stub::state {
    explicit state(net::io_context& context)
        : tasks(context.get_executor()),
          acceptor(context, tcp::endpoint(net::ip::address_v4::loopback(), 0)) {}

    net::awaitable<void> accept_all();
    net::awaitable<void> serve(tcp::socket socket);
    net::awaitable<bool> answer_one(stream& line, std::string& unread);
    net::awaitable<void> hang(tcp::socket& socket);

    async::task_group tasks;
    tcp::acceptor acceptor;
    net::ssl::context tls{net::ssl::context::tls_server};
    std::deque<stub_step> steps;
    stub_welcome how = stub_welcome::tls;
    std::set<tcp::socket*> open;
    std::vector<stub_request> requests;
    std::size_t connections = 0;
    std::size_t resumed = 0;
};

net::awaitable<void> tls_stub::state::accept_all() {
    co_await net::this_coro::throw_if_cancelled(false);
    for (;;) {
        auto [failed, socket] = co_await acceptor.async_accept(as_result);
        if (failed) co_return;
        ++connections;
        tasks.spawn(serve(std::move(socket)));
    }
}

// Until the other side closes, or the stub stops.
net::awaitable<void> tls_stub::state::hang(tcp::socket& socket) {
    std::string bytes(4096, '\0');
    for (;;) {
        const auto [failed, size] = co_await socket.async_read_some(net::buffer(bytes), as_result);
        if (failed) co_return;
    }
}

net::awaitable<void> tls_stub::state::serve(tcp::socket socket) {
    co_await net::this_coro::throw_if_cancelled(false);
    // Without it, an answer waits 40 ms for the client to acknowledge the session tickets.
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    stream line(std::move(socket), tls);
    auto* const place = &line.next_layer();
    open.insert(place);
    if (how == stub_welcome::hang) {
        co_await hang(*place);
    } else if (how == stub_welcome::plain) {
        const std::string text = "HTTP/1.1 400 Bad Request\r\n\r\n";
        co_await net::async_write(*place, net::buffer(text), as_result);
    } else {
        const auto [failed] =
            co_await line.async_handshake(net::ssl::stream_base::server, as_result);
        if (!failed && SSL_session_reused(line.native_handle()) == 1) ++resumed;
        std::string unread;
        for (bool go_on = !failed; go_on;) go_on = co_await answer_one(line, unread);
    }
    open.erase(place);
}

net::awaitable<bool> tls_stub::state::answer_one(stream& line, std::string& unread) {
    const auto [no_head, size] =
        co_await net::async_read_until(line, net::dynamic_buffer(unread), "\r\n\r\n", as_result);
    if (no_head) co_return false;
    stub_request seen{unread.substr(0, size), {}};
    unread.erase(0, size);
    const auto length = content_length(seen.head);
    if (unread.size() < length) {
        const auto missing = net::transfer_at_least(length - unread.size());
        const auto [no_body, more] =
            co_await net::async_read(line, net::dynamic_buffer(unread), missing, as_result);
        if (no_body) co_return false;
    }
    seen.body = unread.substr(0, length);
    unread.erase(0, length);
    requests.push_back(std::move(seen));

    stub_step step;
    if (!steps.empty()) {
        step = std::move(steps.front());
        steps.pop_front();
    }
    if (step.what == stub_act::hang) co_await hang(line.next_layer());
    const auto [text, go_on] = script(step);
    if (text.empty()) co_return false;
    const auto [failed, written] = co_await net::async_write(line, net::buffer(text), as_result);
    co_return !failed && go_on;
}

tls_stub::tls_stub(net::io_context& context, const server_identity& who, stub_version version)
    : state_(std::make_unique<state>(context)) {
    state_->tls.use_certificate(net::buffer(who.certificate), net::ssl::context::pem);
    state_->tls.use_private_key(net::buffer(who.key), net::ssl::context::pem);
    if (version == stub_version::tls12)
        SSL_CTX_set_max_proto_version(state_->tls.native_handle(), TLS1_2_VERSION);
    state_->tasks.spawn(state_->accept_all());
}

tls_stub::~tls_stub() = default;

void tls_stub::play(std::vector<stub_step> steps) {
    for (auto& each : steps) state_->steps.push_back(std::move(each));
}

void tls_stub::welcome(stub_welcome how) {
    state_->how = how;
}

void tls_stub::reset_connections() {
    for (auto* each : state_->open) {
        each->set_option(tcp::socket::linger(true, 0));
        each->close();
    }
}

void tls_stub::close_connections() {
    for (auto* each : state_->open) each->close();
}

std::string tls_stub::port() const {
    return std::to_string(state_->acceptor.local_endpoint().port());
}

const std::vector<stub_request>& tls_stub::requests() const {
    return state_->requests;
}

std::size_t tls_stub::connections() const {
    return state_->connections;
}

std::size_t tls_stub::open_connections() const {
    return state_->open.size();
}

std::size_t tls_stub::resumed() const {
    return state_->resumed;
}

net::awaitable<void> tls_stub::stop() {
    state_->acceptor.close();
    state_->tasks.cancel();
    co_await state_->tasks.join();
}

std::string closed_port(net::io_context& context) {
    const tcp::acceptor once(context, tcp::endpoint(net::ip::address_v4::loopback(), 0));
    return std::to_string(once.local_endpoint().port());
}

}  // namespace support
