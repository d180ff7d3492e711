#pragma once

#include "base/result.hpp"
#include "journal/database.hpp"
#include "journal/insertion.hpp"
#include "journal/record.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace journal {

// Puts records into the database: all of a span or nothing of it. What a span both begins and ends
// costs the rows of its end alone. Used by one thread at a time.
class record_writer {
public:
    explicit record_writer(database into) : into_(std::move(into)) {}

    // `conflict` for what is recorded already, or was never begun.
    base::result<void> write(std::span<const record> all);

private:
    using place = std::size_t;
    static constexpr place nowhere = static_cast<place>(-1);
    struct key {
        std::int64_t run;
        std::uint64_t number;
        bool operator==(const key&) const = default;
    };
    struct hash {
        std::size_t operator()(const key& of) const noexcept {
            return static_cast<std::size_t>(of.number * 31 + static_cast<std::uint64_t>(of.run));
        }
    };
    using places = boost::unordered_flat_map<key, place, hash>;

    using text = std::string_view;
    using number_if_any = std::optional<std::int64_t>;
    using text_if_any = std::optional<std::string_view>;
    using request_row = std::tuple<
        std::int64_t,   // run
        std::uint64_t,  // number
        text,           // credential
        text,           // form
        std::int64_t,   // sent
        number_if_any,  // answered
        number_if_any,  // http_status
        text_if_any,    // fate
        text_if_any,    // code
        text_if_any,    // text
        text>;          // commands
    using job_row = std::tuple<
        std::int64_t,   // run
        std::uint64_t,  // number
        std::int64_t,   // user
        text,           // email
        std::int64_t,   // started
        std::int64_t,   // finished
        text,           // overall
        text_if_any,    // blocked
        text_if_any,    // reason
        text,           // steps
        text>;          // requests

    void pair_up(std::span<const record> all);
    base::result<void> write_all(std::span<const record> all);
    base::result<void> write_one(std::span<const record> all, place at);

    base::result<void> put(const run_names& run, const job_opened& what);
    base::result<void> put(const run_names& run, const request_begun& what);
    base::result<void> put(const run_names& run, const request_settled& what);
    base::result<void> put(const run_names& run, const identity_proven& what);
    // known: whether something of the job may be in the database.
    enum class job_rows { none, perhaps };
    base::result<void> put(
        const run_names& run, const job_closed& what, job_rows known = job_rows::perhaps
    );
    base::result<void> put(const run_names& run, const run_finished& what);
    // A request that was begun in the same span.
    base::result<void> put_whole(
        const run_names& run, const request_begun& begun, const request_settled& settled
    );
    // What is kept of its steps beside the job's row, and the row's text of them.
    base::result<void> put_steps(const job_closed& of);
    base::result<void> put_once(const run_names& run, std::span<const once_mark> marks);
    text text_of(std::span<const sent_command> commands);
    static job_row row_of(const run_names& run, const job_closed& of, text steps, text requests);

    database into_;
    row_group<request_row> new_requests_;
    row_group<job_row> new_jobs_;  // that are closed
    places jobs_;                  // opened in the span at hand
    places requests_;              // begun in it
    std::vector<place> begins_;    // of each record the one that began it, in the same span
    std::vector<char> covered_;    // what its end tells as well
    // Of what is being written.
    std::string text_;
    std::string carriers_;  // the requests that carried a job
    std::vector<std::optional<std::int64_t>> evidence_;
};

}  // namespace journal
