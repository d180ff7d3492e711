#include "catalog/fault.hpp"

#include "document/problem.hpp"

#include <utility>

namespace catalog {

void add_fault(
    base::diagnostics& problems,
    std::string code,
    const document::node& at,
    std::string path,
    std::string message,
    std::string hint
) {
    auto made = document::problem_at(at, std::move(code), std::move(message));
    made.path = std::move(path);
    made.hint = std::move(hint);
    problems.add(std::move(made));
}

}  // namespace catalog
