#pragma once

#include "portal-sim/core/credentials.hpp"
#include "portal-sim/core/rate_bucket.hpp"
#include "portal-sim/core/references.hpp"
#include "portal-sim/core/rest_error.hpp"

#include <map>
#include <string>

namespace portal_sim {

// To what the time of a batch is charged; the sources contradict each other.
enum class batch_charge { inner_methods, envelope };

// What varies between portals, or between two readings of the sources. Where nothing is known, the
// reading that is harder on the client is the default.
struct switches {
    rate_rules rate;
    bool operating_active = true;
    double operating_limit = 480;
    batch_charge charge = batch_charge::inner_methods;
    bool on_premise = false;  // no rate limit, no operating times
    status_profile statuses = status_profile::revised;
    language speech = language::english;
    reference_style references = reference_style::untouched;
    rotation token_rotation = rotation::old_one_dies;
    bool nested_batch = false;
    bool notify_needs_client_id = true;     // im.notify.* through a webhook
    bool app_info_for_webhooks = true;      // newer portals; older ones say ACCESS_DENIED
    std::map<std::string, double> seconds;  // simulated time of a method, over its usual one
};

}  // namespace portal_sim
