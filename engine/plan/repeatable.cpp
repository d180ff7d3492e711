#include "plan/repeatable.hpp"

#include <algorithm>

namespace plan {

bool may_be_repeated(const model::request& what, const catalog::definitions& all) {
    return std::all_of(what.commands.begin(), what.commands.end(), [&](const auto& each) {
        if (each.why != model::purpose::write && each.why != model::purpose::restore) return true;
        const auto* method = all.find_method(each.method);
        return method != nullptr && method->repeat == catalog::idempotent::yes;
    });
}

}  // namespace plan
