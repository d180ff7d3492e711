#pragma once

#include "base/diagnostic.hpp"
#include "model/user.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace roster {

// Users named one by one, by number or by address: `failed.txt` of a report, the members of a
// group.
class people_list {
public:
    // One id or email a line; blank lines and lines that begin with '#' say nothing. Nothing when
    // the file cannot be read, names nobody, or has a line that is neither; said in `problems`.
    static std::optional<people_list> read(
        const std::filesystem::path& file, base::diagnostics& problems
    );

    // False when this is neither an id nor an email.
    bool add(std::string_view name);

    // Which of the names this user bears: at most two, his number and his address.
    [[nodiscard]] std::vector<std::size_t> named(const model::user& who) const;
    [[nodiscard]] bool holds(const model::user& who) const;

    [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }

private:
    std::vector<std::string> names_;
    std::unordered_map<std::int64_t, std::size_t> by_id_;
    std::unordered_map<std::string, std::size_t> by_email_;
};

}  // namespace roster
