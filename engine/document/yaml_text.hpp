#pragma once

#include "base/diagnostic.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace document {

// The text of one file, made fit for the parser, and the places in it.
//
// Made fit: no byte order mark, line ends are LF, and what the parser must not see stands in hiding
// (stand_in.hpp). Every line and column stays where it was.
class yaml_text {
public:
    // Nothing when the text cannot be read at all (too large, not UTF-8, control characters); said
    // in `problems`.
    static std::optional<yaml_text> prepare(
        std::string_view text, std::string_view file, std::size_t most, base::diagnostics& problems
    );

    [[nodiscard]] const std::string& text() const noexcept { return text_; }
    [[nodiscard]] base::source_pos at(std::uint32_t line, std::uint32_t column) const;

    // The place of a byte of text().
    [[nodiscard]] base::source_pos place_of(std::size_t offset) const;

    // An error at a place, with the line to show.
    [[nodiscard]] base::diagnostic problem(
        std::uint32_t line, std::uint32_t column, std::string code, std::string message
    ) const;

    // The last tab in the indentation of a line up to `line`.
    [[nodiscard]] std::optional<base::source_pos> tab_before(std::uint32_t line) const;

private:
    [[nodiscard]] std::string_view line_text(std::uint32_t line) const;
    void index_lines();

    std::shared_ptr<const std::string> file_;
    std::string text_;
    std::vector<std::size_t> line_starts_;
    std::vector<std::size_t> tabs_;  // in the indentation of lines that hold something
};

}  // namespace document
