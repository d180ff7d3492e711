#pragma once

#include <cstddef>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace document {

// The physical lines of a stream, each with its line end (LF, CRLF or CR), read block by block. A
// line longer than `most` comes in pieces, so that memory stays bounded.
class line_feed {
public:
    line_feed(std::unique_ptr<std::istream> in, std::size_t most)
        : in_(std::move(in)), most_(most) {}

    // Good until the next call. Nothing at the end, or when reading failed.
    std::optional<std::string_view> next();

    [[nodiscard]] std::size_t line() const noexcept { return line_; }  // of the last piece, from 1
    [[nodiscard]] bool failed() const { return in_->bad(); }

private:
    // How long the piece at the front is, and whether its line ends with it.
    struct extent {
        std::size_t size = 0;
        bool ended = false;
    };
    std::optional<extent> decided(std::size_t searched) const;
    bool fill();

    std::unique_ptr<std::istream> in_;
    std::size_t most_;
    std::string buffer_;
    std::size_t at_ = 0;
    std::size_t line_ = 0;
    bool line_ended_ = true;
};

}  // namespace document
