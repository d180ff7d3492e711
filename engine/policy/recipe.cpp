#include "policy/recipe.hpp"

#include "catalog/misfits.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <utility>

namespace policy {
namespace {

using made = std::expected<operand, fault>;

std::unexpected<fault> placed(fault what, const spot& at) {
    place(what, at);
    return std::unexpected(std::move(what));
}

std::unexpected<fault> too_large(const recipe& how) {
    return placed(
        {fault_kind::bound, 0, "the values become larger than a policy may make them"}, how.from
    );
}

made make_expression(const recipe& how, names& known) {
    auto value = evaluate(*how.pieces.front().what, known);
    if (!value) return placed(std::move(value.error()), how.from);
    if (value->is_borrowed() && !known.allowed.spend(cost_of(value->get()))) return too_large(how);
    return std::move(*value);
}

// What a value looks like inside a text; nothing for what has no such look.
bool append_to(std::string& text, const model::value& value) {
    switch (value.kind()) {
        case boost::json::kind::bool_:
            text += value.get_bool() ? "true" : "false";
            return true;
        case boost::json::kind::int64:
            fmt::format_to(std::back_inserter(text), "{}", value.get_int64());
            return true;
        case boost::json::kind::uint64:
            fmt::format_to(std::back_inserter(text), "{}", value.get_uint64());
            return true;
        case boost::json::kind::double_:
            fmt::format_to(std::back_inserter(text), "{}", value.get_double());
            return true;
        case boost::json::kind::string:
            text.append(value.get_string().data(), value.get_string().size());
            return true;
        default:
            return false;
    }
}

made make_text(const recipe& how, names& known) {
    std::string text;
    for (const auto& piece : how.pieces) {
        text += piece.text;
        if (!piece.what) continue;
        const auto value = evaluate(*piece.what, known);
        if (!value) return placed(value.error(), how.from);
        if (append_to(text, value->get())) {
            if (text.size() > known.allowed.left()) return too_large(how);
            continue;
        }
        return placed(
            {fault_kind::type,
             piece.what->at,
             fmt::format("{} cannot be part of a text", catalog::described(value->get())),
             value->get().is_array()  ? "join it: ${join(LIST, \", \")}"
             : value->get().is_null() ? "give a default: ${... ?? \"\"}"
                                      : ""},
            how.from
        );
    }
    if (!known.allowed.spend(text.size())) return too_large(how);
    return operand::made_of(model::value(std::move(text)));
}

made make_list(const recipe& how, names& known) {
    model::array items;
    items.reserve(how.items.size());
    for (const auto& each : how.items) {
        auto item = make(each, known);
        if (!item) return item;
        items.push_back(std::move(*item).take());
    }
    return operand::made_of(std::move(items));
}

made make_mapping(const recipe& how, names& known) {
    model::object members;
    members.reserve(how.items.size());
    for (std::size_t i = 0; i < how.items.size(); ++i) {
        const auto key = make(how.keys[i], known);
        if (!key) return key;
        auto item = make(how.items[i], known);
        if (!item) return item;
        if (!members.emplace(key->get().get_string(), std::move(*item).take()).second)
            return placed(
                {fault_kind::type,
                 0,
                 fmt::format("the key {} is there twice", catalog::described(key->get()))},
                how.keys[i].from
            );
    }
    return operand::made_of(std::move(members));
}

// A mapping's entries are made in the order in which they are written.
void gather_ids(
    const recipe& how,
    const model::value& value,
    std::vector<std::string>& path,
    std::vector<id_place>& into
) {
    if (how.shape == recipe::form::item_id) into.push_back({path, how.step});
    if (how.shape != recipe::form::mapping) return;
    auto entry = value.get_object().begin();
    for (const auto& item : how.items) {
        path.emplace_back(entry->key());
        gather_ids(item, entry->value(), path, into);
        path.pop_back();
        ++entry;
    }
}

}  // namespace

made make(const recipe& how, names& known) {
    switch (how.shape) {
        case recipe::form::constant:
            if (!known.allowed.spend(cost_of(how.constant))) return too_large(how);
            return operand::borrowed(how.constant);
        case recipe::form::expression:
            return make_expression(how, known);
        case recipe::form::text:
            return make_text(how, known);
        case recipe::form::list:
            return make_list(how, known);
        case recipe::form::mapping:
            return make_mapping(how, known);
        case recipe::form::item_id:
            return operand::made_of(1);
    }
    return operand::borrowed(how.constant);
}

std::vector<id_place> places_of_ids(const recipe& how, const model::value& made) {
    std::vector<id_place> all;
    std::vector<std::string> path;
    gather_ids(how, made, path, all);
    return all;
}

}  // namespace policy
