#include "faulty_vfs.hpp"

struct faulty_vfs::file {
    sqlite3_file head;
    faulty_vfs* owner;

    // SQLite gives the memory of both, one behind the other.
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

// What SQLite calls.
struct faulty_vfs::calls {
    static file* ours(sqlite3_file* handle) { return reinterpret_cast<file*>(handle); }
    static sqlite3_file* real(sqlite3_file* handle) { return ours(handle)->real(); }
    static const sqlite3_io_methods* methods(sqlite3_file* handle) {
        return real(handle)->pMethods;
    }
    static faulty_vfs& owner(sqlite3_vfs* vfs) { return *static_cast<faulty_vfs*>(vfs->pAppData); }

    static int close(sqlite3_file* f) { return methods(f)->xClose(real(f)); }
    static int read(sqlite3_file* f, void* to, int bytes, sqlite3_int64 at) {
        return methods(f)->xRead(real(f), to, bytes, at);
    }
    static int write(sqlite3_file* f, const void* from, int bytes, sqlite3_int64 at) {
        auto& vfs = *ours(f)->owner;
        const bool was_dead = vfs.is_dead();
        const auto verdict = vfs.verdict_for_write();
        if (!verdict) return methods(f)->xWrite(real(f), from, bytes, at);
        if (vfs.is_dead() && !was_dead) methods(f)->xWrite(real(f), from, bytes / 2, at);
        return *verdict;
    }
    static int truncate(sqlite3_file* f, sqlite3_int64 size) {
        if (ours(f)->owner->is_dead()) return SQLITE_IOERR_TRUNCATE;
        return methods(f)->xTruncate(real(f), size);
    }
    static int sync(sqlite3_file* f, int flags) {
        if (ours(f)->owner->is_dead()) return SQLITE_IOERR_FSYNC;
        return methods(f)->xSync(real(f), flags);
    }
    static int size(sqlite3_file* f, sqlite3_int64* size) {
        return methods(f)->xFileSize(real(f), size);
    }
    static int lock(sqlite3_file* f, int how) { return methods(f)->xLock(real(f), how); }
    static int unlock(sqlite3_file* f, int how) { return methods(f)->xUnlock(real(f), how); }
    static int check_lock(sqlite3_file* f, int* out) {
        return methods(f)->xCheckReservedLock(real(f), out);
    }
    static int control(sqlite3_file* f, int what, void* with) {
        return methods(f)->xFileControl(real(f), what, with);
    }
    static int sector(sqlite3_file* f) { return methods(f)->xSectorSize(real(f)); }
    static int device(sqlite3_file* f) { return methods(f)->xDeviceCharacteristics(real(f)); }
    static int map(sqlite3_file* f, int page, int size, int extend, void volatile** out) {
        return methods(f)->xShmMap(real(f), page, size, extend, out);
    }
    static int lock_shared(sqlite3_file* f, int offset, int count, int flags) {
        return methods(f)->xShmLock(real(f), offset, count, flags);
    }
    static void barrier(sqlite3_file* f) { methods(f)->xShmBarrier(real(f)); }
    static int unmap(sqlite3_file* f, int remove) { return methods(f)->xShmUnmap(real(f), remove); }

    static const sqlite3_io_methods* table(memory between_processes);

    static int open(
        sqlite3_vfs* vfs, sqlite3_filename name, sqlite3_file* to, int flags, int* out
    ) {
        auto& self = owner(vfs);
        ours(to)->owner = &self;
        const int code = self.real_->xOpen(self.real_, name, real(to), flags, out);
        to->pMethods = real(to)->pMethods != nullptr ? table(self.memory_) : nullptr;
        return code;
    }
    static int remove(sqlite3_vfs* vfs, const char* name, int sync_directory) {
        auto& self = owner(vfs);
        if (self.is_dead()) return SQLITE_IOERR_DELETE;
        return self.real_->xDelete(self.real_, name, sync_directory);
    }
    static int sleep(sqlite3_vfs*, int microseconds) { return microseconds; }
};

const sqlite3_io_methods* faulty_vfs::calls::table(memory between_processes) {
    static const sqlite3_io_methods whole = {
        2,       close,  read,   write, truncate,    sync,    size,  lock,    unlock,  check_lock,
        control, sector, device, map,   lock_shared, barrier, unmap, nullptr, nullptr,
    };
    static const sqlite3_io_methods without_memory = [] {
        auto fewer = whole;
        fewer.iVersion = 1;
        return fewer;
    }();
    return between_processes == memory::shared ? &whole : &without_memory;
}

faulty_vfs::faulty_vfs(memory between_processes)
    : memory_(between_processes), real_(sqlite3_vfs_find(nullptr)), ours_(*real_) {
    ours_.szOsFile = real_->szOsFile + static_cast<int>(sizeof(file));
    ours_.pNext = nullptr;
    ours_.zName = "faulty";
    ours_.pAppData = this;
    ours_.xOpen = calls::open;
    ours_.xDelete = calls::remove;
    ours_.xSleep = calls::sleep;
    sqlite3_vfs_register(&ours_, 1);
}

faulty_vfs::~faulty_vfs() {
    sqlite3_vfs_unregister(&ours_);
    sqlite3_vfs_register(real_, 1);
}

void faulty_vfs::fail_after(int writes, fault how) {
    last_good_ = writes_ + writes;
    fault_ = how;
}

std::optional<int> faulty_vfs::verdict_for_write() {
    ++writes_;
    if (!has_struck()) return std::nullopt;
    if (!filler_.empty() && !std::filesystem::exists(filler_)) return std::nullopt;
    return *fault_ == fault::full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}
