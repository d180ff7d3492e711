#include "plan/request_composer.hpp"

#include "catalog/calls.hpp"

#include <boost/assert.hpp>

#include <cmath>
#include <utility>

namespace plan {

std::size_t batches_for(double load) {
    return static_cast<std::size_t>(std::ceil(load - 1e-6));
}

std::size_t request_composer::travelling(std::span<const model::command> wish) const {
    std::size_t count = 0;
    for (const auto& each : wish) {
        if (singly_.contains(each.method)) break;
        if (!catalog::batch_form(*all_, each)) break;
        ++count;
    }
    return count;
}

portion request_composer::fitting(std::span<const model::command> wish, double room) const {
    portion made;
    for (const auto& each : wish) {
        const auto share = sizes_.share(each.method);
        const bool first_of_all = made.commands == 0 && room >= full_batch;
        if (made.load + share > room + (1 - full_batch) && !first_of_all) break;
        ++made.commands;
        made.load += share;
    }
    return made;
}

model::request request_composer::single(const model::credential_id& whose, model::command only)
    const {
    BOOST_ASSERT(only.references.empty());
    model::request made;
    made.credential = whose;
    made.form = model::request_form::single;
    made.commands.push_back(std::move(only));
    return made;
}

model::request request_composer::batch(
    const model::credential_id& whose, model::after_error then, std::vector<model::command> commands
) const {
    for (auto& each : commands) {
        auto form = catalog::batch_form(*all_, each);
        BOOST_ASSERT(form.has_value());
        each.params = std::move(*form);
    }
    model::request made;
    made.credential = whose;
    made.form = model::request_form::batch;
    made.then = then;
    made.commands = std::move(commands);
    return made;
}

}  // namespace plan
