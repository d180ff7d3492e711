#pragma once

#include "base/result.hpp"
#include "journal/connection.hpp"
#include "journal/insertion.hpp"
#include "journal/statement.hpp"
#include "journal/transaction.hpp"
#include "journal/writing.hpp"

#include <filesystem>
#include <optional>

namespace journal {

// The statements of the hot path and of the look-ups beside it.
struct statements {
    statement insert_run;
    statement insert_job;
    insertion insert_request;
    statement settle_request;
    statement prove_identity;
    statement withdraw_identity;
    statement close_job;
    insertion insert_closed_job;  // the same for a job of which nothing is there yet
    statement finish_run;
    statement insert_evidence;
    statement expect_once;
    statement done_once;
    statement forget_once;
    statement find_identity;
    statement find_once;

    static base::result<statements> prepare(connection& with);
};

// An open journal: what a store, the runs that are being written and the readers share. Used by one
// thread at a time.
class database {
public:
    // Opens or makes the file and brings it to this version's schema. `how` says whether a commit
    // is to outlive a power cut.
    static base::result<database> open(const std::filesystem::path& file, writing how);

    template <class Work>
    base::result<void> transact(Work&& work) {
        return journal::transact(connected, around, std::forward<Work>(work));
    }

    connection connected;  // first: the statements go before it
    brackets around;
    statements kept;
};

}  // namespace journal
