#include "run/planned_jobs.hpp"

#include "model/planned.hpp"

#include <utility>

namespace run {

base::result<std::optional<model::work_item>> planned_jobs::next() {
    for (;;) {
        auto user = from_.next();
        if (!user) return std::unexpected(user.error());
        if (!*user) return std::optional<model::work_item>();
        auto& seen = (*user)->seen;
        if (model::planned_for(seen) != model::planned::change) continue;
        auto item = equip_(std::move(seen.what));
        if (!item) return std::unexpected(item.error());
        return std::optional(std::move(*item));
    }
}

}  // namespace run
