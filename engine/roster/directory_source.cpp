#include "roster/directory_source.hpp"

#include "document/problem.hpp"
#include "roster/directory_stamp.hpp"

#include <boost/json/parse.hpp>

#include <fstream>
#include <utility>

namespace roster {

namespace {

constexpr std::size_t longest_line = std::size_t{1} << 24;

void complain(const base::source_pos& where, base::diagnostics& problems) {
    base::diagnostic what;
    what.code = "roster.damaged-directory";
    what.message = "what was kept of the portal's directory is damaged";
    what.where = where;
    what.hint = "'muster roster check --refresh' reads it again";
    problems.add(std::move(what));
}

}  // namespace

std::unique_ptr<directory_source> directory_source::open(
    const std::filesystem::path& file, base::diagnostics& problems
) {
    base::source_pos where{std::make_shared<const std::string>(file.string()), 0, 0};
    document::line_feed lines(
        std::make_unique<std::ifstream>(file, std::ios::binary), longest_line
    );
    const auto first = lines.next();
    auto stamp = first ? stamp_in(*first) : std::nullopt;
    if (!stamp) {
        complain(where, problems);
        return nullptr;
    }
    where.file = std::make_shared<const std::string>("directory of " + stamp->portal);
    outline known{std::move(stamp->attributes), {}};
    std::unique_ptr<directory_source> made(
        new directory_source(std::move(lines), std::move(known), std::move(where))
    );
    made->left_ = stamp->users;
    return made;
}

std::optional<model::user> directory_source::next(base::diagnostics& problems) {
    if (left_ == 0) return std::nullopt;
    --left_;
    const auto line = lines_.next();
    auto user = line ? read(*line) : std::nullopt;
    if (user) return user;
    left_ = 0;
    complain(where_, problems);
    return std::nullopt;
}

std::optional<model::user> directory_source::read(std::string_view line) {
    boost::system::error_code wrong;
    auto parsed = boost::json::parse(line, wrong);
    auto* attributes = wrong ? nullptr : parsed.if_object();
    const auto* id = attributes == nullptr ? nullptr : attributes->if_contains("id");
    const auto* email = attributes == nullptr ? nullptr : attributes->if_contains("email");
    if (id == nullptr || !id->is_int64() || email == nullptr || !email->is_string())
        return std::nullopt;
    model::user made;
    made.id = model::user_id(id->get_int64());
    made.email = email->get_string();
    made.where = where_;
    made.attributes = std::move(*attributes);
    made.attributes.reserve(known_.attributes.size());
    for (const auto& each : known_.attributes) made.attributes.emplace(each, nullptr);
    return made;
}

}  // namespace roster
