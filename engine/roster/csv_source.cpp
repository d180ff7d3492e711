#include "roster/csv_source.hpp"

#include "document/excerpt.hpp"

#include <boost/json/string.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace roster {
namespace {

void complain_about_no_id(const document::csv_reader& rows, base::diagnostics& problems) {
    std::vector<std::string> names;
    for (const auto& name : rows.header()) names.push_back(document::in_quotes(name));
    auto what = rows.problem_in_header(
        0,
        "roster.missing-column",
        fmt::format("no column is named 'id'; the columns are {}", fmt::join(names, ", "))
    );
    what.hint =
        "the first line names the columns; name the one that holds the user's number on the portal "
        "'id' ('ID' and 'user_id' will do)";
    problems.add(std::move(what));
}

}  // namespace

csv_source::csv_source(document::csv_reader rows, std::vector<column> columns, id_presence id)
    : rows_(std::move(rows)), columns_(std::move(columns)), id_(id) {}

outline csv_source::describe() const {
    outline made;
    for (const auto& each : columns_) made.attributes.push_back(each.name);
    return made;
}

std::unique_ptr<csv_source> csv_source::open(
    const std::filesystem::path& file, base::diagnostics& problems, id_presence id
) {
    auto rows = document::csv_reader::open(file, problems);
    if (!rows) return nullptr;
    return open(std::move(*rows), problems, id);
}

std::unique_ptr<csv_source> csv_source::open(
    document::csv_reader rows, base::diagnostics& problems, id_presence id
) {
    const auto before = problems.errors();
    std::vector<column> columns;
    for (const auto& written : rows.header()) {
        column made{attribute_name(written), kind_of(written)};
        const auto same = std::ranges::find(columns, made.name, &column::name);
        if (same != columns.end()) {
            problems.add(rows.problem_in_header(
                columns.size(),
                "roster.column-twice",
                fmt::format(
                    "the columns {} and {} both hold what policies call '{}'; remove one",
                    document::in_quotes(rows.header(
                    )[static_cast<std::size_t>(same - columns.begin())]),
                    document::in_quotes(written),
                    made.name
                )
            ));
        }
        columns.push_back(std::move(made));
    }
    if (id == id_presence::required &&
        std::ranges::find(columns, attribute_kind::id, &column::kind) == columns.end()) {
        complain_about_no_id(rows, problems);
    }
    if (problems.errors() != before) return nullptr;
    return std::unique_ptr<csv_source>(new csv_source(std::move(rows), std::move(columns), id));
}

std::optional<model::user> csv_source::next(base::diagnostics& problems) {
    while (!faults_.reached()) {
        const auto row = rows_.next(problems);
        if (!row) break;
        auto user = read_user(*row, problems);
        const bool has_id = user && user->attributes.contains("id");
        if (user && (!has_id || seen_.admit(user->id, user->where, "", problems))) return user;
        faults_.count(row->where, problems);
    }
    return std::nullopt;
}

std::optional<model::user> csv_source::read_user(
    const document::csv_row& row, base::diagnostics& problems
) const {
    const auto before = problems.errors();
    model::user made;
    made.where = row.where;
    made.attributes.reserve(columns_.size());
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const auto& [name, kind] = columns_[i];
        const auto& cell = row.cells[i];
        model::value value = boost::json::string(cell);
        if (kind == attribute_kind::id && id_ == id_presence::optional && cell.empty()) continue;
        if (kind == attribute_kind::id) {
            const auto id = parse_id(cell);
            if (!id) {
                problems.add(rows_.problem_in(
                    row,
                    i,
                    "roster.bad-id",
                    fmt::format(
                        "the id of a user is a whole number from 1, {}",
                        cell.empty() ? "and here is none"
                                     : fmt::format("not {}", document::in_quotes(cell))
                    )
                ));
                continue;
            }
            made.id = *id;
            value = id->value();
        } else if (kind == attribute_kind::active) {
            const auto active = parse_active(cell);
            if (!active) {
                problems.add(rows_.problem_in(
                    row,
                    i,
                    "roster.bad-active",
                    fmt::format(
                        "active is true or false, Y or N, 1 or 0, not {}", document::in_quotes(cell)
                    )
                ));
                continue;
            }
            value = *active;
        } else if (kind == attribute_kind::email) {
            made.email = cell;
        }
        made.attributes.emplace(name, std::move(value));
    }
    if (problems.errors() != before) return std::nullopt;
    return made;
}

}  // namespace roster
