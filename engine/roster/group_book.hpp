#pragma once

#include "base/diagnostic.hpp"
#include "document/node.hpp"
#include "model/user.hpp"
#include "roster/people_list.hpp"
#include "roster/source.hpp"

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace roster {

// The groups of a roster: members by name, by patterns over attributes and through child groups,
// and `vars` that become attributes of whoever is in them. A user's own attribute goes before a
// group's var, a child group's before its parents'. Two groups of which neither is within the other
// may not disagree: that is an error which names both places.
class group_book {
public:
    // Adds those of one file: a mapping of groups by name. What is wrong goes to `problems`.
    void add(const document::node& groups, std::string_view path, base::diagnostics& problems);

    // To be called once, after the last file and before the first user: children are known, none is
    // within itself, patterns are over attributes that there are. `attributes`: of the users.
    void finish(const std::vector<std::string>& attributes, base::diagnostics& problems);

    // Gives a user his groups (attribute `groups`) and their vars. False, and told: two groups
    // disagree, or he says that he is in a group that there is not.
    bool equip(model::user& who, base::diagnostics& problems);

    // Warns of the members whom no roster lists. Only right after every user was equipped.
    void warn_of_unlisted(base::diagnostics& problems) const;

    [[nodiscard]] bool empty() const noexcept { return groups_.empty(); }
    [[nodiscard]] std::vector<std::string> names() const;
    [[nodiscard]] std::vector<std::string> var_names() const;

private:
    struct pattern {
        std::string attribute;
        std::vector<std::string> globs;
        base::source_pos where;
    };
    struct var {
        model::value value;
        base::source_pos where;
    };
    struct group {
        std::string name;
        base::source_pos where;
        people_list members;
        std::vector<base::source_pos> member_where;  // by member
        std::vector<bool> listed;  // by member: a user of the roster bore the name
        std::vector<pattern> match;
        std::vector<std::pair<std::string, base::source_pos>> children;
        std::map<std::string, var> vars;
        std::set<std::size_t> within;  // the groups that this one is part of, at any distance
    };

    class group_reader;
    [[nodiscard]] const group* find(std::string_view name) const;
    [[nodiscard]] std::size_t index_of(std::string_view name) const;
    bool is_within_itself(
        std::size_t from, std::vector<std::size_t>& path, base::diagnostics& problems
    ) const;
    void spread(std::size_t parent, std::size_t from);
    void check_patterns(
        const group& of, const std::vector<std::string>& attributes, base::diagnostics& problems
    ) const;
    [[nodiscard]] bool is_in(const group& what, const model::user& who) const;
    bool add_named(const model::user& who, std::set<std::size_t>& to, base::diagnostics& problems)
        const;
    bool give_vars(
        model::user& who, const std::set<std::size_t>& groups, base::diagnostics& problems
    );

    std::vector<group> groups_;
    std::set<std::string> told_;  // disagreements: once each, not once a user
};

}  // namespace roster
