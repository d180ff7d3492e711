#include "base/lock_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace base {

namespace {

struct flock byte_lock(std::uint64_t which, short kind) {
    struct flock made{};
    made.l_type = kind;
    made.l_whence = SEEK_SET;
    made.l_start = static_cast<off_t>(which);
    made.l_len = 1;
    return made;
}

}  // namespace

base::result<lock_file> lock_file::open(const std::filesystem::path& file) {
    const int opened = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (opened >= 0) return lock_file(opened);
    return std::unexpected(
        failure{std::error_code(errno, std::generic_category()), "opening " + file.string()}
    );
}

lock_file::lock_file(lock_file&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

lock_file& lock_file::operator=(lock_file&& other) noexcept {
    std::swap(file_, other.file_);
    return *this;
}

lock_file::~lock_file() {
    if (file_ >= 0) ::close(file_);
}

void lock_file::lock(std::uint64_t which) const {
    auto what = byte_lock(which, F_WRLCK);
    while (::fcntl(file_, F_OFD_SETLKW, &what) != 0 && errno == EINTR) continue;
}

bool lock_file::try_lock(std::uint64_t which) const {
    auto what = byte_lock(which, F_WRLCK);
    return ::fcntl(file_, F_OFD_SETLK, &what) == 0;
}

void lock_file::unlock(std::uint64_t which) const {
    auto what = byte_lock(which, F_UNLCK);
    ::fcntl(file_, F_OFD_SETLK, &what);
}

bool lock_file::is_held(std::uint64_t which) const {
    auto what = byte_lock(which, F_WRLCK);
    return ::fcntl(file_, F_OFD_GETLK, &what) == 0 && what.l_type != F_UNLCK;
}

}  // namespace base
