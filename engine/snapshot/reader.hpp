#pragma once

#include "base/diagnostic.hpp"
#include "base/source_pos.hpp"
#include "snapshot/entry.hpp"
#include "snapshot/packed_file.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>

namespace snapshot {

// Reads a snapshot, user by user in the order of their ids.
class reader {
public:
    // Reads it through once. One that is cut short, damaged, edited by hand or of a newer format is
    // a problem that says which; then nothing is given.
    static std::optional<reader> open(
        const std::filesystem::path& file, base::diagnostics& problems
    );

    [[nodiscard]] const head& about() const noexcept { return head_; }

    // Nothing at the end, or when the file changed since it was opened (a problem).
    std::optional<entry> next(base::diagnostics& problems);

private:
    reader(head about, packed_lines lines, base::source_pos where)
        : head_(std::move(about)), lines_(std::move(lines)), where_(std::move(where)) {}

    head head_;
    packed_lines lines_;
    base::source_pos where_;
    std::uint64_t left_ = 0;
    std::int64_t last_ = 0;  // the id of the last user
};

// Whether the file begins like a snapshot, whole or not.
bool looks_like_one(const std::filesystem::path& file);

}  // namespace snapshot
