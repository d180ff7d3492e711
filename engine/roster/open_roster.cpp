#include "roster/open_roster.hpp"

#include "document/file_text.hpp"
#include "roster/csv_source.hpp"
#include "roster/directory_source.hpp"
#include "roster/document_source.hpp"
#include "roster/equipped_source.hpp"
#include "roster/membership.hpp"

#include <string>
#include <utility>

namespace roster {
namespace {

std::unique_ptr<source> open_file(
    const std::filesystem::path& file,
    group_book& groups,
    id_presence id,
    base::diagnostics& problems
) {
    const auto extension = folded(file.extension().string());
    if (extension == ".csv" || extension == ".tsv") return csv_source::open(file, problems, id);
    if (extension == ".yaml" || extension == ".yml" || extension == ".json") {
        return document_source::open(file, problems, &groups, id);
    }
    auto what = document::file_problem(
        file, "roster.unknown-format", "what kind of roster this is cannot be told from its name"
    );
    what.hint = "a roster's file ends with .csv, .tsv, .yaml, .yml or .json";
    problems.add(what);
    return nullptr;
}

}  // namespace

std::unique_ptr<source> open_roster(const roster_files& what, base::diagnostics& problems) {
    const auto before = problems.errors();
    group_book groups;
    std::unique_ptr<source> first;
    std::vector<std::unique_ptr<source>> others;
    if (!what.directory.empty()) first = directory_source::open(what.directory, problems);
    for (const auto& file : what.files) {
        const bool is_first = what.directory.empty() && &file == &what.files.front();
        const auto id =
            is_first || what.key == join_key::id ? id_presence::required : id_presence::optional;
        auto opened = open_file(file, groups, id, problems);
        if (opened && !what.columns.empty())
            opened = std::make_unique<typed_source>(std::move(opened), what.columns);
        if (is_first)
            first = std::move(opened);
        else if (opened)
            others.push_back(std::move(opened));
    }
    if (!first || problems.errors() != before) return nullptr;
    if (!others.empty()) {
        first = joined_source::open(std::move(first), std::move(others), what.key, problems);
        if (!first) return nullptr;
    }
    refuse_unknown_columns(what.columns, first->describe(), problems);
    if (problems.errors() != before) return nullptr;
    return equipped_source::open(std::move(first), std::move(groups), problems);
}

std::unique_ptr<source> open_roster(
    const std::filesystem::path& file, base::diagnostics& problems
) {
    return open_roster(roster_files{{file}}, problems);
}

}  // namespace roster
