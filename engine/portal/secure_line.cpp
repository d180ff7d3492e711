#include "portal/secure_line.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/assert.hpp>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <sys/socket.h>
#include <utility>

namespace portal {

namespace net = boost::asio;

namespace {

constexpr auto as_result = net::as_tuple(net::use_awaitable);

}  // namespace

// The two ends of the line, as OpenSSL calls for them.
struct secure_line::io {
    static secure_line& line_of(BIO* end) { return *static_cast<secure_line*>(BIO_get_data(end)); }

    static int take(BIO* end, char* into, std::size_t room, std::size_t* got) {
        auto& line = line_of(end);
        BIO_clear_retry_flags(end);
        *got = std::min(room, line.unread_.size());
        if (*got == 0) {
            if (!line.ended_) BIO_set_retry_read(end);
            return 0;
        }
        std::memcpy(into, line.unread_.data(), *got);
        line.unread_ = line.unread_.subspan(*got);
        return 1;
    }

    static int give(BIO* end, const char* what, std::size_t size, std::size_t* given) {
        auto& line = line_of(end);
        BIO_clear_retry_flags(end);
        ssize_t sent = 0;
        do {
            sent = ::send(line.socket_.native_handle(), what, size, MSG_NOSIGNAL);
        } while (sent < 0 && errno == EINTR);
        *given = 0;
        if (sent >= 0) {
            *given = static_cast<std::size_t>(sent);
            line.written_ += *given;
            return 1;
        }
        if (errno == EAGAIN || errno == EWOULDBLOCK)
            BIO_set_retry_write(end);
        else
            line.unsent_.assign(errno, boost::system::system_category());
        return 0;
    }

    static long control(BIO* end, int what, long, void*) {
        if (what == BIO_CTRL_EOF) return line_of(end).ended_ ? 1 : 0;
        return what == BIO_CTRL_FLUSH ? 1 : 0;
    }

    static const BIO_METHOD* methods() {
        static BIO_METHOD* const made = [] {
            auto* const one = BIO_meth_new(BIO_TYPE_SOURCE_SINK | BIO_get_new_index(), "line");
            BOOST_VERIFY(one != nullptr);
            BIO_meth_set_read_ex(one, &io::take);
            BIO_meth_set_write_ex(one, &io::give);
            BIO_meth_set_ctrl(one, &io::control);
            return one;
        }();
        return made;
    }
};

void secure_line::ssl_free::operator()(SSL* one) const noexcept {
    SSL_free(one);
}

secure_line::secure_line(net::any_io_executor where, net::ssl::context& rules)
    : socket_(where),
      inbox_(std::make_unique_for_overwrite<std::array<char, inbox_size>>()),
      ssl_(SSL_new(rules.native_handle())),
      watch_(std::move(where), [this] {
          late_ = true;
          close();
      }) {
    auto* const end = BIO_new(io::methods());
    if (!ssl_ || end == nullptr) throw std::bad_alloc();
    BIO_set_data(end, this);
    BIO_set_init(end, 1);
    SSL_set_bio(ssl_.get(), end, end);
    SSL_set_connect_state(ssl_.get());
}

secure_line::~secure_line() = default;

void secure_line::close() noexcept {
    boost::system::error_code ignored;
    socket_.close(ignored);
}

void secure_line::expect_by(base::time_point deadline) {
    watch_.watch_until(deadline);
}

// Whatever ends because the line was closed at the deadline has come too late.
boost::system::error_code secure_line::seen(const boost::system::error_code& failed) const {
    return failed && late_ ? net::error::timed_out : failed;
}

net::awaitable<boost::system::error_code> secure_line::connect(
    const net::ip::tcp::resolver::results_type& to
) {
    const auto [failed, reached] = co_await net::async_connect(socket_, to, as_result);
    if (failed) co_return seen(failed);
    boost::system::error_code ignored;  // without it, answers are slower and nothing else
    socket_.set_option(net::ip::tcp::no_delay(true), ignored);
    boost::system::error_code blocks;
    socket_.native_non_blocking(true, blocks);
    co_return blocks;
}

tls_step secure_line::outcome_of(int result) {
    if (result == 1) return tls_step::done;
    switch (SSL_get_error(ssl_.get(), result)) {
        case SSL_ERROR_WANT_READ:
            return tls_step::wants_input;
        case SSL_ERROR_WANT_WRITE:
            return tls_step::wants_output;
        case SSL_ERROR_ZERO_RETURN:
            return tls_step::closed;
        default:
            break;
    }
    const auto said = ERR_get_error();
    if (unsent_)
        trouble_ = unsent_;
    else if (ended_ || said == 0)
        trouble_ = net::ssl::error::stream_truncated;
    else
        trouble_.assign(static_cast<int>(said), net::error::get_ssl_category());
    return tls_step::failed;
}

tls_step secure_line::shake_hands() {
    ERR_clear_error();
    return outcome_of(SSL_do_handshake(ssl_.get()));
}

tls_step secure_line::write(std::string_view all) {
    ERR_clear_error();
    std::size_t taken = 0;  // all of it or nothing: OpenSSL is asked for no part
    return outcome_of(SSL_write_ex(ssl_.get(), all.data(), all.size(), &taken));
}

tls_step secure_line::read(std::span<char> into, std::size_t& got) {
    ERR_clear_error();
    got = 0;
    return outcome_of(SSL_read_ex(ssl_.get(), into.data(), into.size(), &got));
}

net::awaitable<boost::system::error_code> secure_line::wait_for(tls_step what) {
    BOOST_ASSERT(is_waiting(what));
    return what == tls_step::wants_input ? listen() : drain();
}

net::awaitable<boost::system::error_code> secure_line::listen() {
    BOOST_ASSERT(unread_.empty());
    const auto [failed, count] = co_await socket_.async_read_some(net::buffer(*inbox_), as_result);
    if (failed == net::error::eof) {
        ended_ = true;
        co_return boost::system::error_code();
    }
    if (failed) co_return seen(failed);
    unread_ = std::span(*inbox_).first(count);
    co_return boost::system::error_code();
}

net::awaitable<boost::system::error_code> secure_line::drain() {
    const auto [failed] = co_await socket_.async_wait(net::ip::tcp::socket::wait_write, as_result);
    co_return seen(failed);
}

bool secure_line::is_quiet() {
    if (!socket_.is_open() || ended_) return false;
    if (unread_.empty()) {
        const auto count =
            ::recv(socket_.native_handle(), inbox_->data(), inbox_->size(), MSG_DONTWAIT);
        if (count < 0) return errno == EAGAIN || errno == EWOULDBLOCK;
        if (count == 0) return false;
        unread_ = std::span(*inbox_).first(static_cast<std::size_t>(count));
    }
    // A ticket for a later session is for OpenSSL alone.
    char byte = 0;
    std::size_t got = 0;
    return read(std::span(&byte, 1), got) == tls_step::wants_input;
}

}  // namespace portal
