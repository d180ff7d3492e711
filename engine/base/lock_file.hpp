#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <filesystem>

namespace base {

// A file whose bytes stand for things that one process has at a time. A lock belongs to the open
// file, not to the process: two of one process exclude each other too, and the kernel lets go of it
// when its holder dies, however that happens. Bytes are numbers below 2^62 that have nothing to do
// with what the file holds.
class lock_file {
public:
    // Opens or makes it, readable by its owner alone. Errors are those of the system.
    static base::result<lock_file> open(const std::filesystem::path& file);

    lock_file(lock_file&& other) noexcept;
    lock_file& operator=(lock_file&& other) noexcept;
    ~lock_file();

    void lock(std::uint64_t which) const;  // waits
    // False: somebody else has it, or the file system knows no locks (then nobody has it either).
    [[nodiscard]] bool try_lock(std::uint64_t which) const;
    void unlock(std::uint64_t which) const;
    // Whether somebody else has it.
    [[nodiscard]] bool is_held(std::uint64_t which) const;

    // The open file; it stays this object's.
    [[nodiscard]] int descriptor() const noexcept { return file_; }

private:
    explicit lock_file(int file) : file_(file) {}

    int file_;
};

}  // namespace base
