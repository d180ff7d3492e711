#include "plan/request_composer.hpp"

#include "catalog/calls.hpp"

#include <boost/assert.hpp>

#include <algorithm>

namespace plan {

namespace {

catalog::call as_call(const model::command& command) {
    return {command.method, command.params, command.references};
}

}  // namespace

std::size_t request_composer::batchable(std::span<const model::command> wish, std::size_t room)
    const {
    std::size_t count = 0;
    const auto most = std::min(room, max_commands_);
    for (const auto& each : wish) {
        if (count == most || singly_.contains(each.method)) break;
        if (!catalog::batch_form(*all_, as_call(each))) break;
        ++count;
    }
    return count;
}

model::request request_composer::single(
    const model::credential_id& whose, const model::command& only
) const {
    BOOST_ASSERT(only.references.empty());
    model::request made;
    made.credential = whose;
    made.form = model::request_form::single;
    made.commands.push_back(only);
    return made;
}

model::request request_composer::batch(
    const model::credential_id& whose,
    model::after_error then,
    std::span<const model::command> commands
) const {
    model::request made;
    made.credential = whose;
    made.form = model::request_form::batch;
    made.then = then;
    for (const auto& each : commands) {
        auto form = catalog::batch_form(*all_, as_call(each));
        BOOST_ASSERT(form.has_value());
        made.commands.push_back(each);
        made.commands.back().params = std::move(*form);
    }
    return made;
}

void request_composer::allow_fewer_than(std::size_t refused) {
    max_commands_ = std::max<std::size_t>(1, std::min(max_commands_, refused / 2));
}

}  // namespace plan
