#include "roster/selected_source.hpp"

#include <fmt/format.h>

#include <utility>

namespace roster {

selected_source::selected_source(std::unique_ptr<source> from, selections whom)
    : from_(std::move(from)), whom_(std::move(whom)) {
    if (whom_.limit) limit_.emplace(*whom_.limit);
    if (whom_.exclude) exclude_.emplace(*whom_.exclude);
}

std::optional<model::user> selected_source::next(base::diagnostics& problems) {
    while (auto user = from_->next(problems)) {
        ++read_;
        if (limit_) limit_->look_at(*user);
        if (exclude_) exclude_->look_at(*user);
        if (!takes(*user)) continue;
        ++taken_;
        return user;
    }
    if (!finished_ && !problems.has_errors()) finish(problems);
    finished_ = true;
    return std::nullopt;
}

bool selected_source::takes(const model::user& who) const {
    if (whom_.limit && !whom_.limit->picks(who)) return false;
    return !whom_.exclude || !whom_.exclude->picks(who);
}

void selected_source::finish(base::diagnostics& problems) {
    // A roster of nobody is told by others, and better.
    if (read_ == 0) return;
    const auto known = from_->describe();
    if (limit_) limit_->report(known, problems);
    if (exclude_) exclude_->report(known, problems);
    if (taken_ != 0 || problems.has_errors()) return;
    const auto flags = whom_.limit && whom_.exclude ? "--limit and --exclude leave"
                       : whom_.limit                ? "--limit leaves"
                                                    : "--exclude leaves";
    base::diagnostic nobody;
    nobody.code = "selection.empty";
    nobody.message = fmt::format("{} nobody of the {} users of the roster", flags, read_);
    problems.add(std::move(nobody));
}

}  // namespace roster
