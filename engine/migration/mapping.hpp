#pragma once

#include "base/diagnostic.hpp"
#include "base/source_pos.hpp"
#include "migration/person.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace migration {

// Does not move.
struct stays {};
// Who somebody is on the other portal: by his number, or by his address (in small letters).
using destination = std::variant<stays, model::user_id, std::string>;

// One entry of `users`.
struct user_rule {
    destination to;
    base::source_pos where;
    std::string path;
};

// What a person says of how things are called on the other portal, where that cannot be told from
// addresses and names (mapping.yaml).
class mapping {
public:
    mapping() = default;

    // Everything that is wrong goes to `problems`; then nothing is given.
    static std::optional<mapping> read(
        const std::filesystem::path& file, base::diagnostics& problems
    );
    static std::optional<mapping> read_text(
        std::string_view text, std::string_view file, base::diagnostics& problems
    );

    // What is said of a user, by his number or by his address; nullptr: nothing. Two entries that
    // are both about him are a problem.
    const user_rule* rule_of(const person& who, base::diagnostics& problems);
    // Warns of entries that nobody was asked for with.
    void warn_of_idle(base::diagnostics& problems) const;

    // The name that a calendar gets; its own, where nothing is said of it.
    [[nodiscard]] std::string calendar(const std::string& name) const;
    // The other portal's number for a calendar that is nobody's own, and for a group.
    [[nodiscard]] std::optional<std::int64_t> section(std::int64_t id) const;
    [[nodiscard]] std::optional<std::int64_t> group(std::int64_t id) const;

private:
    friend class mapping_file;
    struct rule {
        user_rule what;
        bool used = false;
    };
    std::map<std::string, rule, std::less<>> users_;  // by number or address, in small letters
    std::map<std::string, std::string, std::less<>> calendars_;
    std::map<std::int64_t, std::int64_t> sections_;
    std::map<std::int64_t, std::int64_t> groups_;
};

}  // namespace migration
