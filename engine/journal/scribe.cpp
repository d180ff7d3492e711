#include "journal/scribe.hpp"

#include "journal/database.hpp"
#include "journal/journal_error.hpp"
#include "journal/record_writer.hpp"
#include "journal/reserve.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
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
constexpr std::size_t most_waiting = 100'000;  // said by one thread
constexpr std::size_t most_kept = 10'000;      // room for so many records is kept for the next ones

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

// What one thread says. Nobody but it and the writer comes here.
struct scribe::desk {
    std::mutex guard;  // of all that follows
    std::condition_variable room;
    pile queue;
    pile spare;  // empty, for the next queue: growing one copies all that is in it
    std::vector<dispatch::journal_port::listener> listeners;
    bool busy = false;  // something that was said here is not written yet
};

// The writer and its desks. Whoever holds `guard` may take a desk's; never the other way round.
class scribe::office {
public:
    office(database into, std::filesystem::path name, writing mode)
        : how(mode), writer_(std::move(into)), file_(std::move(name)), room_kept_(file_) {}
    ~office();

    base::result<void> open();
    desk& make_desk();
    const run_names& enlist(run_names whose);
    void wake();  // something was said
    void hurry();
    base::result<void> write_at_once(const record& what) { return writer_.write({&what, 1}); }
    [[nodiscard]] bool fails() const { return failing_; }
    [[nodiscard]] base::result<void> standing() const;

    const writing how;

private:
    // Of the round at hand.
    struct taken {
        desk* from = nullptr;
        pile said;
        std::vector<dispatch::journal_port::listener> waiting;
    };

    void work();
    void round(std::unique_lock<std::mutex>& lock);
    [[nodiscard]] bool has_work();
    void collect();
    void note(const base::result<void>& done);
    void keep_what_is_left();
    void give_back();
    base::result<void> write(std::vector<record>& batch);
    base::result<void> write_singly(std::vector<record>& batch);
    base::result<void> write_whatever_it_takes(std::vector<record>& batch);

    record_writer writer_;
    const std::filesystem::path file_;
    reserve room_kept_;        // for what was answered when the disk is full
    bool on_reserve_ = false;  // it was given up, and there was no room for it since
    std::vector<taken> taken_;
    std::vector<record> batch_;
    pile left_;  // what could not be written

    std::atomic<bool> idle_ = false;     // the thread sleeps until there is something
    std::atomic<bool> tried_ = true;     // something was said since the last failure
    std::atomic<bool> failing_ = false;  // there is a failure

    mutable std::mutex guard_;  // of all that follows
    std::condition_variable news_;
    std::deque<run_names> runs_;  // where they stand they stay
    std::deque<desk> desks_;      // these as well
    std::optional<base::failure> failure_;
    bool urgent_ = false;  // somebody waits
    bool closing_ = false;
    std::thread thread_;
};

base::result<void> scribe::office::open() {
    if (how != writing::behind) return {};
    if (auto kept = room_kept_.fill(); !kept)
        return std::unexpected(
            kept.error().within(fmt::format("keeping room for the journal {}", file_.string()))
        );
    thread_ = std::thread([this] { work(); });
    return {};
}

scribe::office::~office() {
    if (!thread_.joinable()) return;
    {
        const std::lock_guard lock(guard_);
        closing_ = true;
    }
    news_.notify_one();
    thread_.join();
}

scribe::desk& scribe::office::make_desk() {
    const std::lock_guard lock(guard_);
    return desks_.emplace_back();
}

const run_names& scribe::office::enlist(run_names whose) {
    const std::lock_guard lock(guard_);
    return runs_.emplace_back(std::move(whose));
}

base::result<void> scribe::office::standing() const {
    if (!failing_) return {};
    const std::lock_guard lock(guard_);
    if (failure_) return std::unexpected(*failure_);
    return {};
}

// The writer says that it is idle before it looks at the desks for the last time: either it sees
// what was said, or whoever said it sees that the writer sleeps. It is woken once.
void scribe::office::wake() {
    if (!tried_) tried_ = true;
    if (!idle_ || !idle_.exchange(false)) return;
    const std::lock_guard lock(guard_);
    news_.notify_one();
}

void scribe::office::hurry() {
    const std::lock_guard lock(guard_);
    urgent_ = true;
    news_.notify_one();
}

bool scribe::office::has_work() {
    if (!tried_) return false;
    if (!left_.records.empty()) return true;
    return std::ranges::any_of(desks_, [](desk& each) {
        const std::lock_guard lock(each.guard);
        return !each.queue.records.empty() || !each.listeners.empty();
    });
}

void scribe::office::work() {
    std::unique_lock lock(guard_);
    for (;;) {
        idle_ = true;
        if (!has_work()) news_.wait(lock, [&] { return !idle_ || urgent_ || closing_; });
        idle_ = false;
        if (!urgent_ && !closing_)
            news_.wait_for(lock, gather, [&] { return urgent_ || closing_; });
        const bool last = closing_;
        round(lock);
        if (last && (!has_work() || failure_)) return;
    }
}

// Everything that was said until now, and whoever waited for it.
void scribe::office::round(std::unique_lock<std::mutex>& lock) {
    urgent_ = false;
    tried_ = false;
    collect();
    lock.unlock();
    const auto done = write_whatever_it_takes(batch_);
    keep_what_is_left();
    lock.lock();
    note(done);
    give_back();
    const auto end =
        failure_ ? base::result<void>(std::unexpected(*failure_)) : base::result<void>();
    lock.unlock();
    for (auto& each : taken_) {
        for (auto& listener : std::exchange(each.waiting, {})) listener(end);
    }
    lock.lock();
}

// What was left goes before what was said since.
void scribe::office::collect() {
    batch_ = left_.records;
    taken_.resize(desks_.size());
    for (std::size_t at = 0; at < taken_.size(); ++at) {
        auto& to = taken_[at];
        to.from = &desks_[at];
        const std::lock_guard lock(to.from->guard);
        to.said = std::exchange(to.from->queue, std::exchange(to.from->spare, {}));
        to.waiting = std::exchange(to.from->listeners, {});
        if (!to.said.records.empty()) to.from->busy = true;
        // One of them need not be copied: usually there is one.
        if (batch_.empty())
            batch_.swap(to.said.records);
        else
            batch_.insert(batch_.end(), to.said.records.begin(), to.said.records.end());
    }
}

// Who hears of it is far from the file.
void scribe::office::note(const base::result<void>& done) {
    const bool conflict_stands = failure_ && is_conflict(*failure_);
    if (!done)
        failure_ = done.error().within(fmt::format("writing the journal {}", file_.string()));
    else if (!conflict_stands)
        failure_.reset();
    failing_ = failure_.has_value();
}

// It stands on the sheets of those who said it, or among what was left before.
void scribe::office::keep_what_is_left() {
    pile still;
    for (const auto& each : batch_) still.add(each);
    left_ = std::move(still);
    batch_.clear();
    if (batch_.capacity() > most_kept) batch_ = {};
}

void scribe::office::give_back() {
    for (auto& each : taken_) {
        each.said.clear();
        const std::lock_guard lock(each.from->guard);
        each.from->busy = !left_.records.empty();
        if (each.said.records.capacity() <= most_kept) each.from->spare = std::move(each.said);
        each.said = {};
        each.from->room.notify_all();
    }
}

// A full disk ends the run, but what it was told is written with the room that was kept for that:
// then the batch is empty, and the failure stands until there is room to be kept again.
base::result<void> scribe::office::write_whatever_it_takes(std::vector<record>& batch) {
    if (batch.empty() && !on_reserve_) return {};
    auto done = batch.empty() ? base::result<void>() : write(batch);
    if (!done && is_full(done.error()) && !on_reserve_) {
        room_kept_.give_up();
        on_reserve_ = true;
        if (const auto again = write(batch); !again) return again;
        return done;
    }
    if (!done || !on_reserve_) return done;
    if (auto kept = room_kept_.fill(); !kept) return kept;
    on_reserve_ = false;
    return done;
}

// Leaves in the batch what is still to be written.
base::result<void> scribe::office::write(std::vector<record>& batch) {
    auto done = writer_.write(batch);
    if (!done && is_conflict(done.error()) && batch.size() > 1) return write_singly(batch);
    if (done || is_conflict(done.error())) batch.clear();
    return done;
}

// One of them contradicts the journal: the others are written all the same.
base::result<void> scribe::office::write_singly(std::vector<record>& batch) {
    base::result<void> contradiction;
    for (std::size_t at = 0; at < batch.size(); ++at) {
        const auto done = writer_.write(std::span(batch).subspan(at, 1));
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
    auto made = std::make_shared<office>(std::move(*into), file, how);
    if (auto ready = made->open(); !ready) return std::unexpected(std::move(ready.error()));
    return std::shared_ptr<scribe>(new scribe(std::move(made)));
}

std::shared_ptr<scribe> scribe::another() const {
    return std::shared_ptr<scribe>(new scribe(office_));
}

scribe::scribe(std::shared_ptr<office> of) : office_(std::move(of)), desk_(office_->make_desk()) {}

scribe::~scribe() = default;

const run_names& scribe::enlist(run_names whose) {
    return office_->enlist(std::move(whose));
}

base::result<void> scribe::say(const record& what) {
    if (office_->how == writing::at_once) return office_->write_at_once(what);
    {
        std::unique_lock lock(desk_.guard);
        desk_.room.wait(lock, [&] {
            return desk_.queue.records.size() < most_waiting || office_->fails();
        });
        desk_.queue.add(what);
    }
    office_->wake();
    return office_->standing();
}

base::result<void> scribe::health() const {
    return office_->standing();
}

bool scribe::all_written() const {
    if (office_->how == writing::at_once) return true;
    const std::lock_guard lock(desk_.guard);
    return desk_.queue.records.empty() && !desk_.busy;
}

void scribe::when_written(dispatch::haste how_soon, dispatch::journal_port::listener then) {
    if (office_->how == writing::at_once) return then({});
    {
        const std::lock_guard lock(desk_.guard);
        desk_.listeners.push_back(std::move(then));
    }
    office_->wake();
    if (how_soon == dispatch::haste::now) office_->hurry();
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
