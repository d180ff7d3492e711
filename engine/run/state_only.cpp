#include "run/state_only.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace run {

std::size_t leave_out_calls(model::job& from) {
    std::set<std::string, std::less<>> gone;
    const auto refers_to_gone = [&](const model::setting& each) {
        return std::ranges::any_of(model::references_of(each.wanted), [&](std::string_view id) {
            return gone.contains(id);
        });
    };
    return std::erase_if(from.steps, [&](const model::step& each) {
        const bool goes =
            each.kind == model::step_kind::call || std::ranges::any_of(each.with, refers_to_gone);
        if (goes && !each.id.empty()) gone.insert(each.id);
        return goes;
    });
}

}  // namespace run
