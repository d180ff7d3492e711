#include "run/plan_reader.hpp"

#include "model/planned.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

namespace run {

namespace {

constexpr auto again = "make the plan again: muster plan --out FILE";

std::uint64_t sum_of(const std::map<model::planned, std::uint64_t>& users) {
    return std::accumulate(
        users.begin(),
        users.end(),
        std::uint64_t{0},
        [](std::uint64_t sum, const auto& each) { return sum + each.second; }
    );
}

}  // namespace

plan_reader::plan_reader(const plan_file& file, const catalog::definitions& all)
    : file_(&file), all_(&all) {
    rewind();
}

std::optional<plan_reader> plan_reader::open(
    const plan_file& file, const catalog::definitions& all, base::diagnostics& problems
) {
    plan_reader made(file, all);
    if (!made.check(problems)) return std::nullopt;
    made.rewind();
    return made;
}

void plan_reader::refuse(
    base::diagnostics& problems, std::string code, std::string what, std::string hint
) {
    base::diagnostic made;
    made.code = std::move(code);
    made.message = std::move(what);
    made.where = {std::make_shared<const std::string>(file_->shown()), line_, 0};
    made.hint = std::move(hint);
    problems.add(std::move(made));
}

bool plan_reader::check(base::diagnostics& problems) {
    const auto wrong = [&](std::string code, std::string what) {
        refuse(problems, std::move(code), std::move(what), again);
        return false;
    };
    std::map<model::planned, std::uint64_t> users;
    for (;;) {
        const auto line = lines_->next();
        if (!line) return wrong("plan.unreadable", base::describe(line.error()));
        if (!*line)
            return wrong(
                line_ == 0 ? "plan.not-a-plan" : "plan.truncated",
                line_ == 0 ? "this file is empty, and no plan"
                           : "this plan is cut off: its last line is missing"
            );
        ++line_;
        if (!lines_->was_ended())
            return wrong("plan.truncated", "this plan is cut off in the middle of a line");
        if (line_ == 1) {
            auto head = plan::head_from(**line);
            if (!head) return wrong("plan.not-a-plan", head.error());
            head_ = std::move(*head);
        } else if (plan::is_end(**line)) {
            if (!check_end(**line, problems)) return false;
            const bool all_there = !head_.selected || sum_of(users) == *head_.selected;
            if (end_.users == users && all_there) return true;
            return wrong("plan.altered", "this plan's counts are not those of its users");
        } else {
            const auto user = users_->read(**line);
            if (!user) return wrong("plan.altered", "this plan cannot be read: " + user.error());
            if (*user) ++users[model::planned_for((*user)->seen)];
        }
        hash_.add(**line);
        hash_.add("\n");
    }
}

bool plan_reader::check_end(std::string_view line, base::diagnostics& problems) {
    auto end = plan::end_from(line);
    if (!end) {
        refuse(problems, "plan.altered", "this plan cannot be read: " + end.error(), again);
        return false;
    }
    hash_.add(plan::body_of(line));
    if (end->file != hash_.hex()) {
        line_ = 0;
        refuse(
            problems,
            "plan.altered",
            "this plan was altered after it was made: its checksum is another",
            again
        );
        return false;
    }
    end_ = std::move(*end);
    const auto more = lines_->next();
    if (more && !*more) return true;
    ++line_;
    refuse(problems, "plan.altered", "nothing may follow the last line of a plan", again);
    return false;
}

std::uint64_t plan_reader::selected() const {
    return sum_of(end_.users);
}

void plan_reader::rewind() {
    lines_ = std::make_unique<plan_file::lines>(*file_);
    users_ = std::make_unique<plan::user_reader>(*all_);
    hash_ = {};
    line_ = 0;
}

base::result<std::optional<plan::saved_user>> plan_reader::next() {
    const auto changed = [&] {
        return std::unexpected(base::failure{
            std::make_error_code(std::errc::interrupted),
            "the plan changed while it was being read: " + file_->shown()
        });
    };
    for (;;) {
        const auto line = lines_->next();
        if (!line) return std::unexpected(line.error());
        if (!*line) return changed();
        ++line_;
        if (plan::is_end(**line)) {
            hash_.add(plan::body_of(**line));
            if (hash_.hex() != end_.file) return changed();
            return std::optional<plan::saved_user>();
        }
        hash_.add(**line);
        hash_.add("\n");
        if (line_ == 1) continue;
        auto user = users_->read(**line);
        if (!user) return changed();
        if (!*user) continue;
        (*user)->seen.what.who.where = {
            std::make_shared<const std::string>(file_->shown()), line_, 0
        };
        return std::move(*user);
    }
}

}  // namespace run
