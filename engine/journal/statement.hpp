#pragma once

#include "base/result.hpp"

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>

struct sqlite3_stmt;

namespace journal {

// The rows that a query gives, one after the other. Leaving it ends the query, so that no reader is
// left behind that would keep the log from being folded into the database.
class rows {
public:
    explicit rows(sqlite3_stmt* query, bool bound) : query_(query), bound_(bound) {}
    rows(rows&& other) noexcept : query_(other.query_), bound_(other.bound_) {
        other.query_ = nullptr;
    }
    rows& operator=(rows&&) = delete;
    ~rows();

    // Moves to the next row; false = there is none.
    [[nodiscard]] base::result<bool> next();

    // A column of the row at hand, counted from 0.
    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] std::int64_t number(int column) const;
    [[nodiscard]] std::string_view text(int column) const;  // valid until the next row

    [[nodiscard]] std::optional<std::int64_t> number_if_any(int column) const;
    [[nodiscard]] std::optional<std::string> text_if_any(int column) const;

private:
    sqlite3_stmt* query_;
    bool bound_;
};

// A prepared statement, kept and used again: preparing costs more than running. Used by one thread
// at a time.
class statement {
public:
    explicit statement(sqlite3_stmt* prepared) : prepared_(prepared) {}

    // Gives every parameter its value, in order, and runs to the end.
    template <class... Values>
    [[nodiscard]] base::result<void> run(const Values&... values) {
        int position = 0;
        const bool bound = (bind(++position, values, lifetime::this_call) && ...);
        return finish(bound, sizeof...(values));
    }

    // The same for a statement that takes as many rows as these.
    template <class... Values>
    [[nodiscard]] base::result<void> run_rows(std::span<const std::tuple<Values...>> rows) {
        int position = 0;
        const auto bind_row = [&](const Values&... values) {
            return (bind(++position, values, lifetime::this_call) && ...);
        };
        bool bound = true;
        for (const auto& each : rows) bound = bound && std::apply(bind_row, each);
        return finish(bound, rows.size() * sizeof...(Values));
    }

    // The same for a question.
    template <class... Values>
    [[nodiscard]] rows ask(const Values&... values) {
        int position = 0;
        const bool bound = (bind(++position, values, lifetime::unknown) && ...);
        return rows(prepared_.get(), bound);
    }

private:
    // How long a text that is bound stays where it is: SQLite copies it unless it may rely on that.
    enum class lifetime { this_call, unknown };

    struct finalize {
        void operator()(sqlite3_stmt* prepared) const noexcept;
    };

    bool bind_number(int position, std::int64_t value);
    bool bind_null(int position);
    bool bind(int position, std::string_view text, lifetime how_long);
    bool bind(int position, std::integral auto value, lifetime) {
        return bind_number(position, static_cast<std::int64_t>(value));
    }
    template <class Value>
    bool bind(int position, const std::optional<Value>& value, lifetime how_long) {
        return value ? bind(position, *value, how_long) : bind_null(position);
    }
    base::result<void> finish(bool bound, std::size_t values);

    std::unique_ptr<sqlite3_stmt, finalize> prepared_;
};

}  // namespace journal
