#include "run/forecast.hpp"

#include "model/request.hpp"

#include <algorithm>
#include <cmath>

namespace run {

namespace {

std::uint64_t batches(std::uint64_t commands) {
    return (commands + model::max_batch - 1) / model::max_batch;
}

}  // namespace

std::uint64_t turns_of_own(const model::job& what) {
    std::uint64_t turns = 0;
    auto last = model::acts_as::admin;
    for (const auto& each : what.steps) {
        if (each.as == model::acts_as::user && last != model::acts_as::user) ++turns;
        last = each.as;
    }
    return turns;
}

void forecast::add(const model::job& what) {
    user_requests_ += 2 * turns_of_own(what);
    for (const auto& each : what.steps) {
        if (each.as == model::acts_as::user) continue;
        const bool is_call = each.kind == model::step_kind::call;
        admin_reads_ += is_call ? 0 : 1;
        admin_writes_ += is_call ? 1 : 2;
    }
}

std::uint64_t forecast::requests() const {
    return user_requests_ + batches(admin_reads_) + batches(admin_writes_);
}

base::duration forecast::duration(const pacing::bucket_limits& limits) const {
    const auto above =
        std::max(0.0, static_cast<double>(requests()) - std::floor(limits.burst * limits.share));
    return std::chrono::duration_cast<base::duration>(
        std::chrono::duration<double>(above / (limits.rate * limits.share))
    );
}

}  // namespace run
