#pragma once

#include "base/diagnostic.hpp"
#include "model/user.hpp"
#include "roster/selection_atom.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace roster {

// Whom a `--limit` or an `--exclude` means, as in Ansible: atoms between `:` or `,`. Those without
// a sign are taken together, of these only who fits every `&atom` too, and nobody who fits a
// `!atom`; the order does not matter. What stands in double quotes holds `:` and `,` as they are.
// Compiled once; asking is pure.
class selection {
public:
    // `flag` ("--limit") is the name to show. Nothing when it is empty, cannot be read, or begins
    // from nobody ("!interns" alone); said in `problems` with a caret.
    static std::optional<selection> read(
        std::string_view text, std::string_view flag, base::diagnostics& problems
    );

    [[nodiscard]] bool picks(const model::user& who) const;

    enum class sign { take, require, leave_out };
    struct term {
        sign how = sign::take;
        selection_atom what;
        base::source_pos where;
    };
    [[nodiscard]] const std::vector<term>& terms() const noexcept { return terms_; }
    [[nodiscard]] const std::string& text() const noexcept { return text_; }
    [[nodiscard]] const std::string& flag() const noexcept { return flag_; }

private:
    std::string text_;
    std::string flag_;
    std::vector<term> terms_;
};

// The same selection, its lists (`@file`) looked for in `folder` where they are not named from the
// root; for whoever asks it in another folder than it was typed in.
std::string with_lists_in(const std::string& folder, std::string_view selection);

}  // namespace roster
