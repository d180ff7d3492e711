#include "report/progress.hpp"

#include "report/characters.hpp"
#include "report/duration_text.hpp"
#include "report/escaping.hpp"
#include "report/totals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ostream>
#include <utility>

namespace report {

namespace {

using std::chrono::milliseconds;

// Faster than this no eye follows, and a terminal far away chokes on it.
constexpr milliseconds bar_interval{100};
constexpr milliseconds line_interval{10'000};

// A portal whose rate nobody reaches has none worth showing.
constexpr double no_limit = 1000;

std::string_view name_of(dispatch::waiting_for what) {
    switch (what) {
        case dispatch::waiting_for::nothing:
            return {};
        case dispatch::waiting_for::rate_limit:
            return "rate limit";
        case dispatch::waiting_for::replies:
            return "replies";
        case dispatch::waiting_for::backoff:
            return "backoff";
        case dispatch::waiting_for::budget:
            return "operating time";
        case dispatch::waiting_for::pause:
            return "pause";
        case dispatch::waiting_for::portal:
            return "portal does not answer, next try";
    }
    return {};
}

// A lane that waits like this is silent meanwhile, so it is shown at once.
bool is_long(const dispatch::lane_state& lane) {
    const bool silent =
        lane.what == dispatch::waiting_for::backoff || lane.what == dispatch::waiting_for::budget ||
        lane.what == dispatch::waiting_for::pause || lane.what == dispatch::waiting_for::portal;
    return silent && lane.remaining >= bar_interval;
}

std::string whole_seconds(milliseconds left) {
    using std::chrono::seconds;
    if (left < milliseconds(1000)) return "1 s";
    const auto rounded = std::chrono::ceil<seconds>(left);
    if (rounded < seconds(60)) return fmt::format("{} s", rounded.count());
    return duration_text(rounded);
}

std::string bar(double share, std::size_t columns) {
    const auto filled = static_cast<std::size_t>(share * static_cast<double>(columns));
    std::string text(columns, '.');
    std::fill_n(text.begin(), filled, '=');
    if (filled > 0 && filled < columns) text[filled - 1] = '>';
    return "[" + text + "]";
}

}  // namespace

progress_printer::progress_printer(std::ostream& out, progress_options options)
    : out_(out), options_(std::move(options)) {
    options_.portal = terminal_text(options_.portal);
}

void progress_printer::job_opened(const model::work_item& /*item*/) {
    ++opened_;
}

void progress_printer::request_sent(const model::request& /*what*/, base::wall_time now) {
    ++requests_;
    pace_.add(now);
    show(now);
}

void progress_printer::request_answered(
    const model::request& /*what*/,
    const model::reply& /*reply*/,
    base::wall_time /*sent*/,
    base::wall_time now
) {
    show(now);
}

void progress_printer::job_closed(const model::job_result& what) {
    ++done_;
    ++users_[what.overall];
    show(what.finished);
}

void progress_printer::lane_changed(const dispatch::lane_state& now) {
    const bool news = now.what != lane_.what;
    lane_ = now;
    lane_since_ = now_;
    if (options_.mode == progress_mode::bar && news && is_long(now)) draw_bar(now_);
}

void progress_printer::tick(base::wall_time now) {
    show(now);
}

void progress_printer::finish() {
    if (bar_stands_) out_ << "\r\x1b[K" << std::flush;
    bar_stands_ = false;
}

void progress_printer::show(base::wall_time now) {
    now_ = std::max(now_, now);
    if (options_.mode == progress_mode::none) return;
    if (!shown_ && options_.mode == progress_mode::plain) {
        shown_ = now_;  // the first line tells of the first ten seconds, not of nothing
    }
    const bool bar_mode = options_.mode == progress_mode::bar;
    const auto tenth = options_.total == 0 ? 0 : done_ * 10 / options_.total;
    const bool due = !shown_ || now_ - *shown_ >= (bar_mode ? bar_interval : line_interval);
    if (bar_mode && due) draw_bar(now_);
    if (!bar_mode && (due || tenth > shown_tenth_)) print_line(now_);
}

void progress_printer::draw_bar(base::wall_time now) {
    const auto share =
        options_.total == 0
            ? 0.0
            : std::min(1.0, static_cast<double>(done_) / static_cast<double>(options_.total));
    std::string line = options_.portal;
    if (options_.total == 0) {
        line += fmt::format("  {} jobs", done_);
    } else {
        if (options_.columns >= 100) line += "  " + bar(share, 20);
        line += fmt::format("  {}/{}  {:.0f} %", done_, options_.total, std::floor(share * 100));
    }
    if (const auto which = wave(); !which.empty()) line += "  " + which;
    line += "  " + rates(now) + " req/s";
    if (const auto left = remaining(now)) line += "  ETA " + whole_seconds(*left);
    line += "  " + counts();
    const auto waits = waiting(now);
    if (!waits.empty()) line += "  " + waits;
    // One column stays free: some terminals wrap as soon as the last one is taken.
    const auto columns = options_.columns == 0 ? 0 : options_.columns - 1;
    out_ << '\r' << cut_to_columns(line, columns) << "\x1b[K" << std::flush;
    bar_stands_ = true;
    shown_ = now;
}

void progress_printer::print_line(base::wall_time now) {
    std::string line = options_.portal + ": ";
    if (options_.total == 0) {
        line += fmt::format("{} jobs", done_);
    } else {
        line +=
            fmt::format("{}/{} jobs ({} %)", done_, options_.total, done_ * 100 / options_.total);
        shown_tenth_ = done_ * 10 / options_.total;
    }
    if (const auto which = wave(); !which.empty()) line += ", " + which;
    line += ", " + rates(now) + " requests/s";
    line += ", " + counts();
    if (const auto left = remaining(now)) line += ", ETA " + whole_seconds(*left);
    const auto waits = waiting(now);
    if (!waits.empty()) line += ", " + waits;
    out_ << line << '\n' << std::flush;
    shown_ = now;
}

std::string progress_printer::counts() const {
    std::string text;
    for (const auto what : all_user_outcomes) {
        const auto count = count_of(users_, what);
        const bool always = what == model::user_outcome::changed ||
                            what == model::user_outcome::unchanged ||
                            what == model::user_outcome::failed;
        if (count == 0 && !always) continue;
        if (!text.empty()) text += ' ';
        text += fmt::format("{} {}", model::to_string(what), count);
    }
    return text;
}

// As measured, and what is allowed at present: less than the limit after the portal has refused
// something for its rate.
std::string progress_printer::rates(base::wall_time now) const {
    const auto measured = fmt::format("{:.1f}", pace_.per_second(now));
    const auto allowed = lane_.requests_per_second;
    if (allowed <= 0 || allowed >= no_limit) return measured;
    return fmt::format("{}/{:.1f}", measured, allowed);
}

// "" where there is only one.
std::string progress_printer::wave() const {
    return lane_.waves > 1 ? fmt::format("wave {} of {}", lane_.wave, lane_.waves) : std::string();
}

std::string progress_printer::waiting(base::wall_time now) const {
    const bool ailing = lane_.what == dispatch::waiting_for::portal;
    const auto what = name_of(lane_.what);
    if (what.empty()) return {};
    auto text = (ailing ? "" : "waits: ") + std::string(what);
    if (lane_.remaining <= base::duration::zero()) return text;
    const auto left =
        std::chrono::duration_cast<milliseconds>(lane_.remaining) - (now - lane_since_);
    if (left >= milliseconds(1000)) text += (ailing ? " in " : " ") + whole_seconds(left);
    return text;
}

// From the rate in force and what a job has cost so far. A job that is still open counts as half
// done.
std::optional<milliseconds> progress_printer::remaining(base::wall_time now) const {
    if (options_.total <= done_ || requests_ == 0) return std::nullopt;
    const auto open = static_cast<double>(opened_ > done_ ? opened_ - done_ : 0);
    const auto worked_off = static_cast<double>(done_) + open / 2;
    const auto rate =
        lane_.requests_per_second > 0 ? lane_.requests_per_second : pace_.per_second(now);
    if (worked_off <= 0 || rate <= 0) return std::nullopt;
    const auto per_job = static_cast<double>(requests_) / worked_off;
    const auto seconds = (static_cast<double>(options_.total) - worked_off) * per_job / rate;
    constexpr double longest = 100.0 * 24 * 3600;  // beyond it an ETA is noise
    if (seconds < 0 || seconds > longest) return std::nullopt;
    return milliseconds(std::llround(seconds * 1000));
}

}  // namespace report
