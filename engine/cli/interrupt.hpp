#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <optional>

namespace cli {

// SIGINT and SIGTERM: the first asks for an orderly end, the second for one at once. Counts both
// kinds together.
class interrupt {
public:
    struct reactions {
        std::function<void(int signal)> first;
        std::function<void(int signal)> second;
    };

    interrupt(boost::asio::any_io_executor where, reactions what);
    ~interrupt();
    interrupt(const interrupt&) = delete;
    interrupt& operator=(const interrupt&) = delete;

    // Watches until `stop` is called.
    boost::asio::awaitable<void> watch();
    void stop();

    // The first signal that came.
    [[nodiscard]] std::optional<int> seen() const noexcept;

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace cli
