#include "roster/people_list.hpp"

#include "document/excerpt.hpp"
#include "document/file_text.hpp"
#include "document/problem.hpp"
#include "roster/attribute.hpp"
#include "roster/membership.hpp"

#include <memory>
#include <utility>

namespace roster {
namespace {

constexpr std::size_t largest_file = std::size_t{64} << 20;

std::string_view trimmed(std::string_view line) {
    constexpr std::string_view blanks = " \t\r";
    const auto first = line.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return line.substr(first, line.find_last_not_of(blanks) - first + 1);
}

}  // namespace

std::optional<people_list> people_list::read(
    const std::filesystem::path& file, base::diagnostics& problems
) {
    const auto text = document::read_file(file, largest_file, problems);
    if (!text) return std::nullopt;
    const auto before = problems.errors();
    const auto name = std::make_shared<const std::string>(file.string());
    people_list made;
    std::string_view rest = *text;
    if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
    for (std::uint32_t line = 1; !rest.empty(); ++line) {
        const auto end = rest.find('\n');
        const auto word = trimmed(rest.substr(0, end));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        if (word.empty() || word.front() == '#' || made.add(word)) continue;
        auto what = document::problem_at(
            base::source_pos{name, line, 1},
            "roster.bad-name",
            "a line names one user by id or email, not " + document::in_quotes(word)
        );
        what.hint = "write one number or one address a line, such as failed.txt of a report";
        problems.add(std::move(what));
        constexpr std::size_t enough = 25;
        if (problems.errors() - before >= enough) break;
    }
    if (problems.errors() != before) return std::nullopt;
    if (!made.names_.empty()) return made;
    problems.add(document::file_problem(file, "roster.empty-list", "this file names nobody"));
    return std::nullopt;
}

bool people_list::add(std::string_view name) {
    if (const auto id = parse_id(name)) {
        if (by_id_.try_emplace(id->value(), names_.size()).second) names_.emplace_back(name);
        return true;
    }
    const auto at = name.find('@');
    if (at == 0 || at == std::string_view::npos || at + 1 == name.size() ||
        name.find_first_of(" \t,;:*?") != std::string_view::npos)
        return false;
    if (by_email_.try_emplace(folded(name), names_.size()).second) names_.emplace_back(name);
    return true;
}

std::vector<std::size_t> people_list::named(const model::user& who) const {
    std::vector<std::size_t> found;
    if (const auto id = by_id_.find(who.id.value()); id != by_id_.end())
        found.push_back(id->second);
    if (who.email.empty() || by_email_.empty()) return found;
    if (const auto email = by_email_.find(folded(who.email)); email != by_email_.end())
        found.push_back(email->second);
    return found;
}

bool people_list::holds(const model::user& who) const {
    return by_id_.contains(who.id.value()) ||
           (!who.email.empty() && !by_email_.empty() && by_email_.contains(folded(who.email)));
}

}  // namespace roster
