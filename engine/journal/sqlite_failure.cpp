#include "journal/sqlite_failure.hpp"

#include "journal/journal_error.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <string>
#include <string_view>

namespace journal {

namespace {

// What the operating system said when SQLite only says "cannot open" or "cannot read or write".
journal_error reason_of_system(int system, journal_error otherwise) {
    switch (system) {
        case EACCES:
        case EPERM:
        case EROFS:
            return journal_error::read_only;
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
            return journal_error::full;
        default:
            return otherwise;
    }
}

// What the operating system said last about the database, or about its log. SQLite keeps it by
// file; `errno`, which it asks for, may have come to speak of something else by then.
bool is_disk_full(sqlite3* connection) {
    sqlite3_file* log = nullptr;
    int of_database = 0;
    int of_log = 0;
    sqlite3_file_control(connection, "main", SQLITE_FCNTL_LAST_ERRNO, &of_database);
    sqlite3_file_control(connection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    if (log != nullptr && log->pMethods != nullptr)
        log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &of_log);
    const auto says_so = [](int system) {
        return reason_of_system(system, journal_error::io_failed) == journal_error::full;
    };
    return says_so(of_database) || says_so(of_log);
}

// The commands of a request are JSON that nobody but us has written.
bool is_of_our_json(sqlite3* connection) {
    return std::string_view(sqlite3_errmsg(connection)) == "malformed JSON";
}

// A write that a quota or a limit refused is told as a failure of the disk.
bool is_of_writing(int code) {
    return code == SQLITE_IOERR_WRITE || code == SQLITE_IOERR_TRUNCATE ||
           code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_SHMSIZE;
}

journal_error reason_of(int code, int system) {
    switch (code & 0xFF) {
        case SQLITE_CANTOPEN:
            return reason_of_system(system, journal_error::cannot_open);
        case SQLITE_IOERR:
            return reason_of_system(system, journal_error::io_failed);
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return journal_error::read_only;
        case SQLITE_NOTADB:
            return journal_error::not_a_journal;
        case SQLITE_CORRUPT:
            return journal_error::corrupt;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return journal_error::busy;
        case SQLITE_FULL:
            return journal_error::full;
        case SQLITE_CONSTRAINT:
            return journal_error::conflict;
        default:
            return journal_error::unexpected;
    }
}

}  // namespace

base::failure sqlite_failure(sqlite3* connection) {
    const int code = sqlite3_extended_errcode(connection);
    auto reason = reason_of(code, sqlite3_system_errno(connection));
    if (reason == journal_error::io_failed && is_of_writing(code) && is_disk_full(connection))
        reason = journal_error::full;
    if (reason == journal_error::unexpected && is_of_our_json(connection))
        reason = journal_error::corrupt;
    const bool says_more = reason == journal_error::unexpected ||
                           reason == journal_error::io_failed || reason == journal_error::conflict;
    return {reason, says_more ? std::string(sqlite3_errmsg(connection)) : std::string()};
}

base::failure system_failure(int system) {
    return {reason_of_system(system, journal_error::cannot_open), {}};
}

}  // namespace journal
