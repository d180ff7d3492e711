#include "document/csv.hpp"

#include "document/csv_parser.hpp"
#include "document/excerpt.hpp"
#include "document/file_text.hpp"
#include "document/utf8.hpp"

#include <fmt/format.h>

#include <unordered_set>
#include <utility>

namespace document {
namespace {

base::diagnostic csv_problem(const base::source_pos& where, std::string code, std::string message) {
    base::diagnostic made;
    made.code = std::move(code);
    made.message = std::move(message);
    made.where = where;
    return made;
}

bool is_utf8(const csv_row& row, base::diagnostics& problems) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        if (!first_bad_utf8(row.cells[i])) continue;
        problems.add(csv_problem(
            row.where,
            "csv.not-utf8",
            fmt::format("cell {} of this row is not UTF-8; save the file as UTF-8", i + 1)
        ));
        return false;
    }
    return true;
}

bool is_usable_header(const csv_row& header, base::diagnostics& problems) {
    if (!is_utf8(header, problems)) return false;
    const auto before = problems.errors();
    std::unordered_set<std::string> seen;
    for (std::size_t i = 0; i < header.cells.size(); ++i) {
        const auto& name = header.cells[i];
        if (name.empty()) {
            problems.add(csv_problem(
                header.where, "csv.column-name", fmt::format("column {} has no name", i + 1)
            ));
        } else if (!seen.insert(name).second) {
            problems.add(csv_problem(
                header.where,
                "csv.column-name",
                fmt::format("two columns have the name {}", in_quotes(name))
            ));
        }
    }
    return problems.errors() == before;
}

}  // namespace

csv_reader::csv_reader(std::unique_ptr<csv_parser> how) : parser_(std::move(how)) {}
csv_reader::csv_reader(csv_reader&&) noexcept = default;
csv_reader& csv_reader::operator=(csv_reader&&) noexcept = default;
csv_reader::~csv_reader() = default;

std::optional<csv_reader> csv_reader::open(
    const std::filesystem::path& file, base::diagnostics& problems
) {
    auto in = open_file(file, problems);
    if (!in) return std::nullopt;
    return open(std::move(in), file.string(), problems);
}

std::optional<csv_reader> csv_reader::open(
    std::unique_ptr<std::istream> in, std::string_view name, base::diagnostics& problems
) {
    csv_reader made(std::make_unique<csv_parser>(std::move(in), name));
    const auto before = problems.errors();
    auto header = made.parser_->next(problems);
    if (!header) {
        if (problems.errors() == before) {
            auto what = csv_problem(
                made.parser_->at(0),
                "csv.empty",
                "the file is empty; its first line has to name the columns"
            );
            problems.add(std::move(what));
        }
        return std::nullopt;
    }
    if (!is_usable_header(*header, problems)) return std::nullopt;
    made.header_ = std::move(header->cells);
    made.header_where_ = header->where;
    return made;
}

const std::vector<std::string>& csv_reader::header() const noexcept {
    return header_;
}

const base::source_pos& csv_reader::header_where() const noexcept {
    return header_where_;
}

std::optional<csv_row> csv_reader::next(base::diagnostics& problems) {
    constexpr std::size_t most_faulty_rows = 100;
    while (faulty_rows_ < most_faulty_rows) {
        auto row = parser_->next(problems);
        if (!row) return std::nullopt;
        const bool fits = row->cells.size() == header_.size();
        if (!fits) {
            problems.add(csv_problem(
                row->where,
                "csv.ragged-row",
                fmt::format(
                    "the number of cells in this row is {}, the header names {} columns",
                    row->cells.size(),
                    header_.size()
                )
            ));
        }
        if (fits && is_utf8(*row, problems)) return row;
        if (++faulty_rows_ == most_faulty_rows) {
            problems.add(csv_problem(
                row->where,
                "csv.too-many-faults",
                fmt::format("{} rows are wrong up to here; the rest was not read", faulty_rows_)
            ));
        }
    }
    return std::nullopt;
}

}  // namespace document
