#pragma once

#include "catalog/definitions.hpp"
#include "model/request.hpp"

#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace plan {

// Turns wishes into a request. What cannot travel in a batch - its values, or its method - goes
// singly, and what follows it in the same wish waits, so that order is kept.
class request_composer {
public:
    request_composer(const catalog::definitions& all, std::size_t max_commands)
        : all_(&all), max_commands_(max_commands) {}

    // How many commands of the wish can travel in one batch from its beginning, given `room`. 0 =
    // the first goes singly.
    [[nodiscard]] std::size_t batchable(std::span<const model::command> wish, std::size_t room)
        const;

    // The first command alone, or the first `count` as a batch (their parameters in batch form).
    [[nodiscard]] model::request single(
        const model::credential_id& whose, const model::command& only
    ) const;
    [[nodiscard]] model::request batch(
        const model::credential_id& whose,
        model::after_error then,
        std::span<const model::command> commands
    ) const;

    // The portal refused the method inside a batch; from now on it goes singly.
    void send_singly(const std::string& method) { singly_.insert(method); }

    // The portal refused a batch of so many as too long.
    void allow_fewer_than(std::size_t refused);

    [[nodiscard]] std::size_t max_commands() const noexcept { return max_commands_; }

private:
    const catalog::definitions* all_;
    std::size_t max_commands_;
    std::set<std::string, std::less<>> singly_;
};

}  // namespace plan
