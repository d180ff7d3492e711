#include "document/problem.hpp"

#include "document/excerpt.hpp"

#include <utility>

namespace document {

base::diagnostic problem_at(const base::source_pos& where, std::string code, std::string message) {
    base::diagnostic made;
    made.code = std::move(code);
    made.message = std::move(message);
    made.where = where;
    made.line_text = line_at(where);
    return made;
}

base::diagnostic problem_at(const node& where, std::string code, std::string message) {
    return problem_at(where.where, std::move(code), std::move(message));
}

std::string describe_found(const node& found) {
    switch (found.kind) {
        case node_kind::boolean:
            return found.text;
        case node_kind::integer:
        case node_kind::real:
            return "the number " + found.text;
        case node_kind::text:
            return "the text " + in_quotes(found.text);
        case node_kind::null:
        case node_kind::sequence:
        case node_kind::mapping:
            break;
    }
    return std::string(describe(found.kind));
}

}  // namespace document
