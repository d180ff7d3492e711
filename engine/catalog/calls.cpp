#include "catalog/calls.hpp"

#include "catalog/placeholder.hpp"

#include <boost/assert.hpp>
#include <boost/json/serialize.hpp>

#include <utility>

namespace catalog {

namespace {

// Fills one template's texts for one user and one item. The catalog has checked the placeholders
// when it was read, so what is missing here is a bug.
class filler {
public:
    filler(const model::user& who, const model::value& item) : who_(who), item_(item) {}

    [[nodiscard]] model::object object(const model::object& from) const {
        model::object made;
        for (const auto& entry : from) made[entry.key()] = value(entry.value());
        return made;
    }

private:
    [[nodiscard]] model::value value(const model::value& from) const {
        if (const auto* nested = from.if_object()) return object(*nested);
        if (const auto* list = from.if_array()) {
            model::array made;
            for (const auto& each : *list) made.push_back(value(each));
            return made;
        }
        return from.is_string() ? text(from.get_string()) : from;
    }

    // A text that is one placeholder keeps the type of what fills it.
    [[nodiscard]] model::value text(std::string_view from) const {
        const auto pieces = parse_template(from);
        BOOST_ASSERT(pieces.has_value());
        if (pieces->size() == 1) return piece(pieces->front());
        std::string made;
        for (const auto& each : *pieces) {
            const auto part = piece(each);
            made +=
                part.is_string() ? std::string(part.get_string()) : boost::json::serialize(part);
        }
        return model::value(made);
    }

    [[nodiscard]] model::value piece(const template_text::value_type& from) const {
        if (const auto* literal = std::get_if<std::string>(&from)) return model::value(*literal);
        const auto& hole = std::get<placeholder>(from);
        switch (hole.from) {
            case placeholder_source::user_id:
                return who_.id.value();
            case placeholder_source::user_email:
                return model::value(who_.email);
            case placeholder_source::item:
                break;
        }
        BOOST_ASSERT_MSG(item_.is_object(), "a call on an item needs the item as it was read");
        const auto* member = item_.get_object().if_contains(hole.member);
        BOOST_ASSERT_MSG(member != nullptr, "read_from_answer gives no item without its id");
        return *member;
    }

    const model::user& who_;
    const model::value& item_;
};

model::result_reference reference_in(
    const call_template& from,
    const std::string& key,
    const std::vector<std::string>& path,
    const std::string& command
) {
    model::result_reference made{{}, command};
    if (!from.values_under.empty()) made.path.push_back(from.values_under);
    made.path.push_back(key);
    made.path.insert(made.path.end(), path.begin(), path.end());
    return made;
}

// A container for the values is made only when there is a value: PHP cannot see an empty one in a
// batch, and references bring their own path.
call filled(
    const call_template& from,
    const model::user& who,
    const model::value& item,
    const std::vector<assignment>& values
) {
    call made{from.method, filler(who, item).object(from.params), {}};
    for (const auto& each : values) {
        for (const auto& part : each.parts) {
            made.references.push_back(reference_in(from, each.key, part.path, part.command));
        }
        if (const auto* key = std::get_if<std::string>(&each.from)) {
            made.references.push_back(reference_in(from, each.key, {}, *key));
            continue;
        }
        const auto& value = std::get<model::value>(each.from);
        if (from.values_under.empty()) {
            made.params[each.key] = value;
            continue;
        }
        auto& holder = made.params[from.values_under];
        if (!holder.is_object()) holder.emplace_object();
        holder.get_object()[each.key] = value;
    }
    return made;
}

}  // namespace

call read_call(const resource& what, const model::user& who) {
    return filled(what.read, who, nullptr, {});
}

call write_call(
    const resource& what,
    const model::user& who,
    const model::value& item,
    const std::vector<assignment>& values
) {
    return filled(what.write, who, item, values);
}

call remove_call(const resource& what, const model::user& who, const std::string& id) {
    BOOST_ASSERT_MSG(what.remove.has_value(), "not every resource's items can be deleted");
    return filled(*what.remove, who, model::object{{what.id_field, id}}, {});
}

call contents_call(const resource& what, const model::user& who, const std::string& id) {
    BOOST_ASSERT_MSG(what.contents.has_value(), "what can be deleted can be looked into");
    return filled(*what.contents, who, model::object{{what.id_field, id}}, {});
}

call create_call(
    const resource& what, const model::user& who, const std::vector<assignment>& values
) {
    BOOST_ASSERT_MSG(what.create.has_value(), "only a collection's items are created");
    return filled(*what.create, who, nullptr, values);
}

}  // namespace catalog
