#include "catalog/calls.hpp"
#include "catalog/portal_reference.hpp"
#include "catalog/section.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>
#include <utility>

namespace catalog {

namespace {

using maybe = std::expected<model::value, std::string>;

// What lies beyond PHP's bounds is dropped without a word: max_input_vars is 1000, and
// max_input_nesting_level 64, of which half is more than any method needs.
constexpr std::size_t max_variables = 1000;
constexpr std::size_t max_depth = 32;

// "settings[meetSection]", for messages.
std::string shown(std::span<const std::string> path) {
    auto text = path.empty() ? std::string() : path.front();
    for (const auto& each : path.subspan(path.empty() ? 0 : 1)) text += "[" + each + "]";
    return text;
}

// What the catalog knows of the place: a key that a resource writes with this very method, or a
// parameter of the method.
const field* field_at(
    const definitions& all, const method& which, std::span<const std::string> path
) {
    const auto managed = [&](const call_template& from, const resource& what) -> const field* {
        const auto depth = from.values_under.empty() ? 1U : 2U;
        if (from.method != which.name || path.size() != depth) return nullptr;
        if (depth == 2 && path.front() != from.values_under) return nullptr;
        return find_field(what.fields, path.back());
    };
    if (path.size() == 1) {
        if (const auto* found = find_field(which.parameters, path.front())) return found;
    }
    for (const auto& [name, what] : all.resources()) {
        if (const auto* found = managed(what.write, what)) return found;
        if (!what.create) continue;
        if (const auto* found = managed(*what.create, what)) return found;
    }
    return nullptr;
}

// PHP reads `a.b`, `a b` and `a[b` as other names than they are, and `a[b]` as a nesting.
bool is_plain_name(std::string_view name) {
    return !name.empty() &&
           name.find_first_of(std::string_view(". []\0", 5)) == std::string_view::npos;
}

// Below the top PHP keeps dots, but a bracket ends the name, and an empty name or a blank means
// "the next number".
bool is_plain_key(std::string_view key) {
    static constexpr std::string_view blanks = " \t\n\v\f\r";
    return !key.empty() && !blanks.contains(key.front()) &&
           key.find_first_of(std::string_view("[]\0", 3)) == std::string_view::npos;
}

bool is_empty_container(const model::value& given) {
    if (const auto* list = given.if_array()) return list->empty();
    const auto* map = given.if_object();
    return map != nullptr && map->empty();
}

class batch_writer {
public:
    batch_writer(
        const definitions& all,
        const method& which,
        const model::object& params,
        const std::vector<model::result_reference>& references,
        model::fidelity keep
    )
        : all_(all),
          which_(which),
          params_(params),
          references_(references),
          keep_(keep),
          variables_(references.size()) {}

    std::expected<model::object, std::string> params() {
        model::object made;
        for (const auto& entry : params_) {
            if (!is_plain_name(entry.key())) {
                return std::unexpected(fmt::format(
                    "the portal would read the name '{}' as another", std::string_view(entry.key())
                ));
            }
            if (auto why = add(made, entry.key(), entry.value())) {
                return std::unexpected(std::move(*why));
            }
        }
        if (variables_ > max_variables) {
            return std::unexpected(
                fmt::format("{} values are more than PHP reads ({})", variables_, max_variables)
            );
        }
        return made;
    }

private:
    // Puts one entry's batch form into `into`; the reason when it has none. An empty mapping that a
    // reference will fill is left to the reference.
    std::optional<std::string> add(
        model::object& into, std::string_view key, const model::value& given
    ) {
        path_.emplace_back(key);
        if (!(is_empty_container(given) && is_filled_by_reference())) {
            auto made = value(given);
            if (!made) return std::move(made.error());
            into[key] = std::move(*made);
        }
        path_.pop_back();
        return std::nullopt;
    }

    [[nodiscard]] bool is_filled_by_reference() const {
        return std::ranges::any_of(references_, [&](const model::result_reference& each) {
            return each.path.size() > path_.size() &&
                   std::equal(path_.begin(), path_.end(), each.path.begin());
        });
    }

    maybe value(const model::value& given) {
        if (keep_ == model::fidelity::types) return plain(given);
        const auto* known = field_at(all_, which_, path_);
        if (known == nullptr) return plain(given);
        switch (known->type) {
            case field_type::section_id:
                return leaf(is_unset_section(given) ? model::value("") : given);
            case field_type::email:
                return leaf(given.is_null() || given == false ? model::value("") : given);
            case field_type::yes_no:
                if (given.is_bool()) return leaf(given.get_bool() ? "Y" : "N");
                return plain(given);
            case field_type::section_map:
                // What the portal is to fill in must be a parameter of its own; it then makes the
                // text itself.
                return is_filled_by_reference() ? plain(given) : as_json_text(given);
            case field_type::reminders:
                return as_json_text(given);
            default:
                return plain(given);
        }
    }

    // The portal stores a text here as it is and decodes it when it reads (portal-facts 6), so the
    // numbers stay numbers and an empty map can be said. A text that is no JSON of a map or a list
    // would make every later get and set of this user fail.
    maybe as_json_text(const model::value& given) {
        if (!given.is_object() && !given.is_array()) {
            return std::unexpected(fmt::format("{} is no mapping", shown(path_)));
        }
        const bool empty = is_empty_container(given);
        return leaf(model::value(empty ? "{}" : boost::json::serialize(given)));
    }

    maybe plain(const model::value& given) {
        if (is_empty_container(given)) {
            return std::unexpected(
                fmt::format("an empty list or mapping ({}) cannot be written in it", shown(path_))
            );
        }
        if (path_.size() > max_depth) {
            return std::unexpected(fmt::format("{} is nested too deeply", shown(path_)));
        }
        if (const auto* list = given.if_array()) return list_of(*list);
        if (const auto* map = given.if_object()) return map_of(*map);
        return leaf(given);
    }

    maybe list_of(const model::array& given) {
        model::array made;
        for (std::size_t index = 0; index < given.size(); ++index) {
            path_.push_back(std::to_string(index));
            auto item = plain(given[index]);
            if (!item) return item;
            path_.pop_back();
            made.push_back(std::move(*item));
        }
        return made;
    }

    maybe map_of(const model::object& given) {
        model::object made;
        for (const auto& entry : given) {
            if (!is_plain_key(entry.key())) {
                return std::unexpected(fmt::format(
                    "the portal would read the key '{}' of {} as another",
                    std::string_view(entry.key()),
                    shown(path_)
                ));
            }
            if (auto why = add(made, entry.key(), entry.value())) {
                return std::unexpected(std::move(*why));
            }
        }
        return made;
    }

    maybe leaf(model::value given) {
        ++variables_;
        if (given.is_null()) {
            return std::unexpected(fmt::format("nothing ({}) cannot be written in it", shown(path_))
            );
        }
        if (given.is_double()) {
            return std::unexpected(fmt::format("{} is not a whole number", shown(path_)));
        }
        if (!given.is_string()) {
            if (keep_ == model::fidelity::meaning) return given;
            return std::unexpected(fmt::format("{} would arrive as text", shown(path_)));
        }
        const std::string_view text = given.get_string();
        if (text.contains('\0')) {
            return std::unexpected(fmt::format("{} holds a NUL", shown(path_)));
        }
        if (looks_like_reference(text)) {
            return std::unexpected(
                fmt::format("the portal would take the text of {} for a reference", shown(path_))
            );
        }
        return given;
    }

    const definitions& all_;
    const method& which_;
    const model::object& params_;
    const std::vector<model::result_reference>& references_;
    model::fidelity keep_;
    std::size_t variables_;
    std::vector<std::string> path_;
};

// Of a call, or of a command: both have the same parts.
std::expected<model::object, std::string> written(const definitions& all, const auto& what) {
    const auto* which = all.find_method(what.method);
    if (which == nullptr) {
        return std::unexpected(fmt::format("the method {} is not known", what.method));
    }
    if (which->in_batch == batchable::no || which->version == rest_version::three) {
        return std::unexpected(fmt::format("the portal refuses {} in a batch", what.method));
    }
    return batch_writer(all, *which, what.params, what.references, what.keep).params();
}

}  // namespace

std::expected<model::object, std::string> batch_form(const definitions& all, const call& what) {
    return written(all, what);
}

std::expected<model::object, std::string> batch_form(
    const definitions& all, const model::command& what
) {
    return written(all, what);
}

}  // namespace catalog
