#include "journal/connection.hpp"

#include "journal/journal_error.hpp"
#include "journal/sqlite_failure.hpp"

#include <sqlite3.h>

#include <utility>

namespace journal {

namespace {

constexpr int patience_ms = 5000;  // with another process that is writing

}  // namespace

void connection::close::operator()(sqlite3* handle) const noexcept {
    sqlite3_close_v2(handle);
}

base::result<connection> connection::open(const std::filesystem::path& file) {
    sqlite3* handle = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
    connection opened(handle);
    if (handle == nullptr) return std::unexpected(base::failure{journal_error::unexpected, {}});
    if (code != SQLITE_OK) return std::unexpected(sqlite_failure(handle));
    // Where it may not write, SQLite quietly opens for reading.
    if (sqlite3_db_readonly(handle, "main") == 1) {
        return std::unexpected(base::failure{journal_error::read_only, {}});
    }
    sqlite3_busy_timeout(handle, patience_ms);
    return opened;
}

base::result<void> connection::execute(const char* statements) {
    if (sqlite3_exec(handle_.get(), statements, nullptr, nullptr, nullptr) != SQLITE_OK) {
        return std::unexpected(sqlite_failure(handle_.get()));
    }
    return {};
}

base::result<statement> connection::prepare(std::string_view text) {
    sqlite3_stmt* prepared = nullptr;
    const int code = sqlite3_prepare_v3(
        handle_.get(),
        text.data(),
        static_cast<int>(text.size()),
        SQLITE_PREPARE_PERSISTENT,
        &prepared,
        nullptr
    );
    if (code != SQLITE_OK) return std::unexpected(sqlite_failure(handle_.get()));
    return statement(prepared);
}

base::result<std::int64_t> connection::number(std::string_view text) {
    auto question = prepare(text);
    if (!question) return std::unexpected(std::move(question.error()));
    auto answer = question->ask();
    const auto found = answer.next();
    if (!found) return std::unexpected(found.error());
    return *found ? answer.number(0) : 0;
}

std::int64_t connection::changed() const {
    return sqlite3_changes64(handle_.get());
}

std::int64_t connection::inserted() const {
    return sqlite3_last_insert_rowid(handle_.get());
}

bool connection::in_transaction() const {
    return sqlite3_get_autocommit(handle_.get()) == 0;
}

}  // namespace journal
