#include "run/plan_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace run {

namespace {

// A line beyond this is no plan's.
constexpr std::size_t most_of_a_line = std::size_t{16} << 20U;
constexpr std::size_t block = std::size_t{64} << 10U;

std::unexpected<base::failure> failed(const std::string& doing, int code = errno) {
    return std::unexpected(base::failure{std::error_code(code, std::generic_category()), doing});
}

// A new file that only its owner may read: mkostemp makes it so.
int make(std::string& pattern) {
    return ::mkostemp(pattern.data(), O_CLOEXEC);
}

}  // namespace

base::result<plan_file> plan_file::beside(const std::filesystem::path& name) {
    // Renaming would tell, but only when everybody has been read.
    std::error_code unknown;
    if (std::filesystem::is_directory(name, unknown))
        return failed("writing " + name.string(), EISDIR);
    auto pattern = name.string() + ".XXXXXX";
    const int file = make(pattern);
    if (file < 0) return failed("making a file beside " + name.string());
    plan_file made(file, name.string());
    made.name_ = name;
    made.temporary_ = pattern;
    return made;
}

base::result<plan_file> plan_file::unnamed(const std::filesystem::path& folder) {
    auto pattern = (folder / "plan.XXXXXX").string();
    const int file = make(pattern);
    if (file < 0) return failed("making a file in " + folder.string());
    ::unlink(pattern.c_str());
    return plan_file(file, "a file in " + folder.string());
}

base::result<plan_file> plan_file::existing(const std::filesystem::path& name) {
    const int file = ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return failed("opening " + name.string());
    return plan_file(file, name.string());
}

plan_file::plan_file(plan_file&& other) noexcept
    : file_(std::exchange(other.file_, -1)),
      shown_(std::move(other.shown_)),
      name_(std::move(other.name_)),
      temporary_(std::exchange(other.temporary_, {})) {}

plan_file::~plan_file() {
    if (file_ >= 0) ::close(file_);
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

base::result<void> plan_file::append(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(file_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return failed("writing " + shown_);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

base::result<void> plan_file::take_name() {
    if (temporary_.empty()) return {};
    if (::fsync(file_) != 0) return failed("writing " + shown_);
    std::error_code code;
    std::filesystem::rename(temporary_, name_, code);
    if (code) return std::unexpected(base::failure{code, "renaming a file to " + shown_});
    temporary_.clear();
    return {};
}

base::result<bool> plan_file::lines::fill() {
    buffer_.erase(0, at_);
    at_ = 0;
    if (buffer_.size() > most_of_a_line) return failed("reading a line of " + of_->shown_, EFBIG);
    const auto had = buffer_.size();
    buffer_.resize(had + block);
    const auto got = ::pread(of_->file_, buffer_.data() + had, block, static_cast<off_t>(offset_));
    const int code = errno;
    buffer_.resize(had + (got > 0 ? static_cast<std::size_t>(got) : 0));
    if (got < 0) return failed("reading " + of_->shown_, code);
    offset_ += static_cast<std::uint64_t>(got);
    return got != 0;
}

base::result<std::optional<std::string_view>> plan_file::lines::next() {
    for (auto searched = at_;;) {
        const auto end = buffer_.find('\n', searched);
        if (end != std::string::npos) {
            const auto line = std::string_view(buffer_).substr(at_, end - at_);
            at_ = end + 1;
            return std::optional(line);
        }
        searched = buffer_.size() - at_;
        const auto more = fill();
        if (!more) return std::unexpected(more.error());
        if (*more) continue;
        if (buffer_.empty()) return std::optional<std::string_view>();
        ended_ = false;
        const auto line = std::string_view(buffer_);
        at_ = buffer_.size();
        return std::optional(line);
    }
}

}  // namespace run
