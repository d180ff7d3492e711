#include "document/csv_parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <new>
#include <utility>

namespace document {
namespace {

bool is_blank(std::string_view line) {
    return line.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// What separates the cells of the header: of the three, the one that occurs most outside quotes.
char delimiter_of(std::string_view header) {
    constexpr std::array candidates = {',', ';', '\t'};
    std::array<std::size_t, candidates.size()> seen{};
    bool in_quotes = false;
    for (const char c : header) {
        if (c == '"') in_quotes = !in_quotes;
        if (in_quotes) continue;
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            if (candidates[i] == c) ++seen[i];
        }
    }
    const auto most = std::ranges::max_element(seen);
    return candidates[static_cast<std::size_t>(most - seen.begin())];
}

}  // namespace

csv_reader::csv_parser::csv_parser(std::unique_ptr<std::istream> in, std::string_view name)
    : lines_(std::move(in), longest_row), name_(std::make_shared<const std::string>(name)) {
    if (csv_init(&library_, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
}

csv_reader::csv_parser::~csv_parser() {
    csv_free(&library_);
}

base::source_pos csv_reader::csv_parser::at(std::size_t line) const {
    return {name_, static_cast<std::uint32_t>(line), 0};
}

std::optional<csv_row> csv_reader::csv_parser::next(base::diagnostics& problems) {
    while (!ended_) {
        auto piece = lines_.next();
        if (!piece) return finish(problems);
        if (!begun_ && !begin(*piece, problems)) return std::nullopt;
        if (!feed(*piece, problems)) return std::nullopt;
        if (complete_) return take_row();
    }
    return std::nullopt;
}

// Before the first line: takes off the byte order mark, finds what separates cells. False: no CSV.
bool csv_reader::csv_parser::begin(std::string_view& first, base::diagnostics& problems) {
    if (first.starts_with("\xFF\xFE") || first.starts_with("\xFE\xFF")) {
        return stop(1, "csv.not-utf8", "the file is UTF-16; save it as UTF-8", problems);
    }
    if (first.starts_with("\xEF\xBB\xBF")) first.remove_prefix(3);
    if (is_blank(first)) return true;
    begun_ = true;
    separator_ = delimiter_of(first);
    csv_set_delim(&library_, static_cast<unsigned char>(separator_));
    return true;
}

bool csv_reader::csv_parser::feed(std::string_view piece, base::diagnostics& problems) {
    if (row_bytes_ == 0) {
        row_line_ = lines_.line();
        if (!begun_) return true;
    }
    if (piece.contains('\0')) {
        return stop(
            lines_.line(), "csv.nul", "a NUL byte stands here; this is no text file", problems
        );
    }
    row_bytes_ += piece.size();
    const auto parsed = csv_parse(&library_, piece.data(), piece.size(), on_cell, on_row, this);
    if (csv_error(&library_) == CSV_ENOMEM) throw std::bad_alloc();
    if (parsed != piece.size()) {
        return stop(lines_.line(), "csv.quotes", about_quotes(piece.substr(parsed)), problems);
    }
    if (!complete_ && row_bytes_ > longest_row) {
        return stop(
            row_line_,
            "csv.row-too-long",
            fmt::format(
                "the row that begins here is longer than {} bytes; is a quote never closed?",
                longest_row
            ),
            problems
        );
    }
    // A blank line between rows is no beginning of one.
    if (!complete_ && row_bytes_ == piece.size() && cells_.empty() && is_blank(piece)) {
        row_bytes_ = 0;
    }
    return true;
}

std::string csv_reader::csv_parser::about_quotes(std::string_view rest) const {
    const bool inside = !rest.empty() && rest.front() == '"';
    std::string message = inside ? "a quote stands inside a cell that does not begin with one"
                                 : "text follows the closing quote of a cell";
    if (row_line_ != lines_.line()) {
        message += fmt::format(
            "; the row begins in line {}, where a quote may have been left open", row_line_
        );
    }
    return message + "; put the whole cell into quotes and double each quote inside it";
}

std::optional<csv_row> csv_reader::csv_parser::finish(base::diagnostics& problems) {
    ended_ = true;
    if (lines_.failed()) {
        stop(lines_.line(), "file.unreadable", "reading the file failed here", problems);
        return std::nullopt;
    }
    if (csv_fini(&library_, on_cell, on_row, this) != 0) {
        stop(
            row_line_,
            "csv.quotes",
            "the row that begins here opens a quote that is never closed",
            problems
        );
        return std::nullopt;
    }
    if (!complete_) return std::nullopt;
    return take_row();
}

std::optional<csv_row> csv_reader::csv_parser::take_row() {
    complete_ = false;
    row_bytes_ = 0;
    return csv_row{std::exchange(cells_, {}), at(row_line_)};
}

bool csv_reader::csv_parser::stop(
    std::size_t line, std::string code, std::string message, base::diagnostics& problems
) {
    ended_ = true;
    base::diagnostic made;
    made.code = std::move(code);
    made.message = std::move(message);
    made.where = at(line);
    problems.add(std::move(made));
    return false;
}

void csv_reader::csv_parser::on_cell(void* text, std::size_t size, void* self) {
    static_cast<csv_parser*>(self)->cells_.emplace_back(static_cast<const char*>(text), size);
}

void csv_reader::csv_parser::on_row(int /*terminator*/, void* self) {
    static_cast<csv_parser*>(self)->complete_ = true;
}

}  // namespace document
