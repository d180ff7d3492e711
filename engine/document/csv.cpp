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

// Where a cell begins in its line; nothing when it begins in a later one.
std::optional<std::size_t> start_of(std::string_view line, char separator, std::size_t cell) {
    std::size_t at = 0;
    bool quoted = false;
    for (; cell > 0 && at < line.size(); ++at) {
        if (line[at] == '"') quoted = !quoted;
        if (line[at] == separator && !quoted) --cell;
    }
    if (cell > 0) return std::nullopt;
    while (at < line.size() && line[at] == ' ') ++at;
    return at;
}

struct layout {
    char separator = ',';
    discretion shown = discretion::secret;
};

// The line is read again, so this is for errors only.
base::diagnostic problem_in_line(
    base::source_pos where,
    const layout& how,
    std::size_t cell,
    std::string code,
    std::string message
) {
    if (how.shown == discretion::secret)
        return csv_problem(where, std::move(code), std::move(message));
    where.column = 1;
    const auto line = line_at(where);
    const auto start = start_of(line, how.separator, cell);
    where.column = start && !line.empty() ? static_cast<std::uint32_t>(*start + 1) : 0;
    auto made = csv_problem(where, std::move(code), std::move(message));
    if (where.column != 0) made.line_text = line;
    return made;
}

std::string advice_on_cells(const csv_row& row, std::size_t columns, char separator) {
    const auto name = separator == '\t' ? std::string("a tab") : fmt::format("'{}'", separator);
    if (row.cells.size() > columns)
        return fmt::format("put a cell that holds {} into double quotes", name);
    return fmt::format("cells are separated by {}, as in the header; empty ones too", name);
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

bool is_usable_header(const csv_row& header, const layout& how, base::diagnostics& problems) {
    if (!is_utf8(header, problems)) return false;
    const auto before = problems.errors();
    std::unordered_set<std::string> seen;
    for (std::size_t i = 0; i < header.cells.size(); ++i) {
        const auto& name = header.cells[i];
        if (name.empty()) {
            auto what = problem_in_line(
                header.where, how, i, "csv.column-name", fmt::format("column {} has no name", i + 1)
            );
            what.hint = "the first line names every column";
            problems.add(std::move(what));
        } else if (!seen.insert(name).second) {
            auto what = problem_in_line(
                header.where,
                how,
                i,
                "csv.column-name",
                fmt::format("two columns have the name {}", in_quotes(name))
            );
            what.hint = "give one of them another name, or remove it";
            problems.add(std::move(what));
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
    return open(std::move(in), file.string(), problems, discretion::open);
}

std::optional<csv_reader> csv_reader::open(
    std::unique_ptr<std::istream> in,
    std::string_view name,
    base::diagnostics& problems,
    discretion how
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
    if (!is_usable_header(*header, {made.parser_->separator(), how}, problems)) return std::nullopt;
    made.header_ = std::move(header->cells);
    made.header_where_ = header->where;
    made.how_ = how;
    return made;
}

const std::vector<std::string>& csv_reader::header() const noexcept {
    return header_;
}

const base::source_pos& csv_reader::header_where() const noexcept {
    return header_where_;
}

base::diagnostic csv_reader::problem_in(
    const csv_row& row, std::size_t cell, std::string code, std::string message
) const {
    return problem_in_line(
        row.where, {parser_->separator(), how_}, cell, std::move(code), std::move(message)
    );
}

base::diagnostic csv_reader::problem_in_header(
    std::size_t cell, std::string code, std::string message
) const {
    return problem_in({{}, header_where_}, cell, std::move(code), std::move(message));
}

std::optional<csv_row> csv_reader::next(base::diagnostics& problems) {
    constexpr std::size_t most_faulty_rows = 100;
    while (faulty_rows_ < most_faulty_rows) {
        auto row = parser_->next(problems);
        if (!row) return std::nullopt;
        const bool fits = row->cells.size() == header_.size();
        if (!fits) {
            auto what = problem_in(
                *row,
                0,
                "csv.ragged-row",
                fmt::format(
                    "the number of cells in this row is {}, the header names {} columns",
                    row->cells.size(),
                    header_.size()
                )
            );
            what.hint = advice_on_cells(*row, header_.size(), parser_->separator());
            problems.add(std::move(what));
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
