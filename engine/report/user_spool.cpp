#include "report/user_spool.hpp"

#include "report/user_json.hpp"

#include <boost/json/serialize.hpp>

#include <string>

namespace report {

user_spool::user_spool(const std::filesystem::path& folder)
    : lines_(folder / "results.json.users") {}

user_spool::~user_spool() {
    lines_.discard();
}

void user_spool::job_closed(const model::job_result& what) {
    lines_.write(boost::json::serialize(user_json(what)) + '\n');
}

base::result<void> user_spool::replay(const std::function<void(std::string_view line)>& tell) {
    std::string begun;
    auto done = lines_.read_back([&](std::string_view block) {
        for (auto end = block.find('\n'); end != std::string_view::npos; end = block.find('\n')) {
            begun += block.substr(0, end);
            tell(begun);
            begun.clear();
            block.remove_prefix(end + 1);
        }
        begun += block;
    });
    if (!done) return std::unexpected(done.error().within("telling the results"));
    return {};
}

}  // namespace report
