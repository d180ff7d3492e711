#include "policy/evaluate.hpp"

#include "catalog/misfits.hpp"
#include "policy/functions.hpp"
#include "policy/glob.hpp"

#include <fmt/format.h>

#include <array>
#include <compare>
#include <string>
#include <string_view>

namespace policy {
namespace {

using catalog::described;
using evaluated = std::expected<operand, fault>;

// The length of a text times that of a pattern: what comparing them may cost.
constexpr std::size_t most_compared = std::size_t{1} << 22U;

std::unexpected<fault> type_fault(std::size_t at, std::string message, std::string hint = "") {
    return std::unexpected(fault{fault_kind::type, at, std::move(message), std::move(hint)});
}

std::unexpected<fault> too_large(std::size_t at) {
    return std::unexpected(
        fault{fault_kind::bound, at, "the values become larger than a policy may make them", ""}
    );
}

operand truth(bool value) {
    return operand::made_of(value);
}

std::unexpected<fault> not_comparable(
    std::size_t at, const model::value& left, const model::value& right
) {
    const bool text_first = left.is_string() && right.is_number();
    const bool number_first = left.is_number() && right.is_string();
    return type_fault(
        at,
        fmt::format("cannot compare {} with {}", described(left), described(right)),
        text_first ? "the columns of a CSV file are texts: write the number in quotes, or give the "
                     "column a type under 'roster' in the configuration"
        : number_first
            ? "one is a number and one a text: write both without quotes, or both in quotes"
            : ""
    );
}

std::expected<bool, fault> equal(
    std::size_t at, const model::value& left, const model::value& right
) {
    if (left.is_null() || right.is_null()) return left.is_null() && right.is_null();
    if (left.is_double() || right.is_double()) {
        if (left.is_number() && right.is_number())
            return left.to_number<double>() == right.to_number<double>();
    } else if (left.kind() == right.kind() || (left.is_number() && right.is_number())) {
        return left == right;
    }
    return not_comparable(at, left, right);
}

std::expected<std::partial_ordering, fault> order(
    std::size_t at, const model::value& left, const model::value& right
) {
    if (left.is_string() && right.is_string()) {
        const std::string_view a = left.get_string();
        const std::string_view b = right.get_string();
        return a <=> b;
    }
    if (left.is_int64() && right.is_int64()) return left.get_int64() <=> right.get_int64();
    if (left.is_number() && right.is_number())
        return left.to_number<double>() <=> right.to_number<double>();
    return not_comparable(at, left, right);
}

bool holds(operation what, std::partial_ordering order) {
    switch (what) {
        case operation::less:
            return order < 0;
        case operation::at_most:
            return order <= 0;
        case operation::greater:
            return order > 0;
        default:
            return order >= 0;
    }
}

// A list of mixed kinds is searched for what is equal: what cannot be compared is not it.
std::expected<bool, fault> contains(
    std::size_t at, const model::value& list, const model::value& item
) {
    const auto* items = list.if_array();
    if (items == nullptr)
        return type_fault(
            at,
            fmt::format("'in' needs a list on its right, got {}", described(list)),
            list.is_string() ? "take it apart first: \"a\" in split(TEXT, \";\")" : ""
        );
    for (const auto& each : *items) {
        const auto same = equal(at, item, each);
        if (same && *same) return true;
    }
    return false;
}

std::expected<bool, fault> matched(
    std::size_t at, const model::value& text, const model::value& pattern
) {
    if (!text.is_string() || !pattern.is_string())
        return type_fault(
            at,
            fmt::format(
                "'matches' needs a text and a pattern, got {} and {}",
                described(text),
                described(pattern)
            )
        );
    if (text.get_string().size() > most_compared / (pattern.get_string().size() + 1))
        return too_large(at);
    return matches_glob(text.get_string(), pattern.get_string());
}

evaluated compare(const expression& what, const model::value& left, const model::value& right) {
    std::expected<bool, fault> said = false;
    switch (what.what) {
        case operation::equal:
        case operation::not_equal:
            said = equal(what.at, left, right);
            if (said && what.what == operation::not_equal) said = !*said;
            break;
        case operation::contained:
        case operation::not_contained:
            said = contains(what.at, right, left);
            if (said && what.what == operation::not_contained) said = !*said;
            break;
        case operation::matches:
            said = matched(what.at, left, right);
            break;
        default: {
            const auto ordered = order(what.at, left, right);
            if (!ordered) return std::unexpected(ordered.error());
            said = holds(what.what, *ordered);
        }
    }
    if (!said) return std::unexpected(said.error());
    return truth(*said);
}

evaluated compare_operands(const expression& what, names& known) {
    const auto left = evaluate(what.operands[0], known);
    if (!left) return left;
    const auto right = evaluate(what.operands[1], known);
    if (!right) return right;
    return compare(what, left->get(), right->get());
}

// What `??` replaces: an empty cell of a CSV file is an empty text.
bool is_nothing(const model::value& value) {
    const auto* text = value.if_string();
    return value.is_null() || (text != nullptr && text->empty());
}

evaluated default_of(const expression& what, names& known) {
    auto left = evaluate(what.operands[0], known);
    if (left && !is_nothing(left->get())) return left;
    if (!left && left.error().kind != fault_kind::undefined) return left;
    return evaluate(what.operands[1], known);
}

evaluated listed(const expression& what, names& known) {
    model::array items;
    items.reserve(what.operands.size());
    for (const auto& each : what.operands) {
        auto item = evaluate(each, known);
        if (!item) return item;
        if (!known.allowed.spend(cost_of(item->get()))) return too_large(each.at);
        items.push_back(std::move(*item).take());
    }
    return operand::made_of(std::move(items));
}

evaluated called(const expression& what, names& known) {
    std::array<operand, 3> values;
    std::array<const model::value*, 3> given{};
    for (std::size_t i = 0; i < what.operands.size(); ++i) {
        auto value = evaluate(what.operands[i], known);
        if (!value) return value;
        values[i] = std::move(*value);
        given[i] = &values[i].get();
    }
    auto made =
        apply(what.callee, std::span(given.data(), what.operands.size()), known.allowed.left());
    if (!made) {
        made.error().at = what.at;
        return std::unexpected(std::move(made.error()));
    }
    if (!known.allowed.spend(cost_of(*made))) return too_large(what.at);
    return operand::made_of(std::move(*made));
}

evaluated joined(const expression& what, names& known) {
    const bool decides = what.what == operation::either;  // what the left side alone can settle
    const auto left = decide(what.operands[0], known);
    if (!left) return std::unexpected(left.error());
    if (*left == decides) return truth(decides);
    const auto right = decide(what.operands[1], known);
    if (!right) return std::unexpected(right.error());
    return truth(*right);
}

evaluated negated(const expression& what, names& known) {
    const auto inner = decide(what.operands[0], known);
    if (!inner) return std::unexpected(inner.error());
    return truth(!*inner);
}

}  // namespace

std::size_t cost_of(const model::value& value) {
    std::size_t cost = 1;
    if (const auto* text = value.if_string()) {
        cost += text->size();
    } else if (const auto* items = value.if_array()) {
        for (const auto& each : *items) cost += cost_of(each);
    } else if (const auto* members = value.if_object()) {
        for (const auto& each : *members) cost += each.key().size() + cost_of(each.value());
    }
    return cost;
}

std::expected<operand, fault> evaluate(const expression& what, names& known) {
    switch (what.what) {
        case operation::literal:
            return operand::borrowed(what.literal);
        case operation::path: {
            const auto found = known.find(what);
            if (!found) return std::unexpected(found.error());
            return operand::borrowed(**found);
        }
        case operation::list:
            return listed(what, known);
        case operation::call:
            return called(what, known);
        case operation::either:
        case operation::both:
            return joined(what, known);
        case operation::negation:
            return negated(what, known);
        case operation::otherwise:
            return default_of(what, known);
        default:
            return compare_operands(what, known);
    }
}

std::expected<bool, fault> decide(const expression& what, names& known) {
    const auto value = evaluate(what, known);
    if (!value) return std::unexpected(value.error());
    if (const auto* said = value->get().if_bool()) return *said;
    return type_fault(
        what.at,
        fmt::format("expected true or false, got {}", described(value->get())),
        "compare it with something: user.position == \"intern\""
    );
}

}  // namespace policy
