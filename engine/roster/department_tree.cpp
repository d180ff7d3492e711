#include "roster/department_tree.hpp"

#include "base/letter_case.hpp"
#include "base/nearest_name.hpp"
#include "document/excerpt.hpp"
#include "document/problem.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace roster {

namespace {

constexpr std::string_view own = "department";
constexpr std::string_view and_above = "department_and_above";
constexpr std::string_view paths = "department_path";
constexpr std::string_view numbers = "department_id";

std::string plain(std::string_view text) {
    constexpr std::string_view blanks = " \t";
    const auto begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return base::lower_case(text.substr(begin, text.find_last_not_of(blanks) - begin + 1));
}

// "Company / Sales" and "company/sales" are one path.
std::string plain_path(std::string_view text) {
    std::string made;
    for (;;) {
        const auto end = std::min(text.find('/'), text.size());
        made += plain(text.substr(0, end));
        if (end == text.size()) return made;
        made += '/';
        text.remove_prefix(end + 1);
    }
}

void add_once(model::array& to, std::string_view text) {
    const model::value made(text);
    if (std::ranges::find(to, made) == to.end()) to.push_back(made);
}

void complain(
    const department_wish& wish,
    std::string code,
    std::string message,
    std::string hint,
    base::diagnostics& problems
) {
    auto what = document::problem_at(wish.where, std::move(code), std::move(message));
    what.path = "roster.directory.departments";
    what.hint = std::move(hint);
    problems.add(std::move(what));
}

}  // namespace

department_tree::department_tree(std::vector<department> all, base::diagnostics& problems) {
    for (auto& each : all) {
        const auto id = each.id;
        by_id_.insert_or_assign(id, std::move(each));
    }
    cut_loops(problems);
    for (const auto& [id, each] : by_id_) children_.emplace(each.parent, id);
}

void department_tree::cut_loops(base::diagnostics& problems) {
    for (auto& [id, each] : by_id_) {
        std::set<std::int64_t> seen;
        const auto* at = &each;
        while (at != nullptr && seen.insert(at->id).second) at = known(at->parent);
        if (at == nullptr) continue;
        base::diagnostic what;
        what.level = base::severity::warning;
        what.code = "roster.department-loop";
        what.message = fmt::format(
            "on the portal the department {} (id {}) is above itself",
            document::in_quotes(at->name),
            at->id
        );
        problems.add(std::move(what));
        by_id_.at(at->id).parent = 0;
    }
}

const department* department_tree::known(std::int64_t id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : &found->second;
}

std::vector<const department*> department_tree::upwards(std::int64_t id) const {
    std::vector<const department*> made;
    for (const auto* at = known(id); at != nullptr; at = known(at->parent)) made.push_back(at);
    return made;
}

std::string department_tree::path_of(std::int64_t id) const {
    std::string made;
    for (const auto* each : upwards(id)) made = made.empty() ? each->name : each->name + '/' + made;
    return made;
}

std::set<std::int64_t> department_tree::find(
    const std::vector<department_wish>& wishes, base::diagnostics& problems
) const {
    std::set<std::int64_t> found;
    for (const auto& wish : wishes) {
        const auto candidates = meant_by(wish);
        if (candidates.empty())
            refuse_unknown(wish, problems);
        else if (candidates.size() > 1)
            refuse_ambiguous(wish, candidates, problems);
        else
            add_with_children(candidates.front(), found);
    }
    return found;
}

// A name with a slash in it goes before a path, a whole path before the end of one.
std::vector<std::int64_t> department_tree::meant_by(const department_wish& wish) const {
    std::vector<std::int64_t> found;
    if (wish.id) {
        if (known(*wish.id) != nullptr) found.push_back(*wish.id);
        return found;
    }
    const auto name = plain(wish.name);
    for (const auto& [id, each] : by_id_)
        if (plain(each.name) == name) found.push_back(id);
    return found.empty() ? at_end_of_path(wish.name) : found;
}

std::vector<std::int64_t> department_tree::at_end_of_path(std::string_view text) const {
    std::vector<std::int64_t> whole;
    std::vector<std::int64_t> ends;
    const auto wanted = plain_path(text);
    if (wanted.find('/') == std::string::npos) return {};
    for (const auto& [id, each] : by_id_) {
        const auto path = plain_path(path_of(id));
        if (path == wanted) whole.push_back(id);
        if (path.ends_with('/' + wanted)) ends.push_back(id);
    }
    return whole.empty() ? ends : whole;
}

void department_tree::refuse_unknown(const department_wish& wish, base::diagnostics& problems)
    const {
    constexpr std::size_t enough = 12;
    const bool is_path = wish.name.find('/') != std::string::npos;
    std::vector<std::string> names;
    for (const auto& [id, each] : by_id_) names.push_back(is_path ? path_of(id) : each.name);
    const auto near = wish.id ? std::nullopt : base::nearest_name(wish.name, names);
    auto all = names;
    if (all.size() > enough) {
        all.resize(enough);
        all.emplace_back("...");
    }
    complain(
        wish,
        "roster.unknown-department",
        wish.id ? fmt::format("the portal has no department with the id {}", *wish.id)
                : fmt::format("the portal has no department {}", document::in_quotes(wish.name)),
        near ? fmt::format("did you mean '{}'?", *near)
             : fmt::format("there are: {}", fmt::join(all, ", ")),
        problems
    );
}

void department_tree::refuse_ambiguous(
    const department_wish& wish,
    const std::vector<std::int64_t>& candidates,
    base::diagnostics& problems
) const {
    std::vector<std::string> shown;
    for (const auto id : candidates) shown.push_back(fmt::format("{} (id {})", path_of(id), id));
    complain(
        wish,
        "roster.ambiguous-department",
        fmt::format(
            "{} departments are called {}: {}",
            candidates.size(),
            document::in_quotes(wish.name),
            fmt::join(shown, ", ")
        ),
        "write the path or the id of the one that is meant",
        problems
    );
}

void department_tree::add_with_children(std::int64_t id, std::set<std::int64_t>& to) const {
    if (!to.insert(id).second) return;
    const auto [first, last] = children_.equal_range(id);
    for (auto each = first; each != last; ++each) add_with_children(each->second, to);
}

void department_tree::place(model::user& who, const std::vector<std::int64_t>& ids) const {
    model::array names;
    model::array within;
    model::array places;
    for (const auto id : ids) {
        const auto line = upwards(id);
        if (line.empty()) continue;
        add_once(names, line.front()->name);
        add_once(places, path_of(id));
        for (const auto* each : line) add_once(within, each->name);
    }
    who.attributes[own] = std::move(names);
    who.attributes[and_above] = std::move(within);
    who.attributes[paths] = std::move(places);
    who.attributes[numbers] = model::array(ids.begin(), ids.end());
}

std::vector<std::string> department_attributes() {
    return {std::string(own), std::string(and_above), std::string(paths), std::string(numbers)};
}

}  // namespace roster
