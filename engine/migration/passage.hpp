#pragma once

#include "base/diagnostic.hpp"
#include "migration/mapping.hpp"
#include "migration/person.hpp"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace migration {

// Who there is on the portal that people move to.
class residents {
public:
    void add(const person& who);

    [[nodiscard]] const person* by_id(model::user_id id) const;
    // All who have the address, in whatever letters.
    [[nodiscard]] std::vector<const person*> by_email(const std::string& address) const;

private:
    std::vector<person> all_;
    std::unordered_map<std::int64_t, std::size_t> by_id_;
    std::unordered_map<std::string, std::vector<std::size_t>> by_email_;
};

// What becomes of somebody: he moves and is this person there, he stays because it is said so, or
// nobody there is known to be him.
enum class course { moves, stays, lost };
struct fate {
    course what = course::lost;
    person there;
    std::string why;  // of one who is lost
};

// Finds everybody on the other portal: by what the mapping says of him, else by his address.
// Mapping and residents outlive it.
class passage {
public:
    // `portal`: the name of the other one, for messages.
    passage(mapping& how, const residents& there, std::string portal)
        : how_(how), there_(there), portal_(std::move(portal)) {}

    // A rule of the mapping that leads to nobody, and two who would become one, are problems.
    fate of(const person& who, base::diagnostics& problems);

private:
    fate by_rule(const person& who, const user_rule& rule, base::diagnostics& problems);
    fate by_address(const person& who) const;
    fate arrived(
        const person& who, const person& there, const user_rule* by, base::diagnostics& problems
    );

    mapping& how_;
    const residents& there_;
    std::string portal_;
    std::unordered_map<std::int64_t, person> taken_;  // by the number there
};

}  // namespace migration
