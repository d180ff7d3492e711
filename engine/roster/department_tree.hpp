#pragma once

#include "base/diagnostic.hpp"
#include "base/source_pos.hpp"
#include "model/user.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace roster {

struct department {
    std::int64_t id = 0;
    std::int64_t parent = 0;  // 0, or one that is not known = a root
    std::string name;
};

// A department as somebody wrote it: a number, a name ("Sales"), or a path of names
// ("Company/Sales", of which the end is enough: "EMEA/Sales").
struct department_wish {
    std::optional<std::int64_t> id;
    std::string name;  // where there is no id
    base::source_pos where;
};

// The departments of a company. A user belongs to his own, and through them to all above.
class department_tree {
public:
    // One that is above itself is told (roster.department-loop) and stands at the root.
    department_tree(std::vector<department> all, base::diagnostics& problems);
    department_tree() = default;

    // What is meant, with everything below it. A name that there is not, or that several have, is
    // an error which lists what may have been meant. Upper and lower case count as the same.
    std::set<std::int64_t> find(
        const std::vector<department_wish>& wishes, base::diagnostics& problems
    ) const;

    // "Company/Sales/EMEA"; "" for an id that is not known.
    [[nodiscard]] std::string path_of(std::int64_t id) const;

    // Gives a user the attributes of his departments.
    void place(model::user& who, const std::vector<std::int64_t>& ids) const;

    [[nodiscard]] std::size_t size() const noexcept { return by_id_.size(); }

private:
    [[nodiscard]] const department* known(std::int64_t id) const;
    [[nodiscard]] std::vector<const department*> upwards(std::int64_t id) const;
    void cut_loops(base::diagnostics& problems);
    [[nodiscard]] std::vector<std::int64_t> meant_by(const department_wish& wish) const;
    [[nodiscard]] std::vector<std::int64_t> at_end_of_path(std::string_view text) const;
    void refuse_unknown(const department_wish& wish, base::diagnostics& problems) const;
    void refuse_ambiguous(
        const department_wish& wish,
        const std::vector<std::int64_t>& candidates,
        base::diagnostics& problems
    ) const;
    void add_with_children(std::int64_t id, std::set<std::int64_t>& to) const;

    std::map<std::int64_t, department> by_id_;
    std::multimap<std::int64_t, std::int64_t> children_;  // by parent
};

// The attributes that `place` gives: `department` (names of his own), `department_and_above` (those
// and all above them), `department_path`, `department_id`.
std::vector<std::string> department_attributes();

}  // namespace roster
