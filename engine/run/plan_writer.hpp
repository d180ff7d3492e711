#pragma once

#include "base/result.hpp"
#include "base/sha256.hpp"
#include "catalog/definitions.hpp"
#include "plan/saved_head.hpp"
#include "plan/saved_user.hpp"
#include "report/listener.hpp"
#include "run/plan_file.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace run {

// Who is not to be written to.
using protection_rule = std::function<plan::protection(const model::user&)>;

// Writes a plan while its users are looked at. They are closed in any order and stand in the order
// in which they were taken on, the roster's, so whoever is closed early waits for those before him;
// of those for whom nothing changes hardly anything is kept. What cannot be written is told at the
// end.
class plan_writer final : public report::listener {
public:
    // Hears of everybody in the order of the roster, of those for whom nothing changes no more than
    // the plan tells.
    using in_order = std::function<void(const model::job_result&)>;

    // `into` and `all` outlive it.
    plan_writer(
        plan_file& into,
        const plan::saved_head& head,
        const catalog::definitions& all,
        protection_rule shield = {},
        in_order also = {}
    );

    void job_opened(const model::work_item& item) override { open_.push_back(item.number); }
    void job_closed(const model::job_result& what) override;

    // Counts so far; of the protected ones only those who would change.
    struct protected_users {
        std::uint64_t count = 0;
        std::vector<std::string> names;  // a few
    };
    [[nodiscard]] const protected_users& shielded() const noexcept { return shielded_; }

    // Everybody was looked at. Gives the last line. Fails where it could not be written, or where
    // there were more or fewer users than the head says, if it does.
    base::result<plan::saved_end> finish(std::uint64_t unmatched, std::uint64_t calls_left_out);

private:
    struct waiting {
        model::job_result what;
        plan::protection shield = plan::protection::none;
    };

    void write(const waiting& one);
    void put(std::string_view bytes);
    void flush();

    plan_file& into_;
    plan::user_lines lines_;
    protection_rule shield_;
    in_order also_;
    std::optional<std::uint64_t> selected_;
    base::sha256 file_;
    base::sha256 meaning_;
    std::string pending_;  // not written yet
    std::optional<base::failure> failure_;
    std::deque<model::job_number> open_;  // in the order in which they were taken on
    std::unordered_map<model::job_number, waiting> early_;
    std::uint64_t written_ = 0;
    protected_users shielded_;
    plan::saved_end end_;
};

}  // namespace run
