#pragma once

#include "base/lock_file.hpp"
#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <utility>

namespace cli {

// A file that several processes have in their memory, and of which single bytes can be locked.
// Errors are those of the system.
class locked_file {
public:
    // Opens or creates it, readable by its owner alone; nothing is in memory yet.
    static base::result<locked_file> open(const std::filesystem::path& file);

    locked_file(locked_file&& other) noexcept;
    locked_file& operator=(locked_file&&) = delete;
    ~locked_file();

    // Maps the file, made at least `words` long.
    base::result<void> map(std::size_t words);
    [[nodiscard]] std::span<std::int64_t> memory() const noexcept { return memory_; }

    // As base::lock_file.
    void lock(std::uint32_t which) const { file_.lock(byte_of(which)); }
    [[nodiscard]] bool try_lock(std::uint32_t which) const {
        return file_.try_lock(byte_of(which));
    }
    void unlock(std::uint32_t which) const { file_.unlock(byte_of(which)); }
    [[nodiscard]] bool is_held(std::uint32_t which) const { return file_.is_held(byte_of(which)); }

private:
    explicit locked_file(base::lock_file file) : file_(std::move(file)) {}
    void unmap() noexcept;

    // Beyond everything that the file holds.
    static constexpr std::uint64_t byte_of(std::uint32_t which) {
        return (std::uint64_t{1} << 40U) + which;
    }

    base::lock_file file_;
    std::span<std::int64_t> memory_;
};

}  // namespace cli
