#pragma once

#include <system_error>

namespace journal {

// Why the journal could not do what was asked of it.
enum class journal_error {
    cannot_open = 1,   // the file is missing and cannot be made, or cannot be opened
    no_shared_memory,  // a file system without the memory that the write-ahead log needs
    read_only,         // the file, its directory or its file system may not be written
    not_a_journal,     // some other file: no database at all, or another program's
    newer_schema,      // made by a newer muster than this one
    corrupt,           // damaged: what is stored cannot be read
    busy,              // another process held it for longer than the time of waiting
    full,              // no space left on the disk, or a quota is used up
    io_failed,         // the disk failed
    conflict,          // recorded already, or never begun: this run, job or request
    no_locks,          // a file system that keeps no two processes apart
    no_such_run,       // a run that the journal does not know
    unexpected,        // a limit of SQLite's, or a bug
};

const std::error_category& journal_category() noexcept;

std::error_code make_error_code(journal_error what) noexcept;

}  // namespace journal

template <>
struct std::is_error_code_enum<journal::journal_error> : std::true_type {};
