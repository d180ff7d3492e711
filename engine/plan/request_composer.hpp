#pragma once

#include "catalog/definitions.hpp"
#include "model/request.hpp"
#include "pacing/batch_size.hpp"

#include <cstddef>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace plan {

// The beginning of a wish that goes into a batch, and how much of the batch it takes.
struct portion {
    std::size_t commands = 0;
    double load = 0;
};

// A batch is full at 1; sums of shares such as 1/49 are a little off.
inline constexpr double full_batch = 1 - 1e-9;

// How many batches so much fills.
std::size_t batches_for(double load);

// Turns wishes into a request. What cannot travel in a batch - its values, their types, or its
// method - goes singly, and what follows it in the same wish waits, so that order is kept.
class request_composer {
public:
    request_composer(const catalog::definitions& all, pacing::batch_limits limits)
        : all_(&all), sizes_(limits) {}

    // How many commands of the wish can travel in a batch from its beginning, were there room. 0 =
    // the first goes singly.
    [[nodiscard]] std::size_t travelling(std::span<const model::command> wish) const;

    // What of these, from the first on, fits into `room`, which is 1 in an empty batch. An empty
    // batch takes at least one command.
    [[nodiscard]] portion fitting(std::span<const model::command> wish, double room = 1) const;

    // The first command alone, or all as a batch (their parameters in batch form).
    [[nodiscard]] model::request single(const model::credential_id& whose, model::command only)
        const;
    [[nodiscard]] model::request batch(
        const model::credential_id& whose,
        model::after_error then,
        std::vector<model::command> commands
    ) const;

    // The portal refused the method inside a batch; from now on it goes singly.
    void send_singly(const std::string& method) { singly_.insert(method); }

    // How large batches may be is learned from how they fared.
    [[nodiscard]] pacing::batch_size& sizes() noexcept { return sizes_; }
    [[nodiscard]] double share(std::string_view method) const { return sizes_.share(method); }
    [[nodiscard]] std::size_t max_commands() const noexcept { return sizes_.most(); }

private:
    const catalog::definitions* all_;
    pacing::batch_size sizes_;
    std::set<std::string, std::less<>> singly_;
};

}  // namespace plan
