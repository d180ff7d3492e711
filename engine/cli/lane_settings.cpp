#include "cli/lane_settings.hpp"

namespace cli {

dispatch::lane_options lane_of(const options& given, const workspace& files, std::uint64_t seed) {
    dispatch::lane_options made;
    const auto& limits = files.settings->limits;
    made.limits = files.limits;
    made.connections = limits.connections;
    made.request_timeout = limits.request_timeout;
    made.board.retry.retries = limits.retries;
    made.board.retry.cap = limits.backoff_cap;
    made.board.max_commands = files.settings->batch.max_commands;
    made.board.look_ahead = 2 * made.connections;
    made.board.how = given.passes == pass_choice::single ? plan::passes::single : plan::passes::two;
    made.seed = seed;
    return made;
}

}  // namespace cli
