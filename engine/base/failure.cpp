#include "base/failure.hpp"

namespace base {

failure failure::within(std::string_view outer) const {
    std::string text(outer);
    if (!doing.empty()) text.append(": ").append(doing);
    return {code, std::move(text)};
}

std::string describe(const failure& what) {
    if (!what.code) return what.doing;
    if (what.doing.empty()) return what.code.message();
    return what.doing + ": " + what.code.message();
}

}  // namespace base
