#pragma once

#include "base/result.hpp"
#include "cli/options.hpp"
#include "cli/workspace.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

// A file that decides what a run does, and what it said.
struct deciding_file {
    std::string what;  // "policy", "roster"
    std::string path;
    std::string sha256;  // "" = it cannot be read
};

enum class purpose_of_run { writes, looks };

// What it takes to ask for a run once more, as the journal keeps it: what was typed and where, and
// what the files said. Nothing of it is secret: flags name files and never hold credentials.
struct invocation_record {
    purpose_of_run purpose = purpose_of_run::writes;
    std::filesystem::path folder;    // where it was typed
    std::vector<std::string> words;  // behind the program's name
    std::string config;
    std::vector<deciding_file> files;
};

std::string to_text(const invocation_record& what);
base::result<invocation_record> read_invocation(std::string_view text);

invocation_record record_of(const options& given, const workspace& files, purpose_of_run purpose);

// What the files say now that they did not say then, a line for each: "policy policies/office.yaml
// has changed (sha256 0f3a..., then 77b1...)".
std::vector<std::string> changes_since(
    const std::vector<deciding_file>& then, const std::vector<deciding_file>& now
);

}  // namespace cli
