#include "document/line_feed.hpp"

namespace document {
namespace {

constexpr std::size_t block_size = 65536;

}  // namespace

bool line_feed::fill() {
    buffer_.erase(0, at_);
    at_ = 0;
    const auto had = buffer_.size();
    buffer_.resize(had + block_size);
    in_->read(buffer_.data() + had, block_size);
    const auto got = static_cast<std::size_t>(in_->gcount());
    buffer_.resize(had + got);
    return got != 0;
}

// A CR at the very end of what was read may be half of a CRLF: nothing is decided then.
std::optional<line_feed::extent> line_feed::decided(std::size_t searched) const {
    const auto end = buffer_.find_first_of("\r\n", at_ + searched);
    if (end == std::string::npos) return std::nullopt;
    if (buffer_[end] == '\n') return extent{end + 1 - at_, true};
    if (end + 1 == buffer_.size()) return std::nullopt;
    return extent{end + (buffer_[end + 1] == '\n' ? 2U : 1U) - at_, true};
}

std::optional<std::string_view> line_feed::next() {
    auto piece = decided(0);
    while (!piece) {
        const auto waiting = buffer_.size() - at_;
        if (waiting >= most_ || !fill()) {
            piece = extent{waiting, waiting != 0 && buffer_.back() == '\r'};
        } else {
            piece = decided(waiting == 0 ? 0 : waiting - 1);
        }
    }
    if (piece->size == 0 || in_->bad()) return std::nullopt;
    if (line_ended_) ++line_;
    line_ended_ = piece->ended;
    at_ += piece->size;
    return std::string_view(buffer_).substr(at_ - piece->size, piece->size);
}

}  // namespace document
