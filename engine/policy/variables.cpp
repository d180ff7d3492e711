#include "policy/variables.hpp"

#include "document/key_path.hpp"
#include "policy/mapping.hpp"
#include "policy/read_recipe.hpp"
#include "policy/user_names.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace policy {
namespace {

bool depends_on_user(const recipe& how, const std::vector<variable>& variables) {
    bool depends = false;
    for_each_path_in(how, [&](const expression& path) {
        // What is left of `env` is not set, and that shows without a user.
        if (path.root == path_root::env) return;
        depends = depends || path.root != path_root::vars ||
                  variables[path.variable].value.shape != recipe::form::constant;
    });
    return depends;
}

// Not a constant, and asks for nothing.
recipe unusable() {
    recipe made;
    made.shape = recipe::form::list;
    return made;
}

// Visits every variable after those that it builds on.
class circle_finder {
public:
    circle_finder(std::vector<variable>& variables, reporter& report)
        : variables_(variables), report_(report), states_(variables.size(), state::fresh) {}

    void visit_all() {
        for (std::size_t i = 0; i < variables_.size(); ++i) visit(i);
    }

private:
    enum class state { fresh, open, done };

    void visit(std::size_t which) {
        if (states_[which] == state::done) return;
        if (states_[which] == state::open) return refuse_circle(which);
        if (open_.size() == deepest_variable) return refuse_depth(which);
        states_[which] = state::open;
        open_.push_back(which);
        for (const auto next : next_of(which)) visit(next);
        open_.pop_back();
        states_[which] = state::done;
        auto& value = variables_[which].value;
        auto settled = settle(value, variables_);
        if (settled) return;
        report_.error(settled.error());
        value = unusable();
    }

    // Found first: the recipe is emptied when a circle is refused.
    [[nodiscard]] std::vector<std::size_t> next_of(std::size_t which) const {
        std::vector<std::size_t> all;
        for_each_path_in(variables_[which].value, [&](const expression& path) {
            if (path.root == path_root::vars) all.push_back(path.variable);
        });
        return all;
    }

    void refuse_circle(std::size_t which) {
        std::vector<std::string> names;
        for (auto at = std::ranges::find(open_, which); at != open_.end(); ++at)
            names.push_back(variables_[*at].name);
        names.push_back(variables_[which].name);
        refuse(which, fmt::format("vars go round in a circle: {}", fmt::join(names, " -> ")));
    }

    void refuse_depth(std::size_t which) {
        refuse(
            which, fmt::format("vars may build on each other {} deep at most", deepest_variable)
        );
    }

    void refuse(std::size_t which, std::string message) {
        auto& value = variables_[which].value;
        report_.error("policy.cycle", value.from.where, value.from.path, std::move(message));
        value = unusable();
        states_[which] = state::done;
    }

    std::vector<variable>& variables_;
    reporter& report_;
    std::vector<state> states_;
    std::vector<std::size_t> open_;
};

void check_name(const document::node& key, const std::string& path, reporter& report) {
    const auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    const auto is_fitting = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); };
    if (!key.text.empty() && is_letter(key.text.front()) &&
        std::ranges::all_of(key.text, is_fitting))
        return;
    report.error(
        "policy.bad-name",
        key.where,
        path,
        fmt::format("'{}' cannot be the name of a variable", key.text),
        "letters, digits and _, not beginning with a digit"
    );
}

}  // namespace

variable_names names_of_variables(const document::node* from, const facts& known) {
    std::vector<std::string> names;
    if (from != nullptr)
        for (const auto& [key, value] : from->entries) names.push_back(key.text);
    return variable_names(std::move(names), known);
}

std::vector<variable> read_variables(
    const document::node& from, const std::string& path, variable_names& names, reporter& report
) {
    std::vector<variable> all;
    if (from.kind != document::node_kind::mapping) {
        report_kind(report, from, path, "a mapping of names and values");
        return all;
    }
    for (const auto& [key, value] : from.entries) {
        const auto inner = document::path_of_key(path, key.text);
        check_name(key, inner, report);
        auto read = read_recipe(value, inner, names, report);
        all.push_back({key.text, read ? std::move(*read) : unusable()});
    }
    circle_finder(all, report).visit_all();
    return all;
}

std::expected<void, fault> settle(recipe& how, const std::vector<variable>& variables) {
    if (how.shape == recipe::form::constant || depends_on_user(how, variables)) return {};
    // A list or a mapping without any placeholder is a constant from the beginning, so this one is
    // unusable: it has no pieces and no items.
    const bool is_empty = how.pieces.empty() && how.items.empty();
    if (is_empty) return {};
    user_names nobody(nullptr, variables);
    auto value = make(how, nobody);
    if (!value) return std::unexpected(std::move(value.error()));
    recipe made;
    made.from = std::move(how.from);
    made.constant = std::move(*value).take();
    how = std::move(made);
    return {};
}

}  // namespace policy
