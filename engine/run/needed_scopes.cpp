#include "run/needed_scopes.hpp"

#include <algorithm>

namespace run {

void needed_scopes::add(const model::job_result& seen) {
    const auto steps = std::min(seen.steps.size(), seen.what.steps.size());
    for (std::size_t i = 0; i < steps; ++i) {
        const auto& step = seen.what.steps[i];
        const bool differs = seen.steps[i].what == model::outcome::differs;
        if (step.kind == model::step_kind::call) {
            if (differs) need(step.as, step.target);
            continue;
        }
        const auto* resource = all_->find_resource(step.target);
        if (resource == nullptr) continue;
        need(step.as, resource->read.method);
        if (!differs) continue;
        const bool is_made = step.kind == model::step_kind::collection && !seen.steps[i].before;
        need(
            step.as, is_made && resource->create ? resource->create->method : resource->write.method
        );
    }
}

void needed_scopes::need(model::acts_as whose, const std::string& method) {
    const auto* known = all_->find_method(method);
    if (known == nullptr || known->scope.empty() || known->scope == "basic") return;
    auto& names = whose == model::acts_as::admin ? admin_ : users_;
    if (!names.contains(known->scope)) names.insert(known->scope);
}

}  // namespace run
