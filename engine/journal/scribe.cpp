#include "journal/scribe.hpp"

#include "journal/database.hpp"
#include "journal/journal_error.hpp"
#include "journal/record_writer.hpp"
#include "journal/reserve.hpp"

#include <fmt/format.h>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <future>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <utility>
#include <vector>

namespace journal {

namespace {

// How long what nobody waits for may lie, so that more goes with it: a commit costs as much as some
// thirty users, and what a killed process loses, which is not longer ago, is asked for again.
constexpr auto gather = std::chrono::milliseconds(100);
constexpr std::size_t most_waiting = 100'000;
constexpr std::size_t most_kept = 10'000;  // room for so many records is kept for the next ones

bool is_conflict(const base::failure& what) {
    return what.code == journal_error::conflict;
}

bool is_full(const base::failure& what) {
    return what.code == journal_error::full;
}

// What was said and is not written, with the sheet that it stands on.
struct pile {
    void add(const record& what) { records.push_back(copied(what, words)); }
    void clear() {
        records.clear();
        words.wipe();
    }

    std::vector<record> records;
    sheet words;
};

}  // namespace

struct scribe::state {
    state(database into, std::filesystem::path name, writing mode)
        : writer(std::move(into)), file(std::move(name)), how(mode), room_kept(file) {}

    void work();
    void round(std::unique_lock<std::mutex>& lock);
    void put_back(pile& batch);
    base::result<void> write(std::vector<record>& batch);
    base::result<void> write_singly(std::vector<record>& batch);
    base::result<void> write_whatever_it_takes(std::vector<record>& batch);
    [[nodiscard]] bool wanted() const {
        return closing || urgent || (tried && !(queue.records.empty() && listeners.empty()));
    }
    [[nodiscard]] base::result<void> standing() const {
        if (failure) return std::unexpected(*failure);
        return {};
    }

    record_writer writer;
    const std::filesystem::path file;
    const writing how;
    reserve room_kept;        // for what was answered when the disk is full
    bool on_reserve = false;  // it was given up, and there was no room for it since

    mutable std::mutex guard;  // of all that follows
    std::condition_variable news;
    std::condition_variable room;
    std::deque<run_names> runs;  // where they stand they stay
    pile queue;
    pile spare;  // empty, for the next queue: growing one copies all that is in it
    std::vector<dispatch::journal_port::listener> listeners;
    std::optional<base::failure> failure;
    bool busy = false;    // a batch is being written
    bool idle = false;    // the thread sleeps until there is something
    bool tried = true;    // something was said since the last failure
    bool urgent = false;  // somebody waits
    bool closing = false;
    std::thread thread;
};

void scribe::state::work() {
    std::unique_lock lock(guard);
    for (;;) {
        idle = true;
        news.wait(lock, [&] { return wanted(); });
        idle = false;
        if (!urgent && !closing) news.wait_for(lock, gather, [&] { return urgent || closing; });
        const bool last = closing;
        round(lock);
        if (last && (queue.records.empty() || failure)) return;
    }
}

// Everything that was said until now, and whoever waited for it.
void scribe::state::round(std::unique_lock<std::mutex>& lock) {
    auto batch = std::exchange(queue, std::exchange(spare, {}));
    auto waiting = std::exchange(listeners, {});
    urgent = false;
    tried = false;
    busy = true;
    lock.unlock();
    const auto done = write_whatever_it_takes(batch.records);
    lock.lock();
    busy = false;
    const bool conflict_stands = failure && is_conflict(*failure);
    // Who hears of it is far from the file.
    if (!done)
        failure = done.error().within(fmt::format("writing the journal {}", file.string()));
    else if (!conflict_stands)
        failure.reset();
    put_back(batch);
    const auto end = standing();
    room.notify_all();
    lock.unlock();
    for (auto& each : waiting) each(end);
    waiting.clear();
    lock.lock();
}

// What is left of it goes before what was said meanwhile.
void scribe::state::put_back(pile& batch) {
    if (!batch.records.empty()) {
        for (const auto& each : queue.records) batch.add(each);
        std::swap(batch, queue);
    }
    batch.clear();
    if (batch.records.capacity() <= most_kept) spare = std::move(batch);
}

// A full disk ends the run, but what it was told is written with the room that was kept for that:
// then the batch is empty, and the failure stands until there is room to be kept again.
base::result<void> scribe::state::write_whatever_it_takes(std::vector<record>& batch) {
    if (batch.empty() && !on_reserve) return {};
    auto done = batch.empty() ? base::result<void>() : write(batch);
    if (!done && is_full(done.error()) && !on_reserve) {
        room_kept.give_up();
        on_reserve = true;
        if (const auto again = write(batch); !again) return again;
        return done;
    }
    if (!done || !on_reserve) return done;
    if (auto kept = room_kept.fill(); !kept) return kept;
    on_reserve = false;
    return done;
}

// Leaves in the batch what is still to be written.
base::result<void> scribe::state::write(std::vector<record>& batch) {
    auto done = writer.write(batch);
    if (!done && is_conflict(done.error()) && batch.size() > 1) return write_singly(batch);
    if (done || is_conflict(done.error())) batch.clear();
    return done;
}

// One of them contradicts the journal: the others are written all the same.
base::result<void> scribe::state::write_singly(std::vector<record>& batch) {
    base::result<void> contradiction;
    for (std::size_t at = 0; at < batch.size(); ++at) {
        const auto done = writer.write(std::span(batch).subspan(at, 1));
        if (done) continue;
        if (!is_conflict(done.error())) {
            batch.erase(batch.begin(), batch.begin() + static_cast<std::ptrdiff_t>(at));
            return done;
        }
        if (contradiction) contradiction = done;
    }
    batch.clear();
    return contradiction;
}

base::result<std::shared_ptr<scribe>> scribe::open(const std::filesystem::path& file, writing how) {
    auto into = database::open(file, how);
    if (!into) return std::unexpected(std::move(into.error()));
    auto made = std::make_unique<state>(std::move(*into), file, how);
    if (how == writing::behind)
        if (auto kept = made->room_kept.fill(); !kept)
            return std::unexpected(
                kept.error().within(fmt::format("keeping room for the journal {}", file.string()))
            );
    return std::shared_ptr<scribe>(new scribe(std::move(made)));
}

scribe::scribe(std::unique_ptr<state> made) : state_(std::move(made)) {
    if (state_->how == writing::behind) {
        state_->thread = std::thread([of = state_.get()] { of->work(); });
    }
}

scribe::~scribe() {
    if (!state_->thread.joinable()) return;
    {
        const std::lock_guard lock(state_->guard);
        state_->closing = true;
    }
    state_->news.notify_one();
    state_->thread.join();
}

const run_names& scribe::enlist(run_names whose) {
    const std::lock_guard lock(state_->guard);
    return state_->runs.emplace_back(std::move(whose));
}

base::result<void> scribe::say(const record& what) {
    auto& mine = *state_;
    if (mine.how == writing::at_once) return mine.writer.write(std::span(&what, 1));
    std::unique_lock lock(mine.guard);
    mine.room.wait(lock, [&] { return mine.queue.records.size() < most_waiting || mine.failure; });
    mine.queue.add(what);
    mine.tried = true;
    auto health = mine.standing();
    const bool sleeps = mine.idle;
    mine.idle = false;  // it is woken once
    lock.unlock();
    if (sleeps) mine.news.notify_one();
    return health;
}

base::result<void> scribe::health() const {
    const std::lock_guard lock(state_->guard);
    return state_->standing();
}

bool scribe::all_written() const {
    if (state_->how == writing::at_once) return true;
    const std::lock_guard lock(state_->guard);
    return state_->queue.records.empty() && !state_->busy;
}

void scribe::when_written(dispatch::haste how_soon, dispatch::journal_port::listener then) {
    auto& mine = *state_;
    if (mine.how == writing::at_once) return then({});
    {
        const std::lock_guard lock(mine.guard);
        mine.listeners.push_back(std::move(then));
        mine.urgent = mine.urgent || how_soon == dispatch::haste::now;
        mine.tried = true;
        mine.idle = false;
    }
    mine.news.notify_one();
}

base::result<void> scribe::write_out() {
    std::promise<base::result<void>> end;
    auto ended = end.get_future();
    when_written(dispatch::haste::now, [&end](base::result<void> what) {
        end.set_value(std::move(what));
    });
    return ended.get();
}

}  // namespace journal
