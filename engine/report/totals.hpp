#pragma once

#include "model/outcome.hpp"
#include "report/listener.hpp"
#include "report/reasons.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace report {

// What became of all users, gathered one job at a time. It keeps counts and a few samples, never
// the jobs.
class totals final : public listener {
public:
    // Both are asked with the codes of steps; for a blocked user whose steps have none, with
    // "no-credential", "wrong-identity" or "unreadable".
    explicit totals(advice_source advice = {}, command_source next_command = {});

    void add(const model::job_result& what);
    void job_closed(const model::job_result& what) override { add(what); }

    // All that `others` has counted; its samples are told with `label` in front.
    void add(const totals& others, std::string_view label);

    [[nodiscard]] const std::map<model::user_outcome, std::uint64_t>& users() const noexcept {
        return users_;
    }
    [[nodiscard]] const std::map<model::outcome, std::uint64_t>& steps() const noexcept {
        return steps_;
    }

    // Users that failed or are unknown, by reason. A user with two failed steps counts in both
    // reasons, but in each of them once.
    [[nodiscard]] std::vector<reason_group> failures() const { return advised(failures_); }

    // Users to whom nothing was sent for want of a usable credential or of a readable state.
    [[nodiscard]] std::vector<reason_group> blocked() const { return advised(blocked_); }

    // Users whose steps were not attempted.
    [[nodiscard]] std::vector<reason_group> skipped() const { return advised(skipped_); }

    // Users of whom something was left as it is on purpose: because somebody changed it since, or
    // because it cannot be taken back. They have outcomes of their own as well.
    // Nothing that could be typed would change that.
    [[nodiscard]] std::vector<reason_group> left() const {
        return with_advice(left_.by_count(), advice_, {});
    }

    // How many of them, because somebody changed it since.
    [[nodiscard]] std::uint64_t changed_since() const noexcept { return changed_since_; }

private:
    [[nodiscard]] std::vector<reason_group> advised(const reasons& which) const;
    void add_steps(
        reasons& where, const model::job_result& what, bool (*counts)(const model::step_result&)
    );

    advice_source advice_;
    command_source next_command_;
    std::map<model::user_outcome, std::uint64_t> users_;
    std::map<model::outcome, std::uint64_t> steps_;
    reasons failures_;
    reasons blocked_;
    reasons skipped_;
    reasons left_;
    std::uint64_t changed_since_ = 0;
};

// "no-credential", "wrong-identity", "unreadable".
std::string code_of(model::block_reason why);

// The code that explains a user's outcome: of the first step that failed or, where none did, of the
// first that has one; for a blocked user at least that of the block. "" = there is none.
std::string explaining_code(const model::job_result& what);

// The order in which reports name them: those that went well first.
inline constexpr std::array<model::user_outcome, 8> all_user_outcomes{
    model::user_outcome::unchanged,
    model::user_outcome::changed,
    model::user_outcome::differs,
    model::user_outcome::failed,
    model::user_outcome::skipped,
    model::user_outcome::unknown,
    model::user_outcome::blocked,
    model::user_outcome::excepted
};

inline constexpr std::array<model::outcome, 6> all_outcomes{
    model::outcome::unchanged,
    model::outcome::changed,
    model::outcome::differs,
    model::outcome::failed,
    model::outcome::skipped,
    model::outcome::unknown
};

// Outcomes that most runs do not have at all: they are named only where they occur.
constexpr bool is_rare(model::user_outcome what) {
    return what == model::user_outcome::differs || what == model::user_outcome::excepted;
}

// What is counted under `which`; 0 where nothing is.
template <class Key>
std::uint64_t count_of(const std::map<Key, std::uint64_t>& counts, Key which) {
    const auto found = counts.find(which);
    return found == counts.end() ? 0 : found->second;
}

// The sum over all outcomes: the users selected.
std::uint64_t sum_of(const std::map<model::user_outcome, std::uint64_t>& users);

}  // namespace report
