#pragma once

#include "base/source_pos.hpp"
#include "roster/fault_limit.hpp"
#include "roster/source.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace roster {

// What a column holds besides text. An empty cell is null, and of a list the empty one.
// list: the items between semicolons, without blanks around them.
enum class column_type { text, integer, number, boolean, list };

struct typed_column {
    std::string name;  // of the attribute
    column_type type = column_type::text;
    base::source_pos where;  // where that was asked for
};

// Users whose attributes have the types that were asked for, because every cell of a CSV file is
// text. A value that is none of its type is a problem with the user's place and the column's name.
class typed_source final : public source {
public:
    typed_source(std::unique_ptr<source> from, std::vector<typed_column> columns)
        : from_(std::move(from)), columns_(std::move(columns)) {}

    std::optional<model::user> next(base::diagnostics& problems) override;
    [[nodiscard]] outline describe() const override { return from_->describe(); }

private:
    bool convert(model::user& who, base::diagnostics& problems) const;

    std::unique_ptr<source> from_;
    std::vector<typed_column> columns_;
    fault_limit faults_;
};

// Tells of columns that nobody has; `known` is what is there.
void refuse_unknown_columns(
    const std::vector<typed_column>& asked, const outline& known, base::diagnostics& problems
);

}  // namespace roster
