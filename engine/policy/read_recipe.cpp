#include "policy/read_recipe.hpp"

#include "document/key_path.hpp"
#include "policy/mapping.hpp"
#include "policy/parse_expression.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace policy {
namespace {

bool is_step_id(const expression& path) {
    return path.root == path_root::steps && path.names.size() == 2 && path.names[1] == "id";
}

fault misplaced_reference(const expression& path) {
    if (is_step_id(path))
        return {
            fault_kind::type,
            path.at,
            fmt::format("'{}' is not known before the portal has answered", path_text(path)),
            "it can only be the whole value of a key of 'with', or of a mapping there"
        };
    return {
        fault_kind::undefined,
        path.at,
        fmt::format("'{}' is nothing that a step has", path_text(path)),
        fmt::format("write steps.{}.id", path.names.front())
    };
}

class recipe_reader {
public:
    recipe_reader(variable_names& variables, reporter& report)
        : variables_(variables), report_(report) {}

    std::optional<recipe> read(
        const document::node& from, const std::string& path, step_references references
    ) {
        recipe made;
        made.from = spot_of(from, path, report_.source_of(from.where));
        if (!from.tag.empty()) {
            report_tag(report_, from, path);
            return std::nullopt;
        }
        switch (from.kind) {
            case document::node_kind::null:
                return made;
            case document::node_kind::boolean:
                made.constant = from.boolean;
                return made;
            case document::node_kind::integer:
                made.constant = from.integer;
                return made;
            case document::node_kind::real:
                made.constant = from.real;
                return made;
            case document::node_kind::text:
                return read_text(from.text, std::move(made), references);
            case document::node_kind::sequence:
                return read_list(from, path, std::move(made));
            case document::node_kind::mapping:
                return read_mapping(from, path, std::move(made), references);
        }
        return std::nullopt;
    }

    bool bind(expression& what, const spot& from, step_references references) {
        bool bound = true;
        const bool alone = references == step_references::allowed && what.what == operation::path;
        for_each_path(what, [&](expression& path) {
            if (path.root == path_root::vars) bound = bind_variable(path, from) && bound;
            if (path.root == path_root::portal) bound = bind_portal(path, from) && bound;
            if (path.root == path_root::env) bound = bind_environment(path, from) && bound;
            if (path.what != operation::path) return;
            if (path.root != path_root::steps || (alone && is_step_id(path))) return;
            bound = complain(misplaced_reference(path), from);
        });
        return bound;
    }

    bool complain(fault what, const spot& from) {
        place(what, from);
        report_.error(what);
        return false;
    }

private:
    bool bind_variable(expression& path, const spot& from) {
        const auto found = variables_.find(path.names.front());
        if (found) {
            path.variable = *found;
            variables_.use(*found);
            return true;
        }
        return complain(
            {fault_kind::undefined,
             path.at,
             fmt::format("unknown variable 'vars.{}'", path.names.front()),
             suggestion(
                 path.names.front(),
                 variables_.all(),
                 variables_.all().empty() ? "this policy has no vars" : ""
             )},
            from
        );
    }

    static bool become(expression& path, const std::string& value) {
        path.what = operation::literal;
        path.literal = value;
        return true;
    }

    bool bind_portal(expression& path, const spot& from) {
        const auto& known = variables_.known();
        if (path.names.size() == 1 && path.names.front() == "name")
            return become(path, known.portal_name);
        if (path.names.size() == 1 && path.names.front() == "url")
            return become(path, known.portal_url);
        return complain(
            {fault_kind::undefined,
             path.at,
             fmt::format("there is no '{}'", path_text(path)),
             "a portal has a name and a url: portal.name, portal.url"},
            from
        );
    }

    // One that is allowed and not set stays a path, so that `??` can give a value instead.
    bool bind_environment(expression& path, const spot& from) {
        const auto& allowed = variables_.known().environment;
        const auto found = allowed.find(path.names.front());
        if (found != allowed.end() && path.names.size() == 1) {
            if (found->second) become(path, *found->second);
            return true;
        }
        std::vector<std::string> names;
        for (const auto& [name, value] : allowed) names.push_back(name);
        return complain(
            {fault_kind::undefined,
             path.at,
             fmt::format("'{}' is not open to policies", path_text(path)),
             suggestion(
                 path.names.front(), names, "list its name under 'environment' in the configuration"
             )},
            from
        );
    }

    // Takes the text apart at "${" (a placeholder) and "$${" (which stands for the characters
    // "${").
    std::optional<recipe> read_text(
        const std::string& text, recipe made, step_references references
    ) {
        std::string plain;
        std::size_t from = 0;
        for (auto at = text.find("${"); at != std::string::npos; at = text.find("${", from)) {
            plain.append(text, from, at - from);
            if (plain.ends_with('$') && at > from) {
                plain += '{';
                from = at + 2;
                continue;
            }
            auto read = parse_placeholder(text, at + 2);
            if (!read) {
                complain(std::move(read.error()), made.from);
                return std::nullopt;
            }
            const bool whole = at == 0 && read->end == text.size();
            const auto may = whole ? references : step_references::refused;
            if (!bind(read->what, made.from, may)) return std::nullopt;
            made.shape = whole ? recipe::form::expression : recipe::form::text;
            made.pieces.push_back({std::exchange(plain, {}), std::move(read->what)});
            from = read->end;
        }
        plain.append(text, from);
        if (made.pieces.empty())
            made.constant = std::move(plain);
        else if (!plain.empty())
            made.pieces.push_back({std::move(plain), std::nullopt});
        return made;
    }

    std::optional<recipe> read_list(
        const document::node& from, const std::string& path, recipe made
    ) {
        made.shape = recipe::form::list;
        bool complete = true;
        for (std::size_t i = 0; i < from.items.size(); ++i) {
            auto item =
                read(from.items[i], document::path_of_item(path, i), step_references::refused);
            complete = complete && item;
            if (item) made.items.push_back(std::move(*item));
        }
        if (!complete) return std::nullopt;
        return settled(std::move(made));
    }

    std::optional<recipe> read_mapping(
        const document::node& from, const std::string& path, recipe made, step_references references
    ) {
        made.shape = recipe::form::mapping;
        bool complete = true;
        for (const auto& [key, value] : from.entries) {
            const auto inner = document::path_of_key(path, key.text);
            recipe name;
            name.from = spot_of(key, inner, report_.source_of(key.where));
            auto read_key = read_text(key.text, std::move(name), step_references::refused);
            // A key is a text, whatever its placeholder comes to.
            if (read_key && read_key->shape == recipe::form::expression)
                read_key->shape = recipe::form::text;
            auto item = read(value, inner, references);
            complete = complete && read_key && item;
            if (!complete) continue;
            made.keys.push_back(std::move(*read_key));
            made.items.push_back(std::move(*item));
        }
        if (!complete) return std::nullopt;
        return settled(std::move(made));
    }

    // A container that holds constants only is one itself.
    static recipe settled(recipe made) {
        const auto is_constant = [](const recipe& each) {
            return each.shape == recipe::form::constant;
        };
        if (!std::ranges::all_of(made.items, is_constant) ||
            !std::ranges::all_of(made.keys, is_constant))
            return made;
        if (made.shape == recipe::form::list) {
            auto& items = made.constant.emplace_array();
            for (auto& each : made.items) items.push_back(std::move(each.constant));
        } else {
            auto& members = made.constant.emplace_object();
            for (std::size_t i = 0; i < made.items.size(); ++i)
                members.emplace(
                    made.keys[i].constant.get_string(), std::move(made.items[i].constant)
                );
        }
        made.shape = recipe::form::constant;
        made.keys.clear();
        made.items.clear();
        return made;
    }

    variable_names& variables_;
    reporter& report_;
};

}  // namespace

std::optional<std::size_t> variable_names::find(std::string_view name) const {
    const auto found = std::ranges::find(names_, name);
    if (found == names_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - names_.begin());
}

std::optional<recipe> read_recipe(
    const document::node& from,
    const std::string& path,
    variable_names& variables,
    reporter& report,
    step_references references
) {
    return recipe_reader(variables, report).read(from, path, references);
}

std::optional<std::string> referred_step(const recipe& how) {
    if (how.shape != recipe::form::expression) return std::nullopt;
    const auto& what = *how.pieces.front().what;
    if (what.what != operation::path || what.root != path_root::steps) return std::nullopt;
    return what.names.front();
}

std::optional<placed_expression> read_expression(
    const document::node& from, const std::string& path, variable_names& variables, reporter& report
) {
    if (from.kind == document::node_kind::sequence || from.kind == document::node_kind::mapping ||
        from.kind == document::node_kind::null) {
        report.error(
            "policy.wrong-type",
            from.where,
            path,
            fmt::format("expected an expression, got {}", document::describe(from.kind))
        );
        return std::nullopt;
    }
    recipe_reader reading(variables, report);
    placed_expression made{{}, spot_of(from, path, report.source_of(from.where))};
    auto parsed = parse_expression(from.text);
    if (!parsed) {
        if (from.text.contains("${"))
            parsed.error().hint = "an expression stands here without '${' and '}'";
        reading.complain(std::move(parsed.error()), made.from);
        return std::nullopt;
    }
    made.what = std::move(*parsed);
    if (!reading.bind(made.what, made.from, step_references::refused)) return std::nullopt;
    return made;
}

}  // namespace policy
