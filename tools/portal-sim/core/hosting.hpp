#pragma once

#include "portal-sim/core/options.hpp"
#include "portal-sim/core/portal.hpp"

#include <boost/json/object.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace portal_sim {

// One portal among those of a hosting.
struct hosted_portal {
    std::string name;  // "portal-0007", the first label of its host; "" = alone
    std::string url;   // "https://portal-0007.sim.localhost:41733/"
    portal answers;
};

// The portals behind one address, told apart by the host that a request asks for, as in the cloud.
// Each has its own people, credentials, limits and state. One alone answers to every host.
class hosting {
public:
    // Alike but for names, people and codes, which follow from the seed. `port`: of their URLs.
    hosting(const portal_options& each, std::size_t count, unsigned port);

    // As portal::handle. Where there are several, a host that is none of theirs stands for all of
    // them: its /__state tells the totals of each and of all, its /__control orders everybody.
    reply handle(const request& what, time_point now);

    [[nodiscard]] const std::vector<hosted_portal>& portals() const noexcept { return portals_; }

    // Sums over all portals; what is a maximum of one is the maximum of all.
    [[nodiscard]] boost::json::object totals() const;

private:
    [[nodiscard]] portal* find(std::string_view host);
    reply answer_for_all(const request& what, time_point now);
    boost::json::object order_all(const boost::json::object& orders, time_point now);

    std::vector<hosted_portal> portals_;
    std::map<std::string, std::size_t, std::less<>> by_name_;
};

}  // namespace portal_sim
