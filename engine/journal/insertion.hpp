#pragma once

#include "base/result.hpp"
#include "journal/sheet.hpp"
#include "journal/statement.hpp"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace journal {

// So many rows go into a table with one statement where there are as many: running it costs as much
// as two or three rows.
inline constexpr std::size_t rows_at_once = 16;

struct insertion {
    statement one;
    statement many;  // rows_at_once
};

// Rows on their way into one table. A Row is a tuple, in the order of the statement's parameters.
template <class Row>
class row_group {
public:
    // A text for a row; what it gives stays until the rows are written.
    std::string_view keep(std::string_view text) { return texts_.keep(text); }

    // It is written with the others once they are enough.
    base::result<void> add(const Row& row, insertion& into) {
        rows_.push_back(row);
        if (rows_.size() < rows_at_once) return {};
        auto done = into.many.run_rows(std::span<const Row>(rows_));
        clear();
        return done;
    }

    // Those that were too few.
    base::result<void> write_rest(insertion& into) {
        base::result<void> done;
        for (std::size_t at = 0; done && at < rows_.size(); ++at)
            done = into.one.run_rows(std::span<const Row>(rows_).subspan(at, 1));
        clear();
        return done;
    }

    void clear() {
        rows_.clear();
        texts_.wipe();
    }

private:
    std::vector<Row> rows_;
    sheet texts_;
};

}  // namespace journal
