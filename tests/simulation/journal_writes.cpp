#include "simulation/journal_writes.hpp"

#include <boost/assert.hpp>
#include <sqlite3.h>

#include <utility>

namespace simulation {

namespace {

journal_writes* at_present = nullptr;

// What SQLite asks before it makes a commit; anything but 0 makes a rollback of it.
int before_commit(void*) {
    return at_present == nullptr || at_present->admit() ? 0 : 1;
}

int on_open(sqlite3* opened, char**, const struct sqlite3_api_routines*) {
    sqlite3_commit_hook(opened, before_commit, nullptr);
    return SQLITE_OK;
}

// SQLite keeps the type of what it calls to itself.
void (*entry())() {
    return reinterpret_cast<void (*)()>(on_open);
}

}  // namespace

journal_writes::journal_writes(std::optional<last_write> last, std::function<void()> on_end)
    : last_(last), on_end_(std::move(on_end)) {
    BOOST_ASSERT(at_present == nullptr);
    at_present = this;
    sqlite3_auto_extension(entry());
}

journal_writes::~journal_writes() {
    sqlite3_cancel_auto_extension(entry());
    at_present = nullptr;
}

// Nothing lies between the question and the commit, so "right after" begins here.
bool journal_writes::admit() {
    if (over_) return false;
    ++count_;
    if (!last_ || count_ != last_->number) return true;
    over_ = true;
    if (on_end_) on_end_();
    return last_->when == moment::after;
}

}  // namespace simulation
