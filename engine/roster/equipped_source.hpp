#pragma once

#include "roster/group_book.hpp"
#include "roster/source.hpp"

#include <memory>
#include <optional>

namespace roster {

// Users with their groups and the vars of these; what other users have and one lacks is null, so
// that every user has the same attributes.
class equipped_source final : public source {
public:
    // Nothing when the groups do not fit together; said in `problems`.
    static std::unique_ptr<source> open(
        std::unique_ptr<source> from, group_book groups, base::diagnostics& problems
    );

    std::optional<model::user> next(base::diagnostics& problems) override;
    [[nodiscard]] outline describe() const override { return known_; }

private:
    equipped_source(std::unique_ptr<source> from, group_book groups);

    std::unique_ptr<source> from_;
    group_book groups_;
    outline known_;
    bool told_unlisted_ = false;
};

}  // namespace roster
