#pragma once

#include "document/csv.hpp"
#include "roster/attribute.hpp"
#include "roster/fault_limit.hpp"
#include "roster/seen_users.hpp"
#include "roster/source.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace roster {

// Users from CSV, row by row. All columns but id and active are text, an empty cell is "".
class csv_source final : public source {
public:
    static std::unique_ptr<csv_source> open(
        const std::filesystem::path& file,
        base::diagnostics& problems,
        id_presence id = id_presence::required
    );
    // Nothing when a column is missing or named twice; said in `problems`.
    static std::unique_ptr<csv_source> open(
        document::csv_reader rows,
        base::diagnostics& problems,
        id_presence id = id_presence::required
    );

    std::optional<model::user> next(base::diagnostics& problems) override;
    [[nodiscard]] outline describe() const override;

private:
    struct column {
        std::string name;  // of the attribute
        attribute_kind kind = attribute_kind::other;
    };

    csv_source(document::csv_reader rows, std::vector<column> columns, id_presence id);
    std::optional<model::user> read_user(const document::csv_row& row, base::diagnostics& problems)
        const;

    document::csv_reader rows_;
    std::vector<column> columns_;
    id_presence id_;
    seen_users seen_;
    fault_limit faults_;
};

}  // namespace roster
