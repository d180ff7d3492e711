#include "cli/budget/locked_file.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
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

// Of the open file and not of the process, so that two lanes of one process exclude each other too.
struct flock byte_lock(std::uint32_t which, short kind) {
    struct flock made{};
    made.l_type = kind;
    made.l_whence = SEEK_SET;
    made.l_start = (off_t{1} << 40U) + which;
    made.l_len = 1;
    return made;
}

}  // namespace

base::result<locked_file> locked_file::open(const std::filesystem::path& file) {
    const int opened = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (opened < 0) return failed("opening " + file.string());
    return locked_file(opened);
}

locked_file::locked_file(locked_file&& other) noexcept
    : file_(std::exchange(other.file_, -1)), memory_(std::exchange(other.memory_, {})) {}

locked_file::~locked_file() {
    unmap();
    if (file_ >= 0) ::close(file_);
}

void locked_file::unmap() noexcept {
    if (!memory_.empty()) ::munmap(memory_.data(), memory_.size_bytes());
    memory_ = {};
}

base::result<void> locked_file::map(std::size_t words) {
    struct stat seen{};
    if (::fstat(file_, &seen) != 0) return failed("looking at the budget of a portal");
    const auto there = static_cast<std::size_t>(seen.st_size) / sizeof(std::int64_t);
    const auto size = std::max(words, there) * sizeof(std::int64_t);
    if (there < words && ::ftruncate(file_, static_cast<off_t>(size)) != 0)
        return failed("making room for the budget of a portal");
    unmap();
    auto* made = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file_, 0);
    if (made == MAP_FAILED) return failed("reading the budget of a portal");
    memory_ = {static_cast<std::int64_t*>(made), size / sizeof(std::int64_t)};
    return {};
}

void locked_file::lock(std::uint32_t which) {
    auto what = byte_lock(which, F_WRLCK);
    while (::fcntl(file_, F_OFD_SETLKW, &what) != 0 && errno == EINTR) continue;
}

bool locked_file::try_lock(std::uint32_t which) {
    auto what = byte_lock(which, F_WRLCK);
    return ::fcntl(file_, F_OFD_SETLK, &what) == 0;
}

void locked_file::unlock(std::uint32_t which) {
    auto what = byte_lock(which, F_UNLCK);
    ::fcntl(file_, F_OFD_SETLK, &what);
}

bool locked_file::is_held(std::uint32_t which) const {
    auto what = byte_lock(which, F_WRLCK);
    return ::fcntl(file_, F_OFD_GETLK, &what) == 0 && what.l_type != F_UNLCK;
}

}  // namespace cli
