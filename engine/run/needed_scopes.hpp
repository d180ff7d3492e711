#pragma once

#include "catalog/definitions.hpp"
#include "model/outcome.hpp"
#include "report/listener.hpp"

#include <set>
#include <string>

namespace run {

// What the credentials of a portal must be allowed to do, so that what was seen can be looked at
// and what differs can be put right. `basic`, which every credential has, is not named.
class needed_scopes final : public report::listener {
public:
    // `all` outlives it.
    explicit needed_scopes(const catalog::definitions& all) : all_(&all) {}

    void add(const model::job_result& seen);
    void job_closed(const model::job_result& what) override { add(what); }

    [[nodiscard]] const std::set<std::string>& users() const noexcept { return users_; }
    [[nodiscard]] const std::set<std::string>& admin() const noexcept { return admin_; }

private:
    void need(model::acts_as whose, const std::string& method);

    const catalog::definitions* all_;
    std::set<std::string> users_;
    std::set<std::string> admin_;
};

}  // namespace run
