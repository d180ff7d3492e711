#include "run/prune_rule.hpp"

#include <map>
#include <set>
#include <string>

namespace run {

namespace {

// Whoever says on another machine that he is alive is believed here for longer than by somebody who
// waits for his portal.
constexpr auto long_silence = std::chrono::hours(24);

bool may_be_alive(const journal::run_row& run, base::wall_time now) {
    if (run.life == journal::run_life::alive) return true;
    return run.holder && now - run.holder->beat < long_silence;
}

bool came_to_its_end(const journal::run_row& run) {
    return run.end == model::run_end::complete;
}

class sieve {
public:
    sieve(const prune_order& what, base::wall_time now) : what_(what), now_(now) {}

    // `is_last`: of those of its portal that could be gone on with.
    bool keeps(const journal::run_row& run, bool is_last) {
        const auto place = ++seen_[run.portal.value()];
        if (may_be_alive(run, now_) || needed_.contains(run.id.value())) return true;
        if (is_last && what_.what_could_go_on == unfinished::kept) return true;
        if (what_.keep && place <= *what_.keep) return true;
        return what_.older_than && now_ - run.started < *what_.older_than;
    }

    // Those before it are looked at later.
    void needs_what_it_comes_after(const journal::run_row& run) {
        if (run.after && run.after->how != model::kinship::takes_back)
            needed_.insert(run.after->of.value());
    }

private:
    const prune_order& what_;
    base::wall_time now_;
    std::map<std::string, std::size_t> seen_;  // by portal
    std::set<std::string> needed_;
};

}  // namespace

std::vector<model::run_id> to_prune(
    const std::vector<journal::run_row>& newest_first,
    const prune_order& what,
    const std::function<bool(const journal::run_row&)>& writes,
    base::wall_time now
) {
    std::vector<model::run_id> all;
    std::set<std::string> settled;  // portals whose newest run that writes was seen
    sieve through(what, now);
    for (const auto& each : newest_first) {
        const bool newest = writes(each) && settled.insert(each.portal.value()).second;
        if (through.keeps(each, newest && !came_to_its_end(each)))
            through.needs_what_it_comes_after(each);
        else
            all.push_back(each.id);
    }
    return all;
}

}  // namespace run
