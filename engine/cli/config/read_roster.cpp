#include "cli/config/read_roster.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cli {
namespace {

using document::mapping_reader;
using document::node_kind;
using document::presence;

constexpr std::string_view example = "as in: roster: [people.csv, groups.yaml]";

// The files under `key`: one, or a list of them.
std::vector<std::filesystem::path> read_files(
    mapping_reader& from, std::string_view key, presence needed, const std::filesystem::path& folder
) {
    std::vector<std::filesystem::path> made;
    const auto* found = from.value(key, needed);
    if (found == nullptr) return made;
    std::vector<std::string> names;
    if (found->kind == node_kind::sequence) {
        if (auto listed = from.texts(key, needed)) names = std::move(*listed);
        if (found->items.empty())
            from.refuse(key, "path", "at least one file was expected", std::string(example));
    } else if (auto one = from.text(key, needed)) {
        names.push_back(std::move(*one));
    }
    for (const auto& each : names) {
        if (each.empty())
            from.refuse(key, "path", "a path was expected, not an empty text");
        else
            made.push_back((folder / each).lexically_normal());
    }
    return made;
}

}  // namespace

roster::roster_files read_roster(mapping_reader& root, const std::filesystem::path& folder) {
    roster::roster_files made;
    const auto* found = root.value("roster", presence::optional);
    if (found == nullptr) return made;
    if (found->kind != node_kind::mapping) {
        made.files = read_files(root, "roster", presence::optional, folder);
        return made;
    }
    auto from = root.mapping("roster", presence::optional);
    made.files = read_files(*from, "files", presence::required, folder);
    if (const auto key = from->text("key", presence::optional)) {
        if (*key == "email")
            made.key = roster::join_key::email;
        else if (*key != "id")
            from->refuse("key", "key", "rosters are joined by id or by email");
    }
    from->finish();
    return made;
}

}  // namespace cli
