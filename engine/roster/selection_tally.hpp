#pragma once

#include "base/diagnostic.hpp"
#include "roster/selection.hpp"
#include "roster/source.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace roster {

// Watches what each atom of a selection found, so that one that found nobody - a misspelt group -
// can be told when the roster has been read. `whom` outlives it.
class selection_tally {
public:
    explicit selection_tally(const selection& whom);

    void look_at(const model::user& who);

    // An atom that fits nobody is an error: who misspells `!interns` would reach the interns. Of a
    // file, whose users may have left since it was written, one line is a warning, all of them an
    // error.
    void report(const outline& known, base::diagnostics& problems) const;

private:
    struct found {
        bool anybody = false;
        bool has_attribute = false;
        std::string near;           // what the atom may have meant
        std::vector<bool> by_line;  // of a file
    };

    void look_for(const selection_atom& what, found& so_far, const model::user& who) const;
    static void guess(const selection_atom& what, found& so_far, const model::user& who);
    void report_atom(
        const selection::term& what,
        const found& seen,
        const outline& known,
        base::diagnostics& problems
    ) const;
    void report_file(const selection::term& what, const found& seen, base::diagnostics& problems)
        const;
    [[nodiscard]] base::diagnostic problem_at(const selection::term& what, std::string message)
        const;

    const selection* whom_;
    std::vector<found> found_;
    std::uint64_t users_ = 0;
    std::vector<std::string> attributes_;  // of the first user
};

}  // namespace roster
