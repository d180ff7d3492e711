#pragma once

#include "base/time.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace pacing {

struct batch_limits {
    std::size_t most = 50;  // commands in a batch, whatever they cost
    // How long a batch should keep the portal busy: it cuts a request off after 60 seconds
    // (portal-facts 3).
    base::duration target = std::chrono::seconds(20);
};

// How many commands may share a request, by what commands of their methods took so far. Pure.
//
// Every command takes a share of its batch, and a batch is full at 1: fifty quick ones, or eighteen
// of a method that takes 1.1 seconds, or a mixture of both.
class batch_size {
public:
    explicit batch_size(batch_limits limits) : limits_(limits) {}

    // Of a batch, that a command of this method takes: from 1 / most to 1.
    [[nodiscard]] double share(std::string_view method) const;

    // Commands of this method that fill a batch.
    [[nodiscard]] std::size_t fitting(std::string_view method) const;

    // So many commands of the method were answered in one request that carried `together` in all,
    // in `each` on the average. A batch that may be larger again doubles.
    void answered(std::string_view method, std::size_t together, base::duration each);

    // The answer to a batch of so many was lost `after` it had left. Took it as long as a batch may
    // take, then it was too long, and half as many of these methods travel together.
    void lost(std::string_view method, std::size_t together, base::duration after);

    // The portal refused a batch of so many as too long.
    void refused_as_too_long(std::size_t together);

    [[nodiscard]] std::size_t most() const noexcept { return limits_.most; }

private:
    struct experience {
        base::duration each{};                            // rises at once and falls slowly
        std::size_t most = static_cast<std::size_t>(-1);  // since a batch was lost
    };

    batch_limits limits_;
    std::map<std::string, experience, std::less<>> methods_;  // only those that matter
};

}  // namespace pacing
