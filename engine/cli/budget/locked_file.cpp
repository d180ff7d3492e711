#include "cli/budget/locked_file.hpp"

#include <algorithm>
#include <cerrno>
#include <string>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace cli {

namespace {

std::unexpected<base::failure> failed(const std::string& doing) {
    return std::unexpected(base::failure{std::error_code(errno, std::generic_category()), doing});
}

}  // namespace

base::result<locked_file> locked_file::open(const std::filesystem::path& file) {
    auto opened = base::lock_file::open(file);
    if (!opened) return std::unexpected(std::move(opened.error()));
    return locked_file(std::move(*opened));
}

locked_file::locked_file(locked_file&& other) noexcept
    : file_(std::move(other.file_)), memory_(std::exchange(other.memory_, {})) {}

locked_file::~locked_file() {
    unmap();
}

void locked_file::unmap() noexcept {
    if (!memory_.empty()) ::munmap(memory_.data(), memory_.size_bytes());
    memory_ = {};
}

base::result<void> locked_file::map(std::size_t words) {
    const int file = file_.descriptor();
    struct stat seen{};
    if (::fstat(file, &seen) != 0) return failed("looking at the budget of a portal");
    const auto there = static_cast<std::size_t>(seen.st_size) / sizeof(std::int64_t);
    const auto size = std::max(words, there) * sizeof(std::int64_t);
    if (there < words && ::ftruncate(file, static_cast<off_t>(size)) != 0)
        return failed("making room for the budget of a portal");
    unmap();
    auto* made = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (made == MAP_FAILED) return failed("reading the budget of a portal");
    memory_ = {static_cast<std::int64_t*>(made), size / sizeof(std::int64_t)};
    return {};
}

}  // namespace cli
