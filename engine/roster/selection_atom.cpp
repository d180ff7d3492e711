#include "roster/selection_atom.hpp"

#include "base/glob.hpp"
#include "document/excerpt.hpp"
#include "roster/attribute.hpp"
#include "roster/membership.hpp"

#include <algorithm>
#include <utility>

namespace roster {
namespace {

// Reads one atom; what is wrong is told at its place.
class atom_reader {
public:
    atom_reader(const base::source_pos& where, std::string_view line, base::diagnostics& problems)
        : where_(where), line_(line), problems_(problems) {}

    std::optional<selection_atom> read(std::string_view text) {
        selection_atom made;
        made.text = text;
        if (text == "all" || text == "*") return made;
        if (text.front() == '@') return file(std::move(made), text.substr(1));
        // An address has no '='; a value may well have an '@'.
        if (text.find('=') != std::string_view::npos) return attribute(std::move(made), text);
        if (text.find('@') != std::string_view::npos) {
            made.kind = atom_kind::email;
            made.pattern = folded(text);
            return made;
        }
        if (text.front() >= '0' && text.front() <= '9') return id(std::move(made), text);
        made.kind = atom_kind::group;
        made.pattern = text;
        return made;
    }

private:
    std::optional<selection_atom> file(selection_atom made, std::string_view name) {
        if (name.empty()) return refuse("the name of a file is missing after '@'", "@failed.txt");
        auto people = people_list::read(std::string(name), problems_);
        if (!people) return std::nullopt;
        made.kind = atom_kind::file;
        made.people = std::make_shared<const people_list>(std::move(*people));
        return made;
    }

    std::optional<selection_atom> attribute(selection_atom made, std::string_view text) {
        const auto equals = text.find('=');
        made.kind = atom_kind::attribute;
        made.attribute = attribute_name(text.substr(0, equals));
        auto value = text.substr(equals + 1);
        if (made.attribute.empty())
            return refuse(
                "the name of an attribute is missing before '='", "department=Sales, city=M*"
            );
        if (value.empty())
            return refuse(
                "a value is missing after '='",
                made.attribute + "=\"\" for users who have none, " + made.attribute +
                    "=* for everybody"
            );
        if (value == "\"\"") value = {};
        made.pattern = value;
        return made;
    }

    std::optional<selection_atom> id(selection_atom made, std::string_view text) {
        const auto number = parse_id(text);
        if (!number)
            return refuse(
                "the id of a user is a whole number from 1, not " + document::in_quotes(text),
                "17, ann@acme.example, department=Sales; the name of a group begins with a letter"
            );
        made.kind = atom_kind::id;
        made.id = *number;
        return made;
    }

    std::nullopt_t refuse(std::string message, std::string_view examples) {
        base::diagnostic what;
        what.code = "selection.atom";
        what.message = std::move(message);
        what.where = where_;
        what.line_text = line_;
        what.hint = "as in: " + std::string(examples);
        problems_.add(std::move(what));
        return std::nullopt;
    }

    const base::source_pos& where_;
    std::string_view line_;
    base::diagnostics& problems_;
};

bool fits(const model::user& who, std::string_view attribute, std::string_view pattern) {
    const auto* value = who.attributes.if_contains(attribute);
    return value != nullptr && any_text(*value, [&](std::string_view text) {
               return base::matches_glob(text, pattern);
           });
}

}  // namespace

bool selection_atom::names(const model::user& who) const {
    switch (kind) {
        case atom_kind::everybody:
            return true;
        case atom_kind::id:
            return who.id == id;
        case atom_kind::email:
            return !who.email.empty() && base::matches_glob(folded(who.email), pattern);
        case atom_kind::attribute:
            return fits(who, attribute, pattern);
        case atom_kind::group:
            return fits(who, groups_attribute, pattern);
        case atom_kind::file:
            return people->holds(who);
    }
    return false;
}

std::optional<selection_atom> read_atom(
    std::string_view text,
    const base::source_pos& where,
    std::string_view line,
    base::diagnostics& problems
) {
    return atom_reader(where, line, problems).read(text);
}

}  // namespace roster
