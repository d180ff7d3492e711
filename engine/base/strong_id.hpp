#pragma once

#include <compare>
#include <functional>
#include <utility>

namespace base {

// An identity that cannot be mixed up with another one or with a number: `using user_id =
// strong_id<struct user_tag, long>`.
template <class Tag, class Rep>
class strong_id {
public:
    strong_id() = default;
    explicit strong_id(Rep value) : value_(std::move(value)) {}

    [[nodiscard]] const Rep& value() const noexcept { return value_; }

    friend auto operator<=>(const strong_id&, const strong_id&) = default;
    friend bool operator==(const strong_id&, const strong_id&) = default;

private:
    Rep value_{};
};

}  // namespace base

template <class Tag, class Rep>
struct std::hash<base::strong_id<Tag, Rep>> {
    std::size_t operator()(const base::strong_id<Tag, Rep>& id) const {
        return std::hash<Rep>{}(id.value());
    }
};
