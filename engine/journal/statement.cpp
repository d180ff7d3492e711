#include "journal/statement.hpp"

#include "journal/sqlite_failure.hpp"

#include <boost/assert.hpp>
#include <sqlite3.h>

namespace journal {

namespace {

base::failure failure_of(sqlite3_stmt* prepared) {
    return sqlite_failure(sqlite3_db_handle(prepared));
}

}  // namespace

rows::~rows() {
    if (query_ != nullptr) sqlite3_reset(query_);
}

base::result<bool> rows::next() {
    if (!bound_) return std::unexpected(failure_of(query_));
    switch (sqlite3_step(query_)) {
        case SQLITE_ROW:
            return true;
        case SQLITE_DONE:
            return false;
        default:
            return std::unexpected(failure_of(query_));
    }
}

bool rows::is_null(int column) const {
    return sqlite3_column_type(query_, column) == SQLITE_NULL;
}

std::int64_t rows::number(int column) const {
    return sqlite3_column_int64(query_, column);
}

// The text before its length: asking for the length first could still convert the value.
std::string_view rows::text(int column) const {
    const auto* bytes = sqlite3_column_text(query_, column);
    if (bytes == nullptr) return {};
    const auto length = static_cast<std::size_t>(sqlite3_column_bytes(query_, column));
    return {reinterpret_cast<const char*>(bytes), length};
}

std::optional<std::int64_t> rows::number_if_any(int column) const {
    if (is_null(column)) return std::nullopt;
    return number(column);
}

std::optional<std::string> rows::text_if_any(int column) const {
    if (is_null(column)) return std::nullopt;
    return std::string(text(column));
}

void statement::finalize::operator()(sqlite3_stmt* prepared) const noexcept {
    sqlite3_finalize(prepared);
}

bool statement::bind_number(int position, std::int64_t value) {
    return sqlite3_bind_int64(prepared_.get(), position, value) == SQLITE_OK;
}

bool statement::bind_null(int position) {
    return sqlite3_bind_null(prepared_.get(), position) == SQLITE_OK;
}

// An empty view may have no address at all, and SQLite takes that for NULL.
bool statement::bind(int position, std::string_view text, lifetime how_long) {
    const char* bytes = text.empty() ? "" : text.data();
    const auto keep = how_long == lifetime::this_call ? SQLITE_STATIC : SQLITE_TRANSIENT;
    return sqlite3_bind_text64(prepared_.get(), position, bytes, text.size(), keep, SQLITE_UTF8) ==
           SQLITE_OK;
}

base::result<void> statement::finish(bool bound, [[maybe_unused]] std::size_t values) {
    auto* const prepared = prepared_.get();
    BOOST_ASSERT(static_cast<int>(values) == sqlite3_bind_parameter_count(prepared));
    base::result<void> done;
    if (!bound || sqlite3_step(prepared) != SQLITE_DONE) {
        done = std::unexpected(failure_of(prepared));
    }
    sqlite3_reset(prepared);
    return done;
}

}  // namespace journal
