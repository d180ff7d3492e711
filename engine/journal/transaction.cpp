#include "journal/transaction.hpp"

#include <utility>

namespace journal {

base::result<brackets> brackets::prepare(connection& database) {
    auto begin = database.prepare("BEGIN IMMEDIATE");
    if (!begin) return std::unexpected(std::move(begin.error()));
    auto commit = database.prepare("COMMIT");
    if (!commit) return std::unexpected(std::move(commit.error()));
    auto rollback = database.prepare("ROLLBACK");
    if (!rollback) return std::unexpected(std::move(rollback.error()));
    return brackets{std::move(*begin), std::move(*commit), std::move(*rollback)};
}

}  // namespace journal
