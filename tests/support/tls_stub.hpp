#pragma once

#include "support/certificate_authority.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace support {

// What the stub does with the next request that it has read.
enum class stub_act {
    reply,       // status, headers and body
    half_reply,  // the same without the last byte, then closes
    garbage,     // bytes that are not HTTP
    cut,         // closes without a word
    hang,        // never answers
};

struct stub_step {
    stub_act what = stub_act::reply;
    int status = 200;
    std::string body = R"({"result":true})";
    std::string headers = "Content-Type: application/json\r\n";
};

// What the stub does with a new connection.
enum class stub_welcome {
    tls,    // shakes hands
    hang,   // never answers
    plain,  // answers with something that is not TLS
};

enum class stub_version { any, tls12 };

// A request as it arrived.
struct stub_request {
    std::string head;  // with the request line and the empty line
    std::string body;
};

// An HTTPS server on loopback that does what a test tells it, on the test's own io_context.
class tls_stub {
public:
    tls_stub(
        boost::asio::io_context& context,
        const server_identity& who,
        stub_version version = stub_version::any
    );
    ~tls_stub();

    // The steps for the requests to come, over all connections; after them, plain replies.
    void play(std::vector<stub_step> steps);
    void welcome(stub_welcome how);

    // Cuts every connection with a reset, which the other side sees at once.
    void reset_connections();
    // Closes every connection in order.
    void close_connections();

    [[nodiscard]] std::string port() const;
    [[nodiscard]] const std::vector<stub_request>& requests() const;
    [[nodiscard]] std::size_t connections() const;  // TCP connections that were accepted
    [[nodiscard]] std::size_t open_connections() const;
    [[nodiscard]] std::size_t resumed() const;  // handshakes that took up a session

    // Ends everything; to be awaited before the stub goes.
    boost::asio::awaitable<void> stop();

private:
    struct state;
    std::unique_ptr<state> state_;
};

// A port of loopback at which nobody listens.
std::string closed_port(boost::asio::io_context& context);

}  // namespace support
