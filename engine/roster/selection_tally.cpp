#include "roster/selection_tally.hpp"

#include "base/nearest_name.hpp"
#include "document/excerpt.hpp"
#include "roster/membership.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <utility>

namespace roster {
namespace {

// Looking for what was meant costs time: the first users of a roster tell enough.
constexpr std::uint64_t users_to_guess_from = 10'000;

bool is_near(std::string_view wrong, std::string_view candidate) {
    const std::array<std::string, 1> known{std::string(candidate)};
    return base::nearest_name(wrong, known).has_value();
}

}  // namespace

selection_tally::selection_tally(const selection& whom)
    : whom_(&whom), found_(whom.terms().size()) {
    for (std::size_t i = 0; i < found_.size(); ++i)
        if (const auto& people = whom.terms()[i].what.people)
            found_[i].by_line.resize(people->names().size());
}

void selection_tally::look_at(const model::user& who) {
    if (users_ == 0)
        for (const auto& each : who.attributes) attributes_.emplace_back(each.key());
    ++users_;
    for (std::size_t i = 0; i < found_.size(); ++i)
        look_for(whom_->terms()[i].what, found_[i], who);
}

void selection_tally::look_for(const selection_atom& what, found& so_far, const model::user& who)
    const {
    if (what.kind == atom_kind::file) {
        for (const auto line : what.people->named(who)) {
            so_far.by_line[line] = true;
            so_far.anybody = true;
        }
        return;
    }
    if (so_far.anybody) return;
    so_far.anybody = what.names(who);
    so_far.has_attribute |=
        what.kind == atom_kind::attribute && who.attributes.contains(what.attribute);
    if (!so_far.anybody && so_far.near.empty() && users_ <= users_to_guess_from)
        guess(what, so_far, who);
}

void selection_tally::guess(const selection_atom& what, found& so_far, const model::user& who) {
    if (what.kind == atom_kind::email && is_near(what.pattern, who.email)) so_far.near = who.email;
    if (what.kind == atom_kind::attribute) {
        const auto* value = who.attributes.if_contains(what.attribute);
        if (value != nullptr)
            any_text(*value, [&](std::string_view text) {
                if (!is_near(what.pattern, text)) return false;
                so_far.near = fmt::format("{}={}", what.attribute, text);
                return true;
            });
    }
    if (what.kind != atom_kind::group) return;
    for (const auto& [name, value] : who.attributes) {
        any_text(value, [&](std::string_view text) {
            if (text.empty() || folded(text) != folded(what.pattern)) return false;
            so_far.near = name == groups_attribute ? std::string(text)
                                                   : fmt::format("{}={}", std::string(name), text);
            return true;
        });
        if (!so_far.near.empty()) return;
    }
}

void selection_tally::report(const outline& known, base::diagnostics& problems) const {
    for (std::size_t i = 0; i < found_.size(); ++i) {
        const auto& term = whom_->terms()[i];
        if (term.what.kind == atom_kind::file)
            report_file(term, found_[i], problems);
        else if (!found_[i].anybody)
            report_atom(term, found_[i], known, problems);
    }
}

void selection_tally::report_atom(
    const selection::term& what,
    const found& seen,
    const outline& known,
    base::diagnostics& problems
) const {
    const auto named = document::in_quotes(what.what.text);
    auto made = problem_at(what, fmt::format("{} fits nobody of the roster", named));
    const auto* names = &known.groups;
    auto wrong = what.what.pattern;
    if (what.what.kind == atom_kind::attribute && !seen.has_attribute && users_ != 0) {
        made.message = fmt::format(
            "no user of the roster has an attribute {}", document::in_quotes(what.what.attribute)
        );
        names = &attributes_;
        wrong = what.what.attribute;
    } else if (what.what.kind == atom_kind::group) {
        made.message = fmt::format("no user of the roster is in a group {}", named);
    } else {
        names = nullptr;
    }
    auto near = names == nullptr ? std::nullopt : base::nearest_name(wrong, *names);
    if (!near && !seen.near.empty()) near = seen.near;
    if (near)
        made.hint = fmt::format("did you mean '{}'?", *near);
    else if (names == &attributes_)
        made.hint = fmt::format("there are: {}", fmt::join(attributes_, ", "));
    else if (what.what.kind == atom_kind::group && known.groups.empty())
        made.hint =
            "this roster defines no groups; users are also named by id, email, "
            "attribute=value or @file";
    else if (what.what.kind == atom_kind::group)
        made.hint = fmt::format("the roster's groups are: {}", fmt::join(known.groups, ", "));
    problems.add(std::move(made));
}

void selection_tally::report_file(
    const selection::term& what, const found& seen, base::diagnostics& problems
) const {
    const auto& names = what.what.people->names();
    std::vector<std::string> missing;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (!seen.by_line[i]) missing.push_back(names[i]);
    if (missing.empty()) return;
    if (!seen.anybody) {
        problems.add(problem_at(
            what,
            fmt::format(
                "none of the users in {} is in the roster",
                document::in_quotes(what.what.text.substr(1))
            )
        ));
        return;
    }
    const auto count = missing.size();
    constexpr std::size_t samples = 5;
    if (count > samples) missing.resize(samples);
    auto made = problem_at(
        what,
        fmt::format(
            "{} of the {} users in {} {} not in the roster: {}{}",
            count,
            names.size(),
            document::in_quotes(what.what.text.substr(1)),
            count == 1 ? "is" : "are",
            fmt::join(missing, ", "),
            count > samples ? " ..." : ""
        )
    );
    made.level = base::severity::warning;
    problems.add(std::move(made));
}

base::diagnostic selection_tally::problem_at(const selection::term& what, std::string message)
    const {
    base::diagnostic made;
    made.code = "selection.nobody";
    made.message = std::move(message);
    made.where = what.where;
    made.line_text = document::shown_line(whom_->text(), what.where.column);
    return made;
}

}  // namespace roster
