#pragma once

#include "roster/selection.hpp"
#include "roster/selection_tally.hpp"
#include "roster/source.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace roster {

// What a command was restricted to; nothing = not restricted.
struct selections {
    std::optional<selection> limit;
    std::optional<selection> exclude;
};

// Those users of another source whom a limit takes and an exclusion does not. When the roster was
// read to its end and gave no error, what fitted nobody is told, and so is a restriction that
// leaves nobody: never everybody instead.
class selected_source final : public source {
public:
    selected_source(std::unique_ptr<source> from, selections whom);
    selected_source(const selected_source&) = delete;
    selected_source& operator=(const selected_source&) = delete;

    std::optional<model::user> next(base::diagnostics& problems) override;
    [[nodiscard]] outline describe() const override { return from_->describe(); }

private:
    [[nodiscard]] bool takes(const model::user& who) const;
    void finish(base::diagnostics& problems);

    std::unique_ptr<source> from_;
    selections whom_;
    std::optional<selection_tally> limit_;
    std::optional<selection_tally> exclude_;
    std::uint64_t read_ = 0;
    std::uint64_t taken_ = 0;
    bool finished_ = false;
};

}  // namespace roster
