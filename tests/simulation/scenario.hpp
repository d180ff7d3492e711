#pragma once

#include "base/time.hpp"
#include "pacing/leaky_bucket.hpp"
#include "pacing/stop_rule.hpp"
#include "pacing/waves.hpp"
#include "plan/job_progress.hpp"
#include "portal-sim/core/options.hpp"
#include "run/undoing.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace simulation {

// Something that happens on a portal when it has received so many requests: orders as for its
// control interface.
struct portal_event {
    std::uint64_t after_requests = 0;
    boost::json::object orders;
    std::int64_t user = 0;  // whom it leaves without a usable credential; 0 = nobody
};

// What is asked of the users of one portal.
// `everything` is for no night.
enum class work { settings, onboarding, staff, greetings, awkward, everything };

struct portal_scenario {
    portal_sim::portal_options sim;
    pacing::bucket_limits limits;
    plan::passes how = plan::passes::two;
    std::size_t connections = 8;
    base::duration way{};  // of a request there, and of its answer back
    work what = work::settings;
    boost::json::array faults;  // as for the control interface
    std::vector<portal_event> events;
    pacing::error_limits errors;
    std::vector<pacing::wave_size> waves;
    base::duration deadline{};  // from the beginning of each pass; zero = none

    // Nothing goes wrong here, so the least time is known.
    [[nodiscard]] bool is_quiet() const { return faults.empty() && events.empty(); }
};

enum class crash_moment { before_delivery, after_delivery };

// The process dies with the so-many-th request of a pass, counted over all portals.
struct crash {
    std::uint64_t with_request = 0;
    crash_moment moment = crash_moment::before_delivery;
    base::duration dead{};  // until somebody starts it again
};

// The last run of a night is taken back.
struct rollback_scene {
    run::made_items made = run::made_items::keep;
    bool hostile = false;  // what goes wrong at night goes wrong with that as well
};

// One night, all of it from one seed.
struct scenario {
    std::uint64_t seed = 0;
    std::vector<portal_scenario> portals;
    std::vector<crash> crashes;  // one a pass
    std::optional<rollback_scene> back;
};

scenario scenario_of(std::uint64_t seed);

// In words, for who looks into a failing seed.
std::string describe(const scenario& what);

// The policy for a kind of work.
std::string policy_for(work what);

}  // namespace simulation
