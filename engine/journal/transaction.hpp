#pragma once

#include "base/result.hpp"
#include "journal/connection.hpp"
#include "journal/statement.hpp"

namespace journal {

// The statements around a change, prepared once.
struct brackets {
    statement begin;
    statement commit;
    statement rollback;

    static base::result<brackets> prepare(connection& database);
};

// All of `work` or nothing of it. `work` gives a base::result<void>; a failure of it, or of the
// commit, leaves the database as it was.
// The right to write is taken at the beginning: a transaction that reads first and asks for it
// later is refused at once when another process writes, instead of waiting for it.
template <class Work>
base::result<void> transact(connection& database, brackets& around, Work&& work) {
    auto done = around.begin.run();
    if (!done) return done;
    done = work();
    if (done) done = around.commit.run();
    // Some failures end the transaction by themselves; a second attempt to end it would fail. That
    // of the rollback itself says nothing new.
    if (!done && database.in_transaction()) {
        [[maybe_unused]] const auto undone = around.rollback.run();
    }
    return done;
}

}  // namespace journal
