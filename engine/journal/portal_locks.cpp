#include "journal/portal_locks.hpp"

#include "journal/connection.hpp"
#include "journal/journal_error.hpp"
#include "journal/occupancy.hpp"
#include "journal/schema.hpp"
#include "journal/statement.hpp"
#include "journal/stored_time.hpp"
#include "journal/transaction.hpp"

#include <fmt/format.h>

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace journal {

namespace {

constexpr std::string_view make_row = "INSERT OR IGNORE INTO portal_lock (portal) VALUES (?)";

constexpr std::string_view find_row =
    "SELECT number, run, command, host, machine, boot, pid, user, since, beat FROM portal_lock"
    " WHERE portal = ?";

constexpr std::string_view write_row =
    "UPDATE portal_lock SET run = ?, command = ?, host = ?, machine = ?, boot = ?, pid = ?,"
    " user = ?, since = ?, beat = ? WHERE number = ?";

constexpr std::string_view beat_row =
    "UPDATE portal_lock SET beat = ? WHERE number = ? AND run = ?";

constexpr std::string_view clear_row =
    "UPDATE portal_lock SET run = NULL WHERE number = ? AND run = ?";

std::optional<lock_holder> holder_at(const rows& at) {
    if (at.is_null(1)) return std::nullopt;
    lock_holder who;
    who.run = model::run_id(std::string(at.text(1)));
    who.command = at.text(2);
    who.where = {std::string(at.text(3)), std::string(at.text(4)), std::string(at.text(5))};
    who.pid = at.number(6);
    who.user = at.text(7);
    who.since = from_stored_time(at.number(8));
    who.beat = from_stored_time(at.number(9));
    return who;
}

// Prepared once: each of many portals needs most of them.
struct questions {
    static base::result<questions> prepare(connection& with) {
        questions made;
        const std::array<std::pair<std::optional<statement>*, std::string_view>, 5> all{
            {{&made.make, make_row},
             {&made.find, find_row},
             {&made.write, write_row},
             {&made.beat, beat_row},
             {&made.clear, clear_row}}
        };
        for (const auto& [to, text] : all) {
            auto prepared = with.prepare(text);
            if (!prepared) return std::unexpected(std::move(prepared.error()));
            *to = std::move(*prepared);
        }
        return made;
    }

    std::optional<statement> make, find, write, beat, clear;
};

// Nothing that has to outlive a power cut: after one, nobody holds anything.
constexpr const char* settings = "PRAGMA synchronous = NORMAL";

}  // namespace

struct portal_locks::state {
    struct row {
        std::int64_t number = 0;
        std::optional<lock_holder> who;
    };

    connection database;  // first: the statements go before it
    brackets around;
    questions kept;
    std::shared_ptr<occupancy> seats;
    std::filesystem::path file;
    struct had {
        std::int64_t number = 0;
        std::string run;
    };
    std::map<std::string, had, std::less<>> held = {};
    base::wall_time said = {};  // the last beat

    base::result<std::optional<row>> find(std::string_view portal);
    base::result<row> find_or_make(std::string_view portal);
    base::result<std::optional<lock_holder>> enter(
        std::string_view portal, std::int64_t number, const lock_holder& who
    );
    base::result<void> write(std::int64_t number, const lock_holder& who);
    base::result<void> beat_all(base::wall_time now);
    base::result<bool> beat(const had& which, base::wall_time now);
    base::result<void> clear(const had& which);
};

base::result<std::optional<portal_locks::state::row>> portal_locks::state::find(
    std::string_view portal
) {
    auto found = kept.find->ask(portal);
    const auto there = found.next();
    if (!there) return std::unexpected(there.error());
    if (!*there) return std::nullopt;
    return row{found.number(0), holder_at(found)};
}

base::result<portal_locks::state::row> portal_locks::state::find_or_make(std::string_view portal) {
    auto found = find(portal);
    if (!found) return std::unexpected(std::move(found.error()));
    if (*found) return std::move(**found);
    const auto made = transact(database, around, [&] { return kept.make->run(portal); });
    if (!made) return std::unexpected(made.error());
    found = find(portal);
    if (!found) return std::unexpected(std::move(found.error()));
    if (!*found) return std::unexpected(base::failure{journal_error::corrupt, {}});
    return std::move(**found);
}

base::result<void> portal_locks::state::write(std::int64_t number, const lock_holder& who) {
    return kept.write->run(
        who.run.value(),
        who.command,
        who.where.host,
        who.where.id,
        who.where.boot,
        who.pid,
        who.user,
        stored_time(who.since),
        stored_time(who.since),
        number
    );
}

// The kernel has given the seat. What is written down is looked at and replaced in one transaction:
// on another machine somebody may be doing the same.
base::result<std::optional<lock_holder>> portal_locks::state::enter(
    std::string_view portal, std::int64_t number, const lock_holder& who
) {
    std::optional<lock_holder> other;
    const auto done = transact(database, around, [&]() -> base::result<void> {
        auto found = find(portal);
        if (!found) return std::unexpected(std::move(found.error()));
        if (*found) other = std::move((*found)->who);
        if (other && !may_be_put_aside(*other, who.where, who.since)) return {};
        other.reset();
        return write(number, who);
    });
    if (!done) return std::unexpected(done.error());
    return other;
}

// One transaction for all: there may be thousands.
base::result<void> portal_locks::state::beat_all(base::wall_time now) {
    std::vector<std::string> lost;
    const auto done = transact(database, around, [&]() -> base::result<void> {
        lost.clear();
        for (const auto& [url, which] : held) {
            const auto ours = beat(which, now);
            if (!ours) return std::unexpected(ours.error());
            if (!*ours) lost.push_back(url);
        }
        return {};
    });
    if (!done) return done;
    said = now;
    for (const auto& each : lost) {
        seats->leave({seat::kind::portal, held.at(each).number});
        held.erase(each);
    }
    return {};
}

base::result<bool> portal_locks::state::beat(const had& which, base::wall_time now) {
    const auto done = kept.beat->run(stored_time(now), which.number, which.run);
    if (!done) return std::unexpected(done.error());
    return database.changed() == 1;
}

base::result<void> portal_locks::state::clear(const had& which) {
    return kept.clear->run(which.number, which.run);
}

portal_locks::portal_locks(std::unique_ptr<state> made) : state_(std::move(made)) {}
portal_locks::portal_locks(portal_locks&& other) noexcept = default;

portal_locks& portal_locks::operator=(portal_locks&& other) noexcept {
    std::swap(state_, other.state_);
    return *this;
}

// A row that could not be cleared tells of somebody whose byte is free: nobody minds it.
portal_locks::~portal_locks() {
    if (!state_) return;
    for (const auto& [url, which] : state_->held) [[maybe_unused]]
        const auto cleared = state_->clear(which);
}

base::result<portal_locks> portal_locks::open(const std::filesystem::path& journal) {
    const auto failed = [&](const base::failure& why) {
        return std::unexpected(
            why.within(fmt::format("opening the locks in the journal {}", journal.string()))
        );
    };
    auto opened = connection::open(journal);
    if (!opened) return failed(opened.error());
    auto done = migrate(*opened, migrations());
    if (done) done = opened->execute(settings);
    if (!done) return failed(done.error());
    auto around = brackets::prepare(*opened);
    if (!around) return failed(around.error());
    auto kept = questions::prepare(*opened);
    if (!kept) return failed(kept.error());
    auto seats = occupancy::open(journal);
    if (!seats) return failed(seats.error());
    return portal_locks(std::make_unique<state>(
        state{std::move(*opened), std::move(*around), std::move(*kept), std::move(*seats), journal}
    ));
}

base::result<std::optional<lock_holder>> portal_locks::take(
    std::string_view portal, const lock_holder& who
) {
    const auto failed = [&](const base::failure& why) {
        return std::unexpected(
            why.within(fmt::format("locking {} in the journal {}", portal, state_->file.string()))
        );
    };
    auto row = state_->find_or_make(portal);
    if (!row) return failed(row.error());
    const seat place{seat::kind::portal, row->number};
    if (!state_->seats->enter(place)) {
        if (state_->seats->is_taken(place)) return row->who.value_or(lock_holder{});
        return failed({journal_error::no_locks, {}});
    }
    auto other = state_->enter(portal, row->number, who);
    if (!other || *other)
        state_->seats->leave(place);
    else
        state_->held.insert_or_assign(
            std::string(portal), state::had{row->number, who.run.value()}
        );
    if (!other) return failed(other.error());
    return other;
}

base::result<bool> portal_locks::keep(std::string_view portal, base::wall_time now) {
    const bool said = now - state_->said < beat_every / 2 && now >= state_->said;
    const auto done = said ? base::result<void>() : state_->beat_all(now);
    if (!done) return std::unexpected(done.error().within("saying that the run is alive"));
    return state_->held.contains(portal);
}

void portal_locks::release(std::string_view portal) {
    const auto found = state_->held.find(portal);
    if (found == state_->held.end()) return;
    [[maybe_unused]] const auto cleared = state_->clear(found->second);
    state_->seats->leave({seat::kind::portal, found->second.number});
    state_->held.erase(found);
}

base::result<std::optional<lock_holder>> portal_locks::written_down(std::string_view portal) const {
    auto row = state_->find(portal);
    if (!row) {
        return std::unexpected(row.error().within(fmt::format("asking who has {}", portal)));
    }
    if (!*row) return std::nullopt;
    return std::move((*row)->who);
}

}  // namespace journal
