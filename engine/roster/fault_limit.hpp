#pragma once

#include "base/diagnostic.hpp"

#include <cstddef>

namespace roster {

// Counts the entries that could not be used. A file with very many of them is of another kind than
// its reader thinks; telling all would help nobody and could take hours.
class fault_limit {
public:
    // One more, at `where`. The last one that is told says that the rest is not read.
    void count(const base::source_pos& where, base::diagnostics& problems);

    [[nodiscard]] bool reached() const noexcept { return faults_ >= most; }

    static constexpr std::size_t most = 100;

private:
    std::size_t faults_ = 0;
};

}  // namespace roster
