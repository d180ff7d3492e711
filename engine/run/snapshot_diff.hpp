#pragma once

#include "base/diagnostic.hpp"
#include "catalog/definitions.hpp"
#include "model/outcome.hpp"
#include "snapshot/reader.hpp"

#include <cstdint>
#include <functional>

namespace run {

// Users whom only one of two snapshots knows.
struct lone_users {
    std::uint64_t first = 0;
    std::uint64_t second = 0;
};

// What two snapshots of one portal say differently, by the catalog's rules: a call for everybody
// whom both know, with what he had as `before` and what he has later as `wanted`. Whoever was not
// read for one of them is blocked. Items of collections are the same by their ids.
lone_users compare(
    snapshot::reader& first,
    snapshot::reader& second,
    const catalog::definitions& all,
    const std::function<void(const model::job_result&)>& each,
    base::diagnostics& problems
);

}  // namespace run
