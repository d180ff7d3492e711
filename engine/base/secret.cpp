#include "base/secret.hpp"

#include <string.h>

namespace base {

secret& secret::operator=(const secret& other) {
    if (this != &other) {
        wipe();
        text_ = other.text_;
    }
    return *this;
}

secret& secret::operator=(secret&& other) noexcept {
    if (this != &other) {
        wipe();
        text_ = std::exchange(other.text_, {});
    }
    return *this;
}

secret::~secret() {
    wipe();
}

// Not by memset, which the compiler may drop before memory is freed.
void secret::wipe() noexcept {
    ::explicit_bzero(text_.data(), text_.size());
}

}  // namespace base
