#pragma once

#include "portal-sim/core/portal.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace portal_sim_test {

inline constexpr std::int64_t admin = 1;

struct heard {
    int status = 0;
    portal_sim::delivery how = portal_sim::delivery::whole;
    std::chrono::milliseconds delay{0};
    std::string content_type;
    std::string text;
    boost::json::value body;  // null when the text is no JSON

    // "" also when there is no error at all: look at `failed`.
    [[nodiscard]] std::string error() const;
    [[nodiscard]] bool failed() const;
    [[nodiscard]] const boost::json::value& result() const { return body.at("result"); }
};

// A portal with five users besides the admin, and a clock that the test moves.
class portal_caller {
public:
    explicit portal_caller(portal_sim::portal_options options = unlimited());

    static portal_sim::portal_options unlimited();

    // POST with JSON through the user's webhook.
    heard call(
        std::int64_t user, std::string_view method, const boost::json::object& parameters = {}
    );
    // POST of a form through the user's webhook.
    heard form(std::int64_t user, std::string_view method, std::string_view body);
    // A batch whose commands are pairs of key and text; gives the five maps.
    boost::json::object batch(
        std::int64_t user, boost::json::object commands, boost::json::object more = {}
    );
    heard send(portal_sim::request what);

    // Fails the test when the portal refuses the orders.
    boost::json::object order(const boost::json::object& orders);
    boost::json::object totals();
    boost::json::object user(std::int64_t id) { return portal.state_of(id, now); }

    [[nodiscard]] std::string webhook_path(std::int64_t user, std::string_view method) const;
    void pass(std::chrono::nanoseconds time) { now += time; }

    portal_sim::portal portal;
    portal_sim::time_point now{std::chrono::seconds(1'795'404'000)};
};

}  // namespace portal_sim_test
