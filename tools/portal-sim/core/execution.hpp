#pragma once

#include "portal-sim/core/method.hpp"

#include <boost/json/object.hpp>

#include <map>
#include <string>
#include <string_view>

namespace portal_sim {

struct executed {
    answer said;
    boost::json::object time;  // of a success
};

enum class call_place { alone, in_batch };

// The methods of one HTTP request, run one after the other by one caller. Time is simulated: it
// passes inside the answers only.
class execution {
public:
    execution(world& portal, const identity& caller, time_point now);

    // Whether the operating limit bars this method; counts the refusal.
    [[nodiscard]] bool barred(std::string_view method);

    // Scope, operating limit, injected fault, method: in this order.
    executed run(const method& what, boost::json::object parameters, call_place place);

    // Adds the envelope's own cost.
    void spend(std::string_view method, double seconds);

    // Charges the operating budgets, as the portal does once the reply is out.
    void settle(call_place place);

    // The time of the whole request under the name of its outermost method.
    [[nodiscard]] boost::json::object whole_time(std::string_view method);

    [[nodiscard]] const identity& caller() const noexcept { return caller_; }
    [[nodiscard]] world& portal() noexcept { return portal_; }
    [[nodiscard]] double elapsed() const noexcept { return elapsed_; }

private:
    [[nodiscard]] boost::json::object time_of(
        std::string_view method, double begin, double seconds
    );

    world& portal_;
    const identity& caller_;
    time_point now_;
    double elapsed_ = 0;
    std::map<std::string, double, std::less<>> spent_;
};

}  // namespace portal_sim
