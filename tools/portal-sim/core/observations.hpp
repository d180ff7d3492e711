#pragma once

#include "portal-sim/core/message.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>

namespace portal_sim {

// The busiest second and the busiest minute of one source address.
class arrival_windows {
public:
    void add(time_point now);
    [[nodiscard]] std::size_t most_in_1s() const noexcept { return most_in_1s_; }
    [[nodiscard]] std::size_t most_in_60s() const noexcept { return most_in_60s_; }

private:
    std::deque<time_point> last_minute_;
    std::deque<time_point> last_second_;
    std::size_t most_in_1s_ = 0;
    std::size_t most_in_60s_ = 0;
};

struct user_record {
    std::uint64_t requests = 0;      // under a credential issued to this user
    std::uint64_t reads = 0;         // commands that read this user's data
    std::uint64_t writes = 0;        // commands that changed this user's data
    std::uint64_t wrong_writes = 0;  // of those, made under a credential issued to somebody else
};

// What the portal saw, for tests to judge a client by.
struct observations {
    std::uint64_t requests = 0;
    std::uint64_t commands = 0;
    std::uint64_t batches = 0;
    std::uint64_t rate_rejections_provoked = 0;
    std::uint64_t rate_rejections_injected = 0;
    std::uint64_t operating_rejections = 0;
    std::uint64_t calls_while_blocked = 0;
    std::uint64_t secrets_in_user_agent = 0;
    std::uint64_t wrong_writes = 0;
    std::map<std::string, std::uint64_t> faults;
    std::map<std::string, std::uint64_t> methods;
    std::map<std::int64_t, std::uint64_t> arrivals;  // by unix second
    std::map<std::string, arrival_windows> sources;
    std::map<std::int64_t, std::uint64_t> refreshes;  // by user
    std::uint64_t refresh_refusals = 0;               // of the token endpoint
    std::map<std::int64_t, user_record> users;

    void arrived(const std::string& source, time_point now);
};

}  // namespace portal_sim
