#include "roster/group_book.hpp"

#include "base/glob.hpp"
#include "base/nearest_name.hpp"
#include "document/excerpt.hpp"
#include "document/key_path.hpp"
#include "document/problem.hpp"
#include "roster/group_reader.hpp"
#include "roster/membership.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace roster {
namespace {

void complain(
    const base::source_pos& where,
    std::string message,
    std::string hint,
    base::diagnostics& problems
) {
    auto what = document::problem_at(where, "roster.group", std::move(message));
    what.hint = std::move(hint);
    problems.add(std::move(what));
}

std::string meant(std::string_view wrong, const std::vector<std::string>& known) {
    if (const auto near = base::nearest_name(wrong, known))
        return fmt::format("did you mean '{}'?", *near);
    return known.empty() ? "there is none" : fmt::format("there are: {}", fmt::join(known, ", "));
}

}  // namespace

void group_book::add(
    const document::node& groups, std::string_view path, base::diagnostics& problems
) {
    for (const auto& [name, what] : groups.entries) {
        group_reader reader(document::path_of_key(path, name.text), problems);
        auto made = reader.read(name, what);
        if (const auto* same = find(made.name))
            complain(
                name.where,
                fmt::format("the group {} is defined twice", document::in_quotes(made.name)),
                "first at " + base::to_string(same->where),
                problems
            );
        else
            groups_.push_back(std::move(made));
    }
}

const group_book::group* group_book::find(std::string_view name) const {
    const auto found = std::ranges::find(groups_, name, &group::name);
    return found == groups_.end() ? nullptr : &*found;
}

std::size_t group_book::index_of(std::string_view name) const {
    return static_cast<std::size_t>(
        std::ranges::find(groups_, name, &group::name) - groups_.begin()
    );
}

void group_book::finish(const std::vector<std::string>& attributes, base::diagnostics& problems) {
    const auto before = problems.errors();
    for (const auto& each : groups_) {
        check_patterns(each, attributes, problems);
        for (const auto& [child, where] : each.children)
            if (find(child) == nullptr)
                complain(
                    where,
                    fmt::format("there is no group {}", document::in_quotes(child)),
                    meant(child, names()),
                    problems
                );
    }
    if (problems.errors() != before) return;
    for (std::size_t i = 0; i < groups_.size(); ++i) {
        std::vector<std::size_t> path{i};
        if (is_within_itself(i, path, problems)) return;
    }
    for (std::size_t i = 0; i < groups_.size(); ++i) spread(i, i);
}

void group_book::check_patterns(
    const group& of, const std::vector<std::string>& attributes, base::diagnostics& problems
) const {
    for (const auto& each : of.match)
        if (std::ranges::find(attributes, each.attribute) == attributes.end())
            complain(
                each.where,
                fmt::format(
                    "no user of the roster has an attribute {}", document::in_quotes(each.attribute)
                ),
                meant(each.attribute, attributes),
                problems
            );
}

// Told for the first of its groups only.
bool group_book::is_within_itself(
    std::size_t from, std::vector<std::size_t>& path, base::diagnostics& problems
) const {
    for (const auto& [name, where] : groups_[from].children) {
        const auto child = index_of(name);
        const bool closes = child == path.front();
        if (!closes && std::ranges::find(path, child) != path.end()) continue;
        path.push_back(child);
        if (closes) {
            std::vector<std::string> way;
            for (const auto step : path) way.push_back(groups_[step].name);
            complain(
                where,
                fmt::format("a group cannot be within itself: {}", fmt::join(way, " > ")),
                "",
                problems
            );
            return true;
        }
        if (is_within_itself(child, path, problems)) return true;
        path.pop_back();
    }
    return false;
}

void group_book::spread(std::size_t parent, std::size_t from) {
    for (const auto& [name, where] : groups_[from].children) {
        const auto child = index_of(name);
        if (groups_[child].within.insert(parent).second) spread(parent, child);
    }
}

std::vector<std::string> group_book::names() const {
    std::vector<std::string> made;
    for (const auto& each : groups_) made.push_back(each.name);
    return made;
}

std::vector<std::string> group_book::var_names() const {
    std::set<std::string> made;
    for (const auto& each : groups_)
        for (const auto& [name, value] : each.vars) made.insert(name);
    return {made.begin(), made.end()};
}

bool group_book::is_in(const group& what, const model::user& who) const {
    if (what.members.holds(who)) return true;
    return !what.match.empty() && std::ranges::all_of(what.match, [&](const pattern& each) {
        const auto* value = who.attributes.if_contains(each.attribute);
        return value != nullptr && any_text(*value, [&](std::string_view text) {
                   return std::ranges::any_of(each.globs, [&](const std::string& glob) {
                       return base::matches_glob(text, glob);
                   });
               });
    });
}

// The groups that the user's own entry names.
bool group_book::add_named(
    const model::user& who, std::set<std::size_t>& to, base::diagnostics& problems
) const {
    const auto* own = who.attributes.if_contains(groups_attribute);
    if (own == nullptr) return true;
    return !any_text(*own, [&](std::string_view name) {
        if (name.empty()) return false;
        const auto index = index_of(name);
        if (index < groups_.size()) {
            to.insert(index);
            return false;
        }
        complain(
            who.where,
            fmt::format("there is no group {}", document::in_quotes(name)),
            meant(name, names()),
            problems
        );
        return true;
    });
}

bool group_book::equip(model::user& who, base::diagnostics& problems) {
    std::set<std::size_t> in;
    if (!add_named(who, in, problems)) return false;
    for (std::size_t i = 0; i < groups_.size(); ++i) {
        if (!is_in(groups_[i], who)) continue;
        in.insert(i);
        for (const auto member : groups_[i].members.named(who)) groups_[i].listed[member] = true;
    }
    auto all = in;
    for (const auto each : in) all.insert(groups_[each].within.begin(), groups_[each].within.end());
    model::array named;
    for (const auto each : all) named.emplace_back(groups_[each].name);
    if (!give_vars(who, all, problems)) return false;
    who.attributes[groups_attribute] = std::move(named);
    return true;
}

void group_book::warn_of_unlisted(base::diagnostics& problems) const {
    for (const auto& each : groups_)
        for (std::size_t i = 0; i < each.listed.size(); ++i) {
            if (each.listed[i]) continue;
            auto what = document::problem_at(
                each.member_where[i],
                "roster.unlisted-member",
                fmt::format(
                    "no roster lists {}, a member of the group '{}'",
                    document::in_quotes(each.members.names()[i]),
                    each.name
                )
            );
            what.level = base::severity::warning;
            what.hint = "mend it, add the user to a roster, or take the member out";
            problems.add(std::move(what));
        }
}

bool group_book::give_vars(
    model::user& who, const std::set<std::size_t>& groups, base::diagnostics& problems
) {
    struct choice {
        std::size_t group;
        const var* what;
    };
    std::map<std::string_view, std::vector<choice>> all;
    for (const auto each : groups)
        for (const auto& [name, value] : groups_[each].vars)
            if (!who.attributes.contains(name)) all[name].push_back({each, &value});
    for (const auto& [name, choices] : all) {
        // A parent's var counts only where no child of it has one.
        std::vector<choice> nearest;
        for (const auto& each : choices)
            if (std::ranges::none_of(choices, [&](const choice& other) {
                    return groups_[other.group].within.contains(each.group);
                }))
                nearest.push_back(each);
        const auto& first = nearest.front();
        const auto other = std::ranges::find_if(nearest, [&](const choice& each) {
            return each.what->value != first.what->value;
        });
        if (other == nearest.end()) {
            who.attributes.emplace(name, first.what->value);
            continue;
        }
        const auto& a = groups_[first.group];
        const auto& b = groups_[other->group];
        if (told_.insert(fmt::format("{}/{}/{}", name, a.name, b.name)).second)
            complain(
                other->what->where,
                fmt::format(
                    "the groups '{}' and '{}' disagree on '{}', and the user {} is in both: {} at "
                    "{}, {} here",
                    a.name,
                    b.name,
                    name,
                    who.id.value(),
                    boost::json::serialize(first.what->value),
                    base::to_string(first.what->where),
                    boost::json::serialize(other->what->value)
                ),
                "make one the child of the other, or give the users in both a value of their own",
                problems
            );
        return false;
    }
    return true;
}

}  // namespace roster
