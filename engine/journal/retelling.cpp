// A run, told once more in the order in which it happened.
#include "journal/journal_error.hpp"
#include "journal/read.hpp"
#include "journal/row_reading.hpp"
#include "journal/run_rows.hpp"
#include "journal/stored_time.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace journal {

namespace {

enum class moment { opened = 0, answered = 1, closed = 2 };

// When something happened, and which row tells of it; what was never answered stands where it was
// sent. An answer goes before the job that it closes in the same millisecond.
constexpr std::string_view moments_of_run =
    "SELECT started AS at, 0 AS what, number FROM job WHERE run = ?1"
    " UNION ALL SELECT coalesce(answered, sent), 1, number FROM request WHERE run = ?1"
    " UNION ALL SELECT finished, 2, number FROM job WHERE run = ?1 AND overall IS NOT NULL"
    " ORDER BY 1, 2, 3";

// In the same order.
constexpr std::string_view commands_of_run =
    "SELECT number, credential, form, sent, answered, http_status, fate, request.code,"
    " request.text, command.value ->> 0, command.value ->> 2, command.value ->> 3,"
    " command.value ->> 4, command.value ->> 5, command.value ->> 6"
    " FROM request CROSS JOIN json_each(request.commands) AS command WHERE run = ?1"
    " ORDER BY coalesce(answered, sent), number, command.key";

constexpr std::string_view job_with_number =
    "SELECT number, user, email, started, finished, overall, blocked, reason FROM job"
    " WHERE run = ? AND number = ?";

base::result<request_row> request_at(const rows& at) {
    request_row made;
    made.number = model::request_number(static_cast<std::uint64_t>(at.number(0)));
    made.credential = model::credential_id(std::string(at.text(1)));
    const bool readable =
        read_name(at.text(2), made.form) && (at.is_null(6) || read_name(at.text(6), made.whole));
    if (!readable) return std::unexpected(damaged());
    made.sent = from_stored_time(at.number(3));
    made.answered = from_stored_time(at.number_if_any(4));
    made.http_status = static_cast<int>(at.number(5));
    made.code = at.text(7);
    made.text = at.text(8);
    return made;
}

base::result<request_row::command> command_at(const rows& at) {
    request_row::command made;
    made.job = model::job_number(static_cast<std::uint64_t>(at.number(9)));
    const bool readable =
        read_name(at.text(10), made.why) && (at.is_null(12) || read_name(at.text(12), made.what));
    if (!readable) return std::unexpected(damaged());
    made.method = at.text(11);
    made.code = at.text(13);
    made.text = at.text(14);
    return made;
}

// The requests of a run one by one, each gathered from the rows of the answer that tell of its
// commands.
class request_cursor {
public:
    explicit request_cursor(rows found) : found_(std::move(found)) {}

    // The next one; `corrupt` where it is another than `number`.
    base::result<request_row> take(std::uint64_t number) {
        if (!begun_)
            if (const auto first = step(); !first) return std::unexpected(first.error());
        if (!there_) return std::unexpected(damaged());
        auto made = request_at(found_);
        if (!made) return made;
        if (made->number.value() != number) return std::unexpected(damaged());
        while (there_ && static_cast<std::uint64_t>(found_.number(0)) == number) {
            auto command = command_at(found_);
            if (!command) return std::unexpected(std::move(command.error()));
            made->commands.push_back(std::move(*command));
            if (const auto next = step(); !next) return std::unexpected(next.error());
        }
        return made;
    }

private:
    base::result<void> step() {
        begun_ = true;
        const auto more = found_.next();
        if (!more) return std::unexpected(more.error());
        there_ = *more;
        return {};
    }

    rows found_;
    bool begun_ = false;
    bool there_ = false;
};

class teller {
public:
    teller(std::int64_t run, statement commands, statement job, step_reader steps)
        : run_(run),
          commands_(std::move(commands)),
          job_(std::move(job)),
          steps_(std::move(steps)),
          requests_(commands_.ask(run)) {}

    base::result<void> tell(moment what, std::uint64_t number, const retelling& to) {
        if (what == moment::answered) {
            const auto request = requests_.take(number);
            if (!request) return std::unexpected(request.error());
            return hand(to.answered, *request);
        }
        const auto job = job_with(number);
        if (!job) return std::unexpected(job.error());
        return hand(what == moment::opened ? to.opened : to.closed, *job);
    }

    // Whether the failure was the hearer's own.
    [[nodiscard]] bool was_refused() const { return refused_; }

private:
    template <class Hearer, class Row>
    base::result<void> hand(const Hearer& to, const Row& what) {
        auto heard = to(what);
        refused_ = !heard;
        return heard;
    }

    base::result<job_row> job_with(std::uint64_t number) {
        auto found = job_.ask(run_, number);
        const auto there = found.next();
        if (!there) return std::unexpected(there.error());
        if (!*there) return std::unexpected(damaged());
        auto job = job_at(found);
        if (!job) return job;
        const auto done = steps_.read_into(*job, run_);
        if (!done) return std::unexpected(done.error());
        return job;
    }

    std::int64_t run_;
    statement commands_;
    statement job_;
    step_reader steps_;
    request_cursor requests_;  // after the statement that it walks along
    bool refused_ = false;
};

base::result<teller> teller_of(database& from, std::int64_t run) {
    auto commands = from.connected.prepare(commands_of_run);
    if (!commands) return std::unexpected(std::move(commands.error()));
    auto job = from.connected.prepare(job_with_number);
    if (!job) return std::unexpected(std::move(job.error()));
    auto steps = step_reader::prepare(from);
    if (!steps) return std::unexpected(std::move(steps.error()));
    return base::result<teller>(
        std::in_place, run, std::move(*commands), std::move(*job), std::move(*steps)
    );
}

}  // namespace

base::result<void> reader::retell(const model::run_id& run, const retelling& to) const {
    const auto failed = [&](const base::failure& why) {
        return std::unexpected(why.within(fmt::format("reading run {} in the journal", run.value()))
        );
    };
    const auto number = number_of_run(*database_, run);
    if (!number) return failed(number.error());
    auto told_by = teller_of(*database_, *number);
    if (!told_by) return failed(told_by.error());
    auto moments = database_->connected.prepare(moments_of_run);
    if (!moments) return failed(moments.error());
    const auto done = for_rows(moments->ask(*number), [&](const rows& at) {
        return told_by->tell(
            static_cast<moment>(at.number(1)), static_cast<std::uint64_t>(at.number(2)), to
        );
    });
    if (done || told_by->was_refused()) return done;
    return failed(done.error());
}

}  // namespace journal
