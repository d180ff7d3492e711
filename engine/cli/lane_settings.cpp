#include "cli/lane_settings.hpp"

namespace cli {

namespace {

// A self-hosted portal counts no operating time unless its owner says so (portal-facts 3).
base::duration operating_limit(const workspace& files) {
    if (files.settings->limits.operating) return *files.settings->limits.operating;
    const bool own = files.portal.plan == portal_plan::selfhosted;
    return own ? base::duration::zero() : pacing::operating_limits{}.limit;
}

}  // namespace

void see_ahead(dispatch::lane_options& into, const workspace& files) {
    // Those whose turn it is may be anywhere on the roster.
    const bool turns = files.policies->turns() == policy::turn_taking::given;
    into.board.look_ahead = turns ? into.board.most_open : 2 * into.connections;
}

dispatch::lane_options lane_of(const options& given, const workspace& files, std::uint64_t seed) {
    dispatch::lane_options made;
    const auto& limits = files.settings->limits;
    made.limits = files.limits;
    made.connections = limits.connections;
    made.request_timeout = limits.request_timeout;
    made.board.retry.retries = limits.retries;
    made.board.retry.cap = limits.backoff_cap;
    made.board.max_commands = files.settings->batch.max_commands;
    made.board.batch_target = files.settings->batch.target;
    made.board.operating.limit = operating_limit(files);
    made.board.budget_holder = [&all = files.credentials](const model::credential_id& whose) {
        return all.budget_owner(whose).value();
    };
    see_ahead(made, files);
    made.board.how = given.passes == pass_choice::single ? plan::passes::single : plan::passes::two;
    made.seed = seed;
    return made;
}

}  // namespace cli
