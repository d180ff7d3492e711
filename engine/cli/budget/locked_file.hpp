#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

namespace cli {

// A file that several processes have in their memory, and of which single bytes can be locked. A
// lock ends with the process that holds it, however that ends. Errors are those of the system.
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

    // Locks are named by numbers that have nothing to do with the file's contents.
    void lock(std::uint32_t which);  // waits
    [[nodiscard]] bool try_lock(std::uint32_t which);
    void unlock(std::uint32_t which);
    // Whether somebody else holds it.
    [[nodiscard]] bool is_held(std::uint32_t which) const;

private:
    explicit locked_file(int file) : file_(file) {}
    void unmap() noexcept;

    int file_;
    std::span<std::int64_t> memory_;
};

}  // namespace cli
