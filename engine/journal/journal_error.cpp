#include "journal/journal_error.hpp"

#include <string>
#include <string_view>

namespace journal {

namespace {

std::string_view words_for(journal_error what) {
    switch (what) {
        case journal_error::cannot_open:
            return "cannot be opened (does its directory exist?)";
        case journal_error::no_shared_memory:
            return "a journal cannot be kept on this file system (a network share?); use a local "
                   "disk";
        case journal_error::read_only:
            return "may not be written (check the permissions of the file and of its directory)";
        case journal_error::not_a_journal:
            return "this file is not a journal of muster";
        case journal_error::newer_schema:
            return "the journal was made by a newer version of muster; use that one";
        case journal_error::corrupt:
            return "the journal is damaged; move it away, or put a backup in its place";
        case journal_error::busy:
            return "another process kept the journal locked for too long; try again when it has "
                   "let go";
        case journal_error::full:
            return "no space left for the journal; make room on its disk";
        case journal_error::io_failed:
            return "the disk failed to read or write";
        case journal_error::conflict:
            return "the journal says otherwise: recorded already, or never begun";
        case journal_error::no_locks:
            return "this file system has no locks (a network share?), so nothing would keep two "
                   "runs "
                   "apart; use a local disk";
        case journal_error::no_such_run:
            return "the journal knows no such run";
        case journal_error::unexpected:
            return "SQLite refused";
    }
    return "unknown error of the journal";
}

class category final : public std::error_category {
public:
    [[nodiscard]] const char* name() const noexcept override { return "muster.journal"; }
    [[nodiscard]] std::string message(int value) const override {
        return std::string(words_for(static_cast<journal_error>(value)));
    }
};

}  // namespace

const std::error_category& journal_category() noexcept {
    static const category only;
    return only;
}

std::error_code make_error_code(journal_error what) noexcept {
    return {static_cast<int>(what), journal_category()};
}

}  // namespace journal
