#pragma once

#include "document/csv.hpp"
#include "document/line_feed.hpp"

#include <csv.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace document {

// libcsv, fed line by line, so that it is known in which line a row begins. Knows cells and rows;
// what a header is, csv_reader knows.
class csv_reader::csv_parser {
public:
    csv_parser(std::unique_ptr<std::istream> in, std::string_view name);
    csv_parser(const csv_parser&) = delete;
    csv_parser& operator=(const csv_parser&) = delete;
    ~csv_parser();

    // The next row; nothing at the end, or after an error that leaves no rows to recognise.
    std::optional<csv_row> next(base::diagnostics& problems);

    [[nodiscard]] base::source_pos at(std::size_t line) const;
    [[nodiscard]] char separator() const noexcept { return separator_; }

private:
    bool begin(std::string_view& first, base::diagnostics& problems);
    bool feed(std::string_view piece, base::diagnostics& problems);
    std::optional<csv_row> finish(base::diagnostics& problems);
    std::optional<csv_row> take_row();
    bool stop(std::size_t line, std::string code, std::string message, base::diagnostics& problems);
    [[nodiscard]] std::string about_quotes(std::string_view rest) const;

    static void on_cell(void* text, std::size_t size, void* self);
    static void on_row(int terminator, void* self);

    ::csv_parser library_{};
    line_feed lines_;
    std::shared_ptr<const std::string> name_;
    std::vector<std::string> cells_;
    char separator_ = ',';
    bool complete_ = false;
    bool begun_ = false;
    bool ended_ = false;
    std::size_t row_line_ = 0;
    std::size_t row_bytes_ = 0;
};

}  // namespace document
