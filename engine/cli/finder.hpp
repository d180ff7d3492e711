#pragma once

#include "cli/advice.hpp"
#include "model/planned.hpp"
#include "report/listener.hpp"
#include "report/reasons.hpp"
#include "report/seen_plan.hpp"

#include <functional>
#include <string>
#include <vector>

namespace cli {

// What a look at everybody finds.
class finder final : public report::listener {
public:
    void job_closed(const model::job_result& what) override {
        found.add(what);
        if (is_protected && model::planned_for(what) == model::planned::change &&
            is_protected(what.what.who))
            protected_users.push_back(report::user_label(what.what.who));
    }
    report::seen_plan found{advice_about};
    std::function<bool(const model::user&)> is_protected;  // none = nobody is asked about
    std::vector<std::string> protected_users;              // who would be changed
};

}  // namespace cli
