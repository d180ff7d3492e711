#pragma once

#include "portal-sim/core/message.hpp"
#include "portal-sim/core/options.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace portal_sim {

struct world;

// A line of the roster: whoever is not the admin.
struct roster_entry {
    std::int64_t id = 0;
    std::string email;
    std::string name;
    std::string last_name;
    std::string department;
    std::string position;
    bool active = true;
};

// The app that a client may use in place of webhooks.
struct app_keys {
    std::string client_id;
    std::string client_secret;
    std::string member_id;
    std::string application_token;
};

// A Bitrix24 portal without sockets: everything it knows is in here, everything it does depends on
// the options, the requests and the times it is given. One thread at a time.
class portal {
public:
    explicit portal(const portal_options& options);
    portal(portal&&) noexcept;
    portal& operator=(portal&&) noexcept;
    ~portal();

    // Answers one request at the moment `now`, which must not go backwards. Besides the REST
    // interface: POST /__control and GET /__state, which are no requests in the portal's own count.
    reply handle(const request& what, time_point now);

    [[nodiscard]] std::vector<roster_entry> roster() const;
    // "" when this user has no webhook. A secret.
    [[nodiscard]] std::string webhook_code(std::int64_t user) const;
    [[nodiscard]] app_keys app() const;

    // What /__state and /__control do, for those in the same process.
    [[nodiscard]] boost::json::object state(time_point now) const;
    [[nodiscard]] boost::json::object totals() const;  // of the state alone: cheap
    [[nodiscard]] boost::json::object state_of(std::int64_t user, time_point now) const;
    // {"ok": true, ...} or {"ok": false, "problem": "..."}, with nothing done.
    boost::json::object control(const boost::json::object& orders, time_point now);

private:
    std::unique_ptr<world> world_;
};

}  // namespace portal_sim
