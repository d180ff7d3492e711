#include "roster/group_reader.hpp"

#include "document/json_value.hpp"
#include "document/key_path.hpp"
#include "document/problem.hpp"
#include "roster/attribute.hpp"
#include "roster/membership.hpp"

#include <fmt/format.h>

#include <utility>

namespace roster {
namespace {

using document::node;
using document::node_kind;
using document::presence;

bool is_scalar(const node& what) {
    return what.kind != node_kind::sequence && what.kind != node_kind::mapping &&
           what.kind != node_kind::null;
}

}  // namespace

bool is_var_name(std::string_view name) {
    return !name.empty() && kind_of(name) == attribute_kind::other && name != groups_attribute;
}

group_book::group group_book::group_reader::read(const node& name, const node& what) {
    group made;
    made.name = name.text;
    made.where = name.where;
    constexpr std::string_view signs = ":,&!@=\"*? \t";
    if (name.text.empty() || name.text.find_first_of(signs) != std::string::npos ||
        (name.text.front() >= '0' && name.text.front() <= '9') || name.text == "all")
        refuse(
            name,
            path_,
            name.text == "all"
                ? "'all' means everybody and cannot be the name of a group"
                : "the name of a group begins with a letter and holds no blanks and none of "
                  ": , & ! @ = \" * ?",
            "--limit and --exclude name groups, too"
        );
    if (what.kind == node_kind::null) return made;
    document::mapping_reader from(what, path_, "roster", problems_);
    if (const auto* list = from.list("members", presence::optional)) read_members(*list, made);
    if (const auto* match = from.value("match", presence::optional)) read_match(*match, made);
    if (const auto* list = from.list("children", presence::optional)) read_children(*list, made);
    if (const auto* vars = from.value("vars", presence::optional)) read_vars(*vars, made);
    from.finish();
    return made;
}

void group_book::group_reader::read_members(const node& list, group& into) {
    for (std::size_t i = 0; i < list.items.size(); ++i) {
        const auto& each = list.items[i];
        if (is_scalar(each) && into.members.add(each.text)) {
            if (into.members.names().size() == into.listed.size()) continue;  // named before
            into.member_where.push_back(each.where);
            into.listed.push_back(false);
            continue;
        }
        refuse(
            each,
            document::path_of_item(path_ + ".members", i),
            fmt::format("a member is a user's id or email, not {}", document::describe_found(each)),
            "groups within a group are its children"
        );
    }
}

void group_book::group_reader::read_match(const node& patterns, group& into) {
    const auto path = path_ + ".match";
    if (patterns.kind != node_kind::mapping || patterns.entries.empty())
        return refuse(
            patterns,
            path,
            "patterns by attribute were expected",
            "as in: match: {department: [Sales, \"Sales *\"]}"
        );
    for (const auto& [name, value] : patterns.entries) {
        pattern made{attribute_name(name.text), {}, name.where};
        const auto add = [&](const node& glob) {
            if (is_scalar(glob))
                made.globs.push_back(glob.text);
            else
                refuse(
                    glob,
                    document::path_of_key(path, name.text),
                    fmt::format(
                        "a value or pattern was expected, not {}", document::describe_found(glob)
                    )
                );
        };
        if (value.kind == node_kind::sequence)
            for (const auto& each : value.items) add(each);
        else
            add(value);
        into.match.push_back(std::move(made));
    }
}

void group_book::group_reader::read_children(const node& list, group& into) {
    for (std::size_t i = 0; i < list.items.size(); ++i) {
        const auto& each = list.items[i];
        if (each.kind == node_kind::text)
            into.children.emplace_back(each.text, each.where);
        else
            refuse(
                each,
                document::path_of_item(path_ + ".children", i),
                fmt::format(
                    "the name of a group was expected, not {}", document::describe_found(each)
                )
            );
    }
}

void group_book::group_reader::read_vars(const node& vars, group& into) {
    const auto path = path_ + ".vars";
    if (vars.kind != node_kind::mapping)
        return refuse(
            vars,
            path,
            fmt::format("a mapping was expected, not {}", document::describe_found(vars))
        );
    for (const auto& [name, value] : vars.entries) {
        if (is_var_name(name.text))
            into.vars.emplace(name.text, var{document::to_json(value), value.where});
        else
            refuse(
                name,
                document::path_of_key(path, name.text),
                fmt::format("'{}' belongs to the user himself and cannot be a var", name.text)
            );
    }
}

void group_book::group_reader::refuse(
    const node& at, std::string path, std::string message, std::string hint
) {
    auto what = document::problem_at(at, "roster.group", std::move(message));
    what.path = std::move(path);
    what.hint = std::move(hint);
    problems_.add(std::move(what));
}

}  // namespace roster
