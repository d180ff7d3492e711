#include "roster/open_roster.hpp"

#include "document/file_text.hpp"
#include "roster/csv_source.hpp"
#include "roster/document_source.hpp"

#include <algorithm>
#include <string>

namespace roster {

std::unique_ptr<source> open_roster(
    const std::filesystem::path& file, base::diagnostics& problems
) {
    auto extension = file.extension().string();
    std::ranges::transform(extension, extension.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (extension == ".csv" || extension == ".tsv") return csv_source::open(file, problems);
    if (extension == ".yaml" || extension == ".yml" || extension == ".json") {
        return document_source::open(file, problems);
    }
    auto what = document::file_problem(
        file, "roster.unknown-format", "what kind of roster this is cannot be told from its name"
    );
    what.hint = "a roster's file ends with .csv, .tsv, .yaml, .yml or .json";
    problems.add(what);
    return nullptr;
}

}  // namespace roster
