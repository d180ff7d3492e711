#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <optional>
#include <utility>

// The file system under SQLite, with faults that a test asks for. While it lives, every database of
// this process that is opened goes through it. It never waits: a time-out passes at once.
class faulty_vfs {
public:
    enum class fault {
        full,    // no space for this write, and for none after it
        failed,  // the disk refuses this write, and every one after it
        killed,  // as if the process had been killed within this write: half of it arrives, and
                 // nothing after it
    };

    // A share in the network has no memory that processes share; the write-ahead log needs it.
    enum class memory { shared, none };

    explicit faulty_vfs(memory between_processes = memory::shared);
    ~faulty_vfs();
    faulty_vfs(const faulty_vfs&) = delete;
    faulty_vfs& operator=(const faulty_vfs&) = delete;

    // The fault comes at the write after so many more.
    void fail_after(int writes, fault how);
    void heal() { fault_.reset(); }
    // A full disk has room while this file, which takes up some of it, is not there.
    void is_filled_by(std::filesystem::path file) { filler_ = std::move(file); }

    [[nodiscard]] int writes() const { return writes_; }
    [[nodiscard]] bool has_struck() const { return fault_ && writes_ > last_good_; }

private:
    struct file;
    struct calls;
    friend struct calls;

    // What SQLite gets instead of the write; nothing = the write goes through.
    std::optional<int> verdict_for_write();
    [[nodiscard]] bool is_dead() const { return has_struck() && *fault_ == fault::killed; }

    memory memory_;
    sqlite3_vfs* real_;
    sqlite3_vfs ours_;
    std::optional<fault> fault_;
    std::filesystem::path filler_;
    int writes_ = 0;
    int last_good_ = 0;
};
