#include "run/rollback_jobs.hpp"

#include "run/survey.hpp"

#include <algorithm>
#include <utility>

namespace run {

namespace {

constexpr std::size_t page = 100;

bool does_something(const model::step& which) {
    return !which.hindered;
}

}  // namespace

base::result<void> undone_jobs::read_on() {
    auto some = from_.jobs_from(what_, next_, page);
    if (!some) return std::unexpected(std::move(some.error()));
    all_read_ = some->size() < page;
    if (!some->empty()) next_ = model::job_number(some->back().number.value() + 1);
    std::ranges::move(*some, std::back_inserter(read_));
    return {};
}

base::result<std::optional<model::job>> undone_jobs::next() {
    for (;;) {
        if (read_.empty() && !all_read_) {
            const auto more = read_on();
            if (!more) return std::unexpected(more.error());
        }
        if (read_.empty()) return std::optional<model::job>();
        const auto job = std::move(read_.front());
        read_.pop_front();
        if (whom_ && !whom_(job.who)) continue;
        auto made = how_.of(job, [&] { return from_.attempts_of(what_, job.number); });
        if (!made || *made) return made;
    }
}

base::result<undo_survey> look_over(undone_jobs what, const portal::credential_book& credentials) {
    undo_survey seen;
    for (;;) {
        const auto job = what.next();
        if (!job) return std::unexpected(job.error());
        if (!*job) return seen;
        bool acts = false;
        bool needs_own = false;
        for (const auto& each : (*job)->steps) {
            if (!does_something(each)) continue;
            acts = true;
            needs_own |= each.as == model::acts_as::user;
            seen.wants_admin |= each.as == model::acts_as::admin;
            if (each.should_be == model::existence::absent)
                ++seen.items;
            else
                seen.keys += each.with.size();
        }
        ++(acts ? seen.users : seen.listed_only);
        if (needs_own && !credentials.knows(model::credential_of((*job)->who.id)))
            ++seen.without_credential;
    }
}

base::result<std::optional<model::work_item>> rollback_jobs::next() {
    auto job = what_.next();
    if (!job) return std::unexpected(std::move(job.error()));
    if (!*job) return std::optional<model::work_item>();
    auto item = equipment_.equip(std::move(**job));
    if (!item) return std::unexpected(std::move(item.error()));
    return std::optional(std::move(*item));
}

}  // namespace run
