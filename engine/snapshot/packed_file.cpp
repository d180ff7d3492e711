#include "snapshot/packed_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <zlib.h>

namespace snapshot {

namespace {

constexpr std::size_t block = std::size_t{1} << 16;
// One user with all that he has.
constexpr std::size_t longest_line = std::size_t{1} << 26;

gzFile stream_in(void* handle) {
    return static_cast<gzFile>(handle);
}

base::failure failed(int code, std::string_view doing) {
    return {std::error_code(code, std::generic_category()), std::string(doing)};
}

}  // namespace

void packed_writer::closer::operator()(void* stream) const noexcept {
    gzclose(stream_in(stream));
}

void packed_lines::closer::operator()(void* stream) const noexcept {
    gzclose(stream_in(stream));
}

base::result<packed_writer> packed_writer::on(int file) {
    const int own = ::fcntl(file, F_DUPFD_CLOEXEC, 0);
    if (own < 0) return std::unexpected(failed(errno, "opening a file once more"));
    handle stream(gzdopen(own, "wb6"));
    if (stream) return packed_writer(std::move(stream));
    ::close(own);
    return std::unexpected(failed(ENOMEM, "compressing"));
}

void packed_writer::put(std::string_view text) {
    for (; !text.empty() && !failed_;) {
        const auto part = text.substr(0, block);
        errno = 0;
        const auto written =
            gzwrite(stream_in(stream_.get()), part.data(), static_cast<unsigned>(part.size()));
        if (written <= 0) failed_ = failed(errno != 0 ? errno : EIO, "writing");
        text.remove_prefix(part.size());
    }
}

base::result<void> packed_writer::finish() {
    errno = 0;
    const auto closed = gzclose(stream_in(stream_.release()));
    if (!failed_ && closed != Z_OK) failed_ = failed(errno != 0 ? errno : EIO, "writing");
    if (failed_) return std::unexpected(*failed_);
    return {};
}

base::result<packed_lines> packed_lines::open(const std::filesystem::path& file) {
    const int own = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (own < 0) return std::unexpected(failed(errno, "opening " + file.string()));
    handle stream(gzdopen(own, "rb"));
    if (stream) return packed_lines(std::move(stream));
    ::close(own);
    return std::unexpected(failed(ENOMEM, "opening " + file.string()));
}

std::optional<std::string_view> packed_lines::next() {
    for (std::size_t searched = 0;;) {
        const auto rest = std::string_view(buffer_).substr(at_);
        const auto end = rest.find('\n', searched);
        if (end != std::string_view::npos) {
            at_ += end + 1;
            return rest.substr(0, end);
        }
        searched = rest.size();
        if (searched > longest_line) ended_ = end_of_reading::damaged;
        if (over_ || ended_ == end_of_reading::damaged || !fill()) break;
    }
    // What has no line end was cut off.
    if (at_ != buffer_.size() && ended_ == end_of_reading::whole)
        ended_ = end_of_reading::cut_short;
    buffer_.clear();
    at_ = 0;
    return std::nullopt;
}

bool packed_lines::fill() {
    buffer_.erase(0, at_);
    at_ = 0;
    const auto had = buffer_.size();
    buffer_.resize(had + block);
    const auto got = gzread(stream_in(stream_.get()), buffer_.data() + had, block);
    buffer_.resize(had + static_cast<std::size_t>(got > 0 ? got : 0));
    if (gzdirect(stream_in(stream_.get())) != 0) {
        buffer_.resize(had);
        ended_ = end_of_reading::damaged;
    }
    if (got == static_cast<int>(block)) return true;
    over_ = true;
    int wrong = Z_OK;
    gzerror(stream_in(stream_.get()), &wrong);
    if (wrong == Z_BUF_ERROR && ended_ == end_of_reading::whole)
        ended_ = end_of_reading::cut_short;
    else if (got < 0 || (wrong != Z_OK && wrong != Z_STREAM_END))
        ended_ = end_of_reading::damaged;
    return buffer_.size() > had;
}

}  // namespace snapshot
