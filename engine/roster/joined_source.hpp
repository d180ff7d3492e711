#pragma once

#include "roster/source.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace roster {

// By which attribute the users of several rosters are known to be the same.
enum class join_key { id, email };

// A roster that others add attributes to. The first is read user by user, the others stand in
// memory. What two of them say differently of one user is an error that names both places; an empty
// text and null say nothing. Users whom only a further roster knows come last and need an id.
class joined_source final : public source {
public:
    // Reads the others. Nothing, and told, where they contradict each other or an entry has no key.
    static std::unique_ptr<source> open(
        std::unique_ptr<source> first,
        std::vector<std::unique_ptr<source>> others,
        join_key key,
        base::diagnostics& problems
    );

    std::optional<model::user> next(base::diagnostics& problems) override;
    [[nodiscard]] outline describe() const override { return known_; }

private:
    struct fact {
        model::value value;
        base::source_pos where;
    };
    struct addition {
        model::user who;  // as the first of the others names him
        std::unordered_map<std::string, fact> facts;
        bool used = false;
    };

    joined_source(std::unique_ptr<source> first, join_key key)
        : first_(std::move(first)), key_(key), known_(first_->describe()) {}

    [[nodiscard]] std::string key_of(const model::user& who) const;
    void remember(const model::user& who, base::diagnostics& problems);
    bool complete(model::user& who, addition& by, base::diagnostics& problems) const;
    std::optional<model::user> next_of_the_others(base::diagnostics& problems);

    std::unique_ptr<source> first_;
    join_key key_;
    outline known_;
    std::vector<addition> additions_;  // in the order in which they were read
    std::unordered_map<std::string, std::size_t> by_key_;
    std::unordered_map<std::int64_t, std::size_t> by_id_;
    std::size_t at_ = 0;
};

}  // namespace roster
