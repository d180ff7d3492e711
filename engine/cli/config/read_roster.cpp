#include "cli/config/read_roster.hpp"

#include "cli/config/read_directory.hpp"
#include "roster/attribute.hpp"

#include <array>
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

constexpr std::array column_types{
    document::word{"text", roster::column_type::text},
    document::word{"integer", roster::column_type::integer},
    document::word{"number", roster::column_type::number},
    document::word{"boolean", roster::column_type::boolean},
    document::word{"list", roster::column_type::list},
};

std::vector<roster::typed_column> read_columns(mapping_reader& roster) {
    std::vector<roster::typed_column> made;
    const auto* found = roster.mapping_node("columns", presence::optional);
    if (found == nullptr) return made;
    auto from = *roster.mapping("columns", presence::optional);
    for (const auto& [key, value] : found->entries) {
        const auto type = from.choice(key.text, column_types, presence::required);
        if (roster::kind_of(key.text) != roster::attribute_kind::other)
            from.refuse(key.text, "column", "this column has its type already");
        else if (type)
            made.push_back({key.text, *type, value.where});
    }
    return made;
}

}  // namespace

void read_roster(
    roster::roster_files& into,
    std::optional<directory_config>& directory,
    mapping_reader& root,
    const std::filesystem::path& folder,
    base::diagnostics& problems
) {
    auto& made = into;
    const auto* found = root.value("roster", presence::optional);
    if (found == nullptr) return;
    if (found->kind != node_kind::mapping) {
        made.files = read_files(root, "roster", presence::optional, folder);
        return;
    }
    auto from = *root.mapping("roster", presence::optional);
    const auto files = from.has("directory") ? presence::optional : presence::required;
    made.files = read_files(from, "files", files, folder);
    directory = read_directory(from, problems);
    if (const auto key = from.text("key", presence::optional)) {
        if (*key == "email")
            made.key = roster::join_key::email;
        else if (*key != "id")
            from.refuse("key", "key", "rosters are joined by id or by email");
    }
    made.columns = read_columns(from);
    from.finish();
}

}  // namespace cli
