#pragma once

#include "model/user.hpp"
#include "model/value.hpp"
#include "policy/evaluate.hpp"
#include "policy/variables.hpp"

#include <optional>
#include <vector>

namespace policy {

// What the names of one policy stand for when it speaks of one user. Variables are made when they
// are first asked for. The user and the variables must outlive it.
class user_names final : public names {
public:
    // Without a user: for what depends on none.
    user_names(const model::user* who, const std::vector<variable>& variables)
        : who_(who), variables_(variables) {}

    std::expected<const model::value*, fault> find(const expression& path) override;

private:
    std::expected<const model::value*, fault> find_attribute(const expression& path) const;
    std::expected<const model::value*, fault> find_variable(const expression& path);

    const model::user* who_;
    const std::vector<variable>& variables_;
    std::vector<std::optional<model::value>> made_;  // by variable; only for those that vary
};

}  // namespace policy
