#pragma once

#include "async/watchdog.hpp"
#include "base/time.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/system/error_code.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace portal {

// How a step of TLS came out.
enum class tls_step {
    done,
    wants_input,   // `wait_for` it, then again
    wants_output,  // the same
    closed,        // the other side has said that it closes
    failed,        // see `trouble`
};

constexpr bool is_waiting(tls_step what) {
    return what == tls_step::wants_input || what == tls_step::wants_output;
}

// TLS over one TCP connection. OpenSSL works on memory of this class: what has come is taken from
// `inbox_`, and what it makes goes to the socket at once, so that a request is one call of send and
// its answer one of receive. Asio's own stream for TLS costs several times as much for each.
//
// A step is repeated with the same arguments until it is neither wants_input nor wants_output.
// All waiting ends at the deadline with boost::asio::error::timed_out, and by a cancellation with
// operation_aborted; it is not thrown where throw_if_cancelled(false) is in force.
class secure_line {
public:
    secure_line(boost::asio::any_io_executor where, boost::asio::ssl::context& rules);
    secure_line(const secure_line&) = delete;
    secure_line& operator=(const secure_line&) = delete;
    ~secure_line();

    [[nodiscard]] SSL* native() const noexcept { return ssl_.get(); }

    // For whatever is waited for from here on; time_point::max() = none. After one has passed, the
    // line is closed.
    void expect_by(base::time_point deadline);

    // The first of the addresses that answers.
    boost::asio::awaitable<boost::system::error_code> connect(
        const boost::asio::ip::tcp::resolver::results_type& to
    );
    tls_step shake_hands();
    tls_step write(std::string_view all);
    // Decrypts what is there; `got` = how much.
    tls_step read(std::span<char> into, std::size_t& got);

    // Waits for what a step wants. Precondition: is_waiting(what).
    boost::asio::awaitable<boost::system::error_code> wait_for(tls_step what);

    // Of the last step that failed.
    [[nodiscard]] const boost::system::error_code& trouble() const noexcept { return trouble_; }
    // Bytes that were given to the network, those of the handshake included.
    [[nodiscard]] std::size_t written() const noexcept { return written_; }
    // Whether it is open and nothing has come on it that is meant for whoever reads.
    [[nodiscard]] bool is_quiet();

private:
    struct io;  // what OpenSSL calls
    struct ssl_free {
        void operator()(SSL* one) const noexcept;
    };
    static constexpr std::size_t inbox_size = std::size_t{16} << 10U;

    boost::asio::awaitable<boost::system::error_code> listen();
    boost::asio::awaitable<boost::system::error_code> drain();
    tls_step outcome_of(int result);
    [[nodiscard]] boost::system::error_code seen(const boost::system::error_code& failed) const;
    void close() noexcept;

    boost::asio::ip::tcp::socket socket_;
    std::unique_ptr<std::array<char, inbox_size>> inbox_;
    std::span<char> unread_;  // of the inbox
    bool ended_ = false;      // the other side sends no more
    bool late_ = false;
    std::size_t written_ = 0;
    boost::system::error_code unsent_;  // why the socket took nothing
    boost::system::error_code trouble_;
    std::unique_ptr<SSL, ssl_free> ssl_;
    async::watchdog watch_;
};

}  // namespace portal
