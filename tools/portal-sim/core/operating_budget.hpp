#pragma once

#include "portal-sim/core/message.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace portal_sim {

// Whose time it is: an app's or one webhook's, for one method.
struct operating_key {
    std::string holder;  // "app:<client id>", "webhook:<code>"
    std::string method;

    friend auto operator<=>(const operating_key&, const operating_key&) = default;
};

// The seconds that methods have taken, in ten buckets of a minute. The portal compares before a
// call and records after the reply, so the call that overshoots still completes.
class operating_budget {
public:
    // Calls that take no longer than this in one HTTP request cost nothing.
    static constexpr double free_of_charge = 0.1;

    [[nodiscard]] double total(const operating_key& key, time_point now);
    [[nodiscard]] bool exhausted(const operating_key& key, time_point now, double limit);

    // When the oldest bucket dies; ten minutes from now when there is none.
    [[nodiscard]] std::int64_t reset_at(const operating_key& key, time_point now);

    void record(const operating_key& key, double seconds, time_point now);

private:
    struct bucket {
        std::int64_t minute = 0;
        time_point first_call;
        double seconds = 0;
    };

    std::vector<bucket>& alive(const operating_key& key, time_point now);

    std::map<operating_key, std::vector<bucket>> buckets_;
};

}  // namespace portal_sim
