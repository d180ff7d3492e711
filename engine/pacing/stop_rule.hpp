#pragma once

#include "model/outcome.hpp"
#include "pacing/stop_verdict.hpp"
#include "pacing/waves.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pacing {

// What more failures than may be are to end: nothing, the run of their portal, or the runs of all
// portals that go on beside it.
enum class on_error { go_on, stop_portal, stop_run };

// How many users may fail. A user has failed when something of what he should have failed, or is
// not known to have been done.
struct error_limits {
    std::optional<std::uint64_t> max_fail;   // users of the run
    std::optional<double> max_fail_percent;  // of the users of a wave; of the run, if it has none
    std::optional<on_error> then;            // nothing = as stop_rule says
};

// When failures end a run, and when its next wave may begin. Pure; hears of every job.
//
// More failures than may be end the run at once, where that is what they are to do; otherwise they
// are counted when a wave is over. Without a limit nobody may fail. Where it is not said what
// failures are to end:
//   - with a limit, the portal's run, at once;
//   - without one, the portal's run at the end of a wave, and nothing where there are no waves.
// With go_on and without a limit they end nothing, whatever the waves.
class stop_rule {
public:
    // `waves`: as sizes_of gives them. `selected`: users of the run; 0 = not known, and then no
    // percent of them.
    stop_rule(error_limits limits, std::vector<std::uint64_t> waves, std::uint64_t selected);

    // Whether another job may be taken on, and that one is.
    [[nodiscard]] bool admits() const noexcept { return !waves_.is_full(); }
    void take_on() noexcept { waves_.take_on(); }

    // A job has its outcome. Nothing = go on.
    std::optional<stop_verdict> after(model::user_outcome what);

    // Every job of a wave has its outcome: the next one begins, or there is a reason why not.
    // Precondition: not admits().
    std::optional<stop_verdict> pass_gate();

    // Whether what ends this run ends the runs beside it.
    [[nodiscard]] bool is_for_all() const noexcept { return then_ == on_error::stop_run; }
    [[nodiscard]] const waves& wave() const noexcept { return waves_; }

private:
    [[nodiscard]] std::optional<stop_verdict> verdict() const;
    [[nodiscard]] std::string too_many() const;

    std::optional<std::uint64_t> max_fail_;
    std::optional<double> max_percent_;
    on_error then_;
    waves waves_;
    std::uint64_t selected_;
    std::uint64_t failed_ = 0;
    std::uint64_t failed_in_wave_ = 0;
};

// Whether a user with this outcome has failed.
bool is_failure(model::user_outcome what);

}  // namespace pacing
