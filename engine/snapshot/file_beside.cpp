#include "snapshot/file_beside.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace snapshot {

namespace {

std::unexpected<base::failure> failed(std::string_view doing, const std::string& what) {
    return std::unexpected(base::failure{
        std::error_code(errno, std::generic_category()), std::string(doing) + ' ' + what
    });
}

// So that the name itself outlives a power cut; some file systems do not let folders be flushed.
void flush_folder_of(const std::filesystem::path& name) {
    const auto folder = name.has_parent_path() ? name.parent_path() : std::filesystem::path(".");
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) return;
    ::fsync(file);
    ::close(file);
}

}  // namespace

base::result<file_beside> file_beside::create(std::filesystem::path name) {
    // Renaming would tell, but only when everything has been read.
    std::error_code unknown;
    if (std::filesystem::is_directory(name, unknown)) {
        errno = EISDIR;
        return failed("creating", name.string());
    }
    auto own = name.string() + ".XXXXXX";
    const int file = ::mkostemp(own.data(), O_CLOEXEC);
    if (file < 0) return failed("creating", own);
    return file_beside(std::move(name), std::move(own), file);
}

file_beside::file_beside(file_beside&& other) noexcept
    : name_(std::move(other.name_)),
      own_(std::exchange(other.own_, {})),
      file_(std::exchange(other.file_, -1)) {}

file_beside& file_beside::operator=(file_beside&& other) noexcept {
    std::swap(name_, other.name_);
    std::swap(own_, other.own_);
    std::swap(file_, other.file_);
    return *this;
}

file_beside::~file_beside() {
    forget_name();
    if (file_ >= 0) ::close(file_);
}

void file_beside::forget_name() noexcept {
    if (!own_.empty()) ::unlink(own_.c_str());
    own_.clear();
}

base::result<void> file_beside::take_name() {
    if (::fsync(file_) != 0) return failed("writing", own_);
    if (std::rename(own_.c_str(), name_.c_str()) != 0) return failed("renaming", own_);
    own_.clear();
    flush_folder_of(name_);
    return {};
}

}  // namespace snapshot
