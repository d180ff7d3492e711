#pragma once

#include "model/outcome.hpp"
#include "report/reasons.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace report {

// An accepted deviation, and whom it concerns.
struct exemption_group {
    model::exemption what;
    std::uint64_t users = 0;
    std::vector<std::string> samples;  // "17 ann@acme.example"
};

// The exceptions that the jobs of a run made use of. Memory grows with the file of exceptions, not
// with the users.
class exemptions {
public:
    void add(const model::job& what) {
        for (const auto& each : what.exempt) {
            auto& group = groups_[each.number];
            if (group.users++ == 0) group.what = each;
            if (group.samples.size() < max_samples) group.samples.push_back(user_label(what.who));
        }
    }

    // In the order of the file.
    [[nodiscard]] std::vector<exemption_group> groups() const {
        std::vector<exemption_group> made;
        for (const auto& [number, each] : groups_) made.push_back(each);
        return made;
    }

private:
    std::map<std::size_t, exemption_group> groups_;
};

}  // namespace report
