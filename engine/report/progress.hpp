#pragma once

#include "report/listener.hpp"
#include "report/pace.hpp"

#include <cstdint>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>

namespace report {

// bar: one line of a terminal, drawn again and again. plain: a line now and then, for logs.
enum class progress_mode { bar, plain, none };

struct progress_options {
    progress_mode mode = progress_mode::plain;
    std::size_t columns = 80;  // of the terminal; the bar never wraps
    std::string portal;        // the line's name
    std::uint64_t total = 0;   // jobs of the run; 0 = not known
};

// Shows how a run is getting on: jobs done, requests per second, what the lane waits for, when it
// will be done. Knows the time only from what it is told, so it shows nothing new while nothing
// happens unless `tick` is called.
class progress_printer final : public listener {
public:
    // `out` must outlive the printer.
    progress_printer(std::ostream& out, progress_options options);

    void request_sent(const model::request& what, base::wall_time now) override;
    void request_answered(
        const model::request& what,
        const model::reply& reply,
        base::wall_time sent,
        base::wall_time now
    ) override;
    void job_opened(const model::work_item& item) override;
    void job_closed(const model::job_result& what) override;
    void lane_changed(const dispatch::lane_state& now) override;

    // It is `now`: shows what has become of the waiting. For a timer of the caller's.
    void tick(base::wall_time now);

    // The total has become known, or another one.
    void expect(std::uint64_t total) { options_.total = total; }

    // The terminal has got another width.
    void resize(std::size_t columns) { options_.columns = columns; }

    // Takes the bar off the terminal, so that what follows stands at the start of a line.
    void finish();

private:
    void show(base::wall_time now);
    void draw_bar(base::wall_time now);
    void print_line(base::wall_time now);
    [[nodiscard]] std::string counts() const;
    [[nodiscard]] std::string rates(base::wall_time now) const;
    [[nodiscard]] std::string wave() const;
    [[nodiscard]] std::string waiting(base::wall_time now) const;
    [[nodiscard]] std::optional<std::chrono::milliseconds> remaining(base::wall_time now) const;

    std::ostream& out_;
    progress_options options_;
    pace pace_;
    dispatch::lane_state lane_;
    std::map<model::user_outcome, std::uint64_t> users_;
    std::uint64_t opened_ = 0;
    std::uint64_t done_ = 0;
    std::uint64_t requests_ = 0;
    base::wall_time now_;                   // the latest time it was told
    base::wall_time lane_since_;            // when the lane said what it waits for
    std::optional<base::wall_time> shown_;  // when the bar or a line was last written
    std::uint64_t shown_tenth_ = 0;  // plain: how many tenths of the jobs the last line told of
    bool bar_stands_ = false;
};

}  // namespace report
