#include "cli/config/find_config.hpp"

#include "cli/config/as_typed.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace cli {
namespace {

namespace fs = std::filesystem;

bool is_there(const fs::path& file) {
    std::error_code ignored;
    return fs::exists(file, ignored);
}

std::unexpected<base::diagnostic> refuse(std::string message, std::string hint) {
    base::diagnostic made;
    made.code = "config.not-found";
    made.message = std::move(message);
    made.hint = std::move(hint);
    return std::unexpected(std::move(made));
}

// What was named has to be there.
std::expected<fs::path, base::diagnostic> named(const fs::path& file, const std::string& by) {
    if (is_there(file)) return file;
    return refuse(
        fmt::format("there is no configuration {}, which {} names", as_typed(file.string()), by),
        "correct the name, or leave it out to have the configuration looked for"
    );
}

// `folder` and its parents up to the root of the repository they are in; `folder` alone outside
// one.
std::vector<fs::path> folders_from(const fs::path& folder) {
    std::vector<fs::path> folders;
    for (auto each = folder;; each = each.parent_path()) {
        folders.push_back(each);
        if (is_there(each / ".git")) return folders;
        if (!each.has_relative_path()) break;
    }
    return {folder};
}

fs::path of_user(const environment& variables) {
    const auto configured = variables("XDG_CONFIG_HOME");
    if (configured && !configured->empty()) return fs::path(*configured) / "muster" / "config.yaml";
    const auto home = variables("HOME");
    if (home && !home->empty()) return fs::path(*home) / ".config" / "muster" / "config.yaml";
    return {};
}

}  // namespace

std::expected<fs::path, base::diagnostic> find_config(
    const fs::path& asked,
    const environment& variables,
    const fs::path& current,
    const fs::path& of_machine
) {
    if (!asked.empty()) return named(asked, "--config");
    const auto variable = variables("MUSTER_CONFIG");
    if (variable && !variable->empty()) return named(*variable, "$MUSTER_CONFIG");
    std::vector<fs::path> candidates;
    for (const auto& folder : folders_from(current)) candidates.push_back(folder / "muster.yaml");
    if (auto file = of_user(variables); !file.empty()) candidates.push_back(std::move(file));
    candidates.push_back(of_machine);
    std::vector<std::string> looked;
    for (const auto& file : candidates) {
        if (is_there(file)) return file;
        looked.push_back(file.string());
    }
    return refuse(
        fmt::format("there is no configuration; looked for {}", fmt::join(looked, ", ")),
        "write a muster.yaml here, or name one with --config"
    );
}

}  // namespace cli
