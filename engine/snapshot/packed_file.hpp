#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace snapshot {

// Text put compressed (gzip) into a file. The same text gives the same bytes: neither a name nor a
// time is among them.
class packed_writer {
public:
    // `file`: an empty file open for writing, which stays the caller's to close.
    static base::result<packed_writer> on(int file);

    // The first failure is remembered, and given by `finish`.
    void put(std::string_view text);
    // Call it once, last.
    base::result<void> finish();

private:
    struct closer {
        void operator()(void* stream) const noexcept;
    };
    using handle = std::unique_ptr<void, closer>;  // a gzFile

    explicit packed_writer(handle stream) : stream_(std::move(stream)) {}

    handle stream_;
    std::optional<base::failure> failed_;
};

// How the reading of a file came to its end.
enum class end_of_reading { whole, cut_short, damaged };

// The lines of such a file. Whatever is in it, no more than one line and a buffer stand in memory.
class packed_lines {
public:
    // Fails where the system does not let it be read. A file that is not compressed has no lines,
    // and is damaged.
    static base::result<packed_lines> open(const std::filesystem::path& file);

    // Without its line end; good until the next call. Nothing at the end.
    std::optional<std::string_view> next();
    // After the last line.
    [[nodiscard]] end_of_reading ended() const noexcept { return ended_; }

private:
    struct closer {
        void operator()(void* stream) const noexcept;
    };
    using handle = std::unique_ptr<void, closer>;

    explicit packed_lines(handle stream) : stream_(std::move(stream)) {}
    bool fill();

    handle stream_;
    std::string buffer_;
    std::size_t at_ = 0;
    bool over_ = false;
    end_of_reading ended_ = end_of_reading::whole;
};

}  // namespace snapshot
