#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace base {

// A text that must never be printed. It has no operator<<, no conversion and no formatter, so that
// writing it to a log does not compile; whoever needs the text says `reveal()`, which is easy to
// find in a review. The memory is overwritten when it is given up.
class secret {
public:
    secret() = default;
    explicit secret(std::string text) : text_(std::move(text)) {}
    secret(const secret&) = default;
    secret(secret&& other) noexcept : text_(std::exchange(other.text_, {})) {}
    secret& operator=(const secret& other);
    secret& operator=(secret&& other) noexcept;
    ~secret();

    [[nodiscard]] std::string_view reveal() const noexcept { return text_; }
    [[nodiscard]] bool empty() const noexcept { return text_.empty(); }

private:
    void wipe() noexcept;

    std::string text_;
};

}  // namespace base
