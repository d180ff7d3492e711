#include "journal/sqlite_failure.hpp"

#include "journal/journal_error.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <string>

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
    const auto reason = reason_of(code, sqlite3_system_errno(connection));
    const bool says_more = reason == journal_error::unexpected ||
                           reason == journal_error::io_failed || reason == journal_error::conflict;
    return {reason, says_more ? std::string(sqlite3_errmsg(connection)) : std::string()};
}

base::failure system_failure(int system) {
    return {reason_of_system(system, journal_error::cannot_open), {}};
}

}  // namespace journal
