#pragma once

#include "base/diagnostic.hpp"
#include "document/mapping_reader.hpp"

#include <cstddef>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace document {

struct csv_row {
    std::vector<std::string> cells;  // as many as the header has columns
    base::source_pos where;          // the line in which the row begins
};

// Rows of a CSV file after RFC 4180, one at a time: memory does not grow with the file. UTF-8 with
// or without a byte order mark; the first line names the columns, and tells by its `,` `;` or tabs
// what separates cells. Blanks around an unquoted cell are dropped, blank lines passed over.
class csv_reader {
public:
    // Nothing when the file cannot be opened or has no usable header (empty, a column without a
    // name or with another one's); said in `problems`. `name` is what to show; lines
    // are shown of a file, and of other text only where it may be read by anybody.
    static std::optional<csv_reader> open(
        const std::filesystem::path& file, base::diagnostics& problems
    );
    static std::optional<csv_reader> open(
        std::unique_ptr<std::istream> in,
        std::string_view name,
        base::diagnostics& problems,
        discretion how = discretion::secret
    );

    csv_reader(csv_reader&&) noexcept;
    csv_reader& operator=(csv_reader&&) noexcept;
    ~csv_reader();

    [[nodiscard]] const std::vector<std::string>& header() const noexcept;
    [[nodiscard]] const base::source_pos& header_where() const noexcept;

    // The next row, or nothing at the end. A row with too many or too few cells, or that is not
    // UTF-8, is a problem and is passed over; after a hundred of them, after quotes that do not fit
    // together or after a reading error nothing more is given. So a file was read as a whole only
    // if `problems` got no error.
    std::optional<csv_row> next(base::diagnostics& problems);

    // An error in a cell of a row: with the line and the cell's column where they can be shown.
    [[nodiscard]] base::diagnostic problem_in(
        const csv_row& row, std::size_t cell, std::string code, std::string message
    ) const;
    // The same of the header's.
    [[nodiscard]] base::diagnostic problem_in_header(
        std::size_t cell, std::string code, std::string message
    ) const;

    // The longest row that is read; beyond it, a quote was most likely never closed.
    static constexpr std::size_t longest_row = std::size_t{1} << 20;

private:
    class csv_parser;
    explicit csv_reader(std::unique_ptr<csv_parser> how);

    std::unique_ptr<csv_parser> parser_;
    std::vector<std::string> header_;
    base::source_pos header_where_;
    discretion how_ = discretion::secret;
    std::size_t faulty_rows_ = 0;
};

}  // namespace document
