#pragma once

#include "model/value.hpp"
#include "policy/expression.hpp"
#include "policy/fault.hpp"

#include <cstddef>
#include <expected>
#include <utility>

namespace policy {

// A value that an expression came to: one that stands elsewhere already, or one that was made.
class operand {
public:
    static operand borrowed(const model::value& from) {
        operand made;
        made.from_ = &from;
        return made;
    }
    static operand made_of(model::value value) {
        operand made;
        made.made_ = std::move(value);
        return made;
    }

    [[nodiscard]] const model::value& get() const { return from_ == nullptr ? made_ : *from_; }
    bool operator==(const operand& other) const { return get() == other.get(); }
    [[nodiscard]] bool is_borrowed() const { return from_ != nullptr; }
    [[nodiscard]] model::value take() && {
        return from_ == nullptr ? std::move(made_) : model::value(*from_);
    }

private:
    const model::value* from_ = nullptr;
    model::value made_;
};

// What the making of one user's values may cost at most, so that variables that repeat each other
// cannot grow beyond all bounds. Counted in bytes of text and in values.
class budget {
public:
    [[nodiscard]] bool spend(std::size_t cost) {
        if (cost > left_) return false;
        left_ -= cost;
        return true;
    }
    [[nodiscard]] std::size_t left() const { return left_; }

private:
    std::size_t left_ = std::size_t{1} << 20U;
};

std::size_t cost_of(const model::value& value);

// What the names of an expression stand for.
class names {
public:
    names() = default;
    names(const names&) = delete;
    names& operator=(const names&) = delete;
    virtual ~names() = default;

    // The value that a path leads to; it stays where it is as long as the names do.
    virtual std::expected<const model::value*, fault> find(const expression& path) = 0;

    budget allowed;
};

// The value of an expression. Faults name the place in the expression's text.
std::expected<operand, fault> evaluate(const expression& what, names& known);

// The same of a condition: anything but true and false is a fault.
std::expected<bool, fault> decide(const expression& what, names& known);

}  // namespace policy
