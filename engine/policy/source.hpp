#pragma once

#include "base/diagnostic.hpp"
#include "base/source_pos.hpp"
#include "document/node.hpp"
#include "policy/fault.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace policy {

// The text of a policy file, kept for the line that a message shows.
class source_text {
public:
    source_text(std::string_view file, std::string_view text);

    [[nodiscard]] const std::string& text() const { return text_; }

    [[nodiscard]] const std::string& file() const { return file_; }

    // Without its line end; "" when there is no such line.
    [[nodiscard]] std::string_view line(std::uint32_t number) const;

    // The file as a whole.
    [[nodiscard]] base::source_pos whole() const;

private:
    std::string file_;
    std::string text_;
    std::vector<std::size_t> starts_;
};

// Whether a byte of a scalar's value stands as many columns behind the value's first one. Not so
// when it is folded over several lines or has escapes; then only the scalar's place can be shown.
enum class columns { follow, lost };

// Where a value was written.
struct spot {
    base::source_pos where;
    std::string path;  // of its key: "spec.steps[1].with.view"
    base::source_pos text_begins = {};
    columns inside = columns::lost;
};

spot spot_of(const document::node& at, std::string path, const source_text& source);

// Sets where the fault is, unless it is known already.
void place(fault& what, const spot& at);

// "did you mean 'view'?", or `otherwise` when no name is near.
std::string suggestion(
    std::string_view wrong, const std::vector<std::string>& known, std::string otherwise = ""
);

// Gathers what is wrong in one file.
class reporter {
public:
    reporter(const source_text& source, base::diagnostics& problems)
        : sources_{&source}, problems_(problems) {}

    // The text of another file that places may lie in.
    void knows(const source_text& source) { sources_.push_back(&source); }

    void error(
        std::string code,
        const base::source_pos& where,
        std::string path,
        std::string message,
        std::string hint = ""
    );
    void warning(
        std::string code,
        const base::source_pos& where,
        std::string path,
        std::string message,
        std::string hint = ""
    );
    // What is no fault and still good to know when policies are looked over.
    void note(
        std::string code, const base::source_pos& where, std::string path, std::string message
    );
    // A fault that has its place. `about` is put behind its message: " (for user 17)".
    void error(const fault& what, std::string_view about = "");

    // Whether this reporter has seen an error; those of other files do not count.
    [[nodiscard]] bool has_errors() const { return errors_; }
    // The text that the place lies in; the first one given when none of them is it.
    [[nodiscard]] const source_text& source_of(const base::source_pos& where) const;

private:
    void add(
        base::severity level,
        std::string code,
        const base::source_pos& where,
        std::string path,
        std::string message,
        std::string hint
    );

    std::vector<const source_text*> sources_;
    base::diagnostics& problems_;
    bool errors_ = false;
};

}  // namespace policy
