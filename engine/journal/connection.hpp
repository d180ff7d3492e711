#pragma once

#include "base/result.hpp"
#include "journal/statement.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

struct sqlite3;

namespace journal {

// One connection to a database file: SQLite's, with its failures as results. Used by one thread at
// a time.
class connection {
public:
    // Opens a file that is there for reading and writing; an empty one is an empty database.
    // Nothing of it is read yet: a file of another kind shows itself at the first statement.
    static base::result<connection> open(const std::filesystem::path& file);

    // Statements without parameters, whose rows do not matter.
    [[nodiscard]] base::result<void> execute(const char* statements);

    [[nodiscard]] base::result<statement> prepare(std::string_view text);

    // The one number that a statement gives; 0 when it gives none.
    [[nodiscard]] base::result<std::int64_t> number(std::string_view text);

    // Rows that the last statement inserted, updated or deleted.
    [[nodiscard]] std::int64_t changed() const;

    // The key of the row that was inserted last.
    [[nodiscard]] std::int64_t inserted() const;

    // Whether a transaction is open; some failures (a full disk) end it by themselves.
    [[nodiscard]] bool in_transaction() const;

private:
    struct close {
        void operator()(sqlite3* handle) const noexcept;
    };
    explicit connection(sqlite3* handle) : handle_(handle) {}

    std::unique_ptr<sqlite3, close> handle_;
};

}  // namespace journal
