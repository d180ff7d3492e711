#pragma once

#include "catalog/definition.hpp"
#include "roster/source.hpp"
#include "run/equipment.hpp"
#include "run/job_supply.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace run {

// For everybody of a roster a job that reads resources whole and changes nothing. What is read
// under the user's own credential is one request. Roster and resources outlive it.
class reading_jobs final : public job_supply {
public:
    reading_jobs(
        roster::source& who, const std::vector<const catalog::resource*>& what, equipment with
    );

    // A fault here is one that appeared after the roster was looked through: the file changed under
    // our hands.
    base::result<std::optional<model::work_item>> next() override;

private:
    roster::source& who_;
    std::vector<model::step> steps_;
    equipment equipment_;
};

}  // namespace run
