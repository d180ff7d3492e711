#pragma once

#include "base/diagnostic.hpp"
#include "model/user.hpp"
#include "roster/people_list.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace roster {

enum class atom_kind { everybody, id, email, attribute, group, file };

// One name of a selection: whom it names, whatever is done with them.
struct selection_atom {
    atom_kind kind = atom_kind::everybody;
    std::string text;       // as written: for messages
    std::string attribute;  // of `attribute`
    std::string pattern;    // of email (folded), attribute and group
    model::user_id id;
    std::shared_ptr<const people_list> people;  // of a file

    [[nodiscard]] bool names(const model::user& who) const;
};

// `all` or `*`, an id, an email, `attribute=value`, `@file` or a group; emails, values and groups
// may be globs. `where` is the atom's place; `line` what to show above the caret. The text is not
// empty.
std::optional<selection_atom> read_atom(
    std::string_view text,
    const base::source_pos& where,
    std::string_view line,
    base::diagnostics& problems
);

}  // namespace roster
