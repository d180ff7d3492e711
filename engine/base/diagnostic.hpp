#pragma once

#include "base/source_pos.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace base {

enum class severity { note, warning, error };

// Something wrong with what the user wrote, in words that a person can act on.
struct diagnostic {
    severity level = severity::error;
    std::string code;     // stable and short, for scripts: "policy.unknown-key"
    std::string message;  // what is wrong and what was expected
    source_pos where;
    std::string path;       // of the key in its file: "spec.steps[1].with.showDeclined"; "" = none
    std::string hint;       // what to do: "did you mean 'showDeclined'?"; "" = none
    std::string line_text;  // the line itself, for the caret; "" = not known
};

// Everything that is wrong, gathered so that a user sees all of it at once and nothing is sent.
class diagnostics {
public:
    void add(diagnostic what);
    void append(const diagnostics& others);

    [[nodiscard]] bool has_errors() const noexcept { return errors_ != 0; }
    [[nodiscard]] std::size_t errors() const noexcept { return errors_; }
    [[nodiscard]] bool empty() const noexcept { return all_.empty(); }

    // By file, line and column; those of one place in the order they were found.
    [[nodiscard]] std::vector<diagnostic> sorted() const;

private:
    std::vector<diagnostic> all_;
    std::size_t errors_ = 0;
};

std::string_view to_string(severity level);

// file:line:column: error: message [path]
//   hint
// and, where the line is known, the line with a caret below the column. Control characters in what
// was quoted of a file are replaced, and what is very long is cut.
std::string to_text(const diagnostic& what);

}  // namespace base
