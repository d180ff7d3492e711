#include "base/secret.hpp"

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

// Through a volatile pointer: the compiler may not drop writes to memory that is about to be freed.
void secret::wipe() noexcept {
    volatile char* bytes = text_.data();
    for (std::size_t i = 0; i < text_.size(); ++i) bytes[i] = '\0';
}

}  // namespace base
