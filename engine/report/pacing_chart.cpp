#include "report/pacing_chart.hpp"

#include "report/duration_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

namespace report {

namespace {

constexpr std::size_t max_intervals = 600;

// The picture's own units; the page scales it to its width.
constexpr double width = 960;
constexpr double height = 190;
constexpr double left = 44;
constexpr double right = 12;
constexpr double top = 10;
constexpr double bottom = 26;
constexpr double plot_width = width - left - right;
constexpr double plot_height = height - top - bottom;

// A round number not below `least`, so that the grid's lines bear round numbers.
double round_top(double least) {
    if (least <= 1) return 1;
    const auto power = std::pow(10.0, std::floor(std::log10(least)));
    for (const double step : {1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0}) {
        if (step * power >= least) return step * power;
    }
    return 10 * power;
}

// The distance of the marks on the axis of time: about six of them, at times people think in.
std::int64_t mark_distance(std::int64_t seconds) {
    constexpr std::array<std::int64_t, 15> steps{
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400
    };
    for (const auto step : steps) {
        if (seconds / step <= 7) return step;
    }
    return (seconds / 7 / 3600 + 1) * 3600;
}

std::string mark_text(std::int64_t seconds) {
    if (seconds == 0) return "0";
    if (seconds < 3600) return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
    return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string number_text(double number) {
    return number == std::floor(number) ? fmt::format("{:.0f}", number)
                                        : fmt::format("{:.1f}", number);
}

double x_of(double share) {
    return left + share * plot_width;
}

double y_of(double share) {
    return top + (1 - share) * plot_height;
}

void append_grid(std::string& out, double top_rate, std::int64_t seconds) {
    const auto add = std::back_inserter(out);
    for (const double share : {0.0, 0.5, 1.0}) {
        const auto y = y_of(share);
        fmt::format_to(
            add,
            R"(<path class="pace-grid" d="M{:.0f} {:.1f}H{:.0f}"/>)"
            R"(<text class="pace-text" x="{:.0f}" y="{:.1f}" text-anchor="end">{}</text>)",
            left,
            y,
            width - right,
            left - 6,
            y + 4,
            number_text(top_rate * share)
        );
    }
    const auto distance = mark_distance(seconds);
    for (std::int64_t at = 0; at <= seconds; at += distance) {
        const auto share = static_cast<double>(at) / static_cast<double>(seconds);
        // The last mark would run over the picture's edge.
        const auto anchor = at == 0 ? "start" : share > 0.97 ? "end" : "middle";
        fmt::format_to(
            add,
            R"(<text class="pace-text" x="{:.1f}" y="{:.0f}" text-anchor="{}">{}</text>)",
            x_of(share),
            height - 8,
            anchor,
            mark_text(at)
        );
    }
}

}  // namespace

pacing_chart::interval& pacing_chart::at(base::wall_time when) {
    // A clock that was set back in mid-run must not break the picture.
    const auto since = std::max(when - started_, std::chrono::milliseconds(0));
    auto index = static_cast<std::size_t>(since / width_);
    while (index >= max_intervals) {
        halve();
        index = static_cast<std::size_t>(since / width_);
    }
    if (index >= intervals_.size()) intervals_.resize(index + 1);
    return intervals_[index];
}

void pacing_chart::halve() {
    std::vector<interval> wider((intervals_.size() + 1) / 2);
    for (std::size_t i = 0; i < intervals_.size(); ++i) {
        wider[i / 2].sent += intervals_[i].sent;
        wider[i / 2].limited += intervals_[i].limited;
    }
    intervals_ = std::move(wider);
    width_ *= 2;
}

double pacing_chart::rate_of(const interval& one) const {
    return static_cast<double>(one.sent) / static_cast<double>(width_.count());
}

std::string pacing_chart::svg() const {
    if (intervals_.empty()) return {};
    double most = 0;
    for (const auto& one : intervals_) most = std::max(most, rate_of(one));
    const auto top_rate = round_top(most);
    const auto count = static_cast<double>(intervals_.size());
    const auto seconds = static_cast<std::int64_t>(intervals_.size()) * width_.count();

    auto out = fmt::format(
        R"(<svg viewBox="0 0 {:.0f} {:.0f}" role="img" aria-label="requests per second over time">)",
        width,
        height
    );
    append_grid(out, top_rate, seconds);
    std::string outline;
    std::string limited;
    for (std::size_t i = 0; i < intervals_.size(); ++i) {
        const auto& one = intervals_[i];
        const auto from = x_of(static_cast<double>(i) / count);
        const auto to = x_of(static_cast<double>(i + 1) / count);
        const auto y = y_of(rate_of(one) / top_rate);
        fmt::format_to(std::back_inserter(outline), "V{:.1f}H{:.1f}", y, to);
        if (one.limited == 0) continue;
        fmt::format_to(
            std::back_inserter(limited),
            R"(<rect class="pace-limited" x="{:.1f}" y="{:.0f}" width="{:.1f}" height="{:.0f}"><title>{} answered with the rate limit</title></rect>)",
            from,
            top,
            // Seen in a long run, and not the whole picture of a short one.
            std::clamp(to - from, 1.5, 6.0),
            plot_height,
            one.limited
        );
    }
    const auto floor_y = y_of(0);
    out += limited;
    out += fmt::format(
        R"(<path class="pace-area" d="M{0:.1f} {1:.1f}{2}V{1:.1f}Z"/>)"
        R"(<path class="pace-line" d="M{0:.1f} {1:.1f}{2}V{1:.1f}"/></svg>)",
        left,
        floor_y,
        outline
    );
    return out;
}

}  // namespace report
