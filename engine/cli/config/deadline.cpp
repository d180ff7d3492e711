#include "cli/config/deadline.hpp"

#include "cli/config/duration.hpp"

#include <charconv>
#include <ctime>

namespace cli {

namespace {

using std::chrono::floor;
using std::chrono::seconds;

// Beyond it a deadline is a slip of the hand.
constexpr std::chrono::hours longest{24 * 365};

// All of it a number of one or two digits.
std::optional<int> digits(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    if (!whole || text.size() > 2 || text.front() == '-') return std::nullopt;
    return number;
}

std::optional<deadline::time_of_day> parse_time_of_day(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || text.size() - colon != 3) return std::nullopt;
    const auto hour = digits(text.substr(0, colon));
    const auto minute = digits(text.substr(colon + 1));
    if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
    return deadline::time_of_day{*hour, *minute};
}

// `days` later than the day of `now`. Where the clocks are put forward over it, about an hour off.
base::wall_time at(deadline::time_of_day when, base::wall_time now, int days) {
    const std::time_t today = floor<seconds>(now).time_since_epoch().count();
    std::tm local{};
    localtime_r(&today, &local);
    local.tm_mday += days;
    local.tm_hour = when.hour;
    local.tm_min = when.minute;
    local.tm_sec = 0;
    local.tm_isdst = -1;
    return base::wall_time(seconds(std::mktime(&local)));
}

}  // namespace

std::optional<deadline> parse_deadline(std::string_view text) {
    if (const auto time = parse_time_of_day(text)) return deadline{*time, std::string(text)};
    const auto duration = parse_duration(text);
    if (!duration || duration->count() == 0 || *duration > longest) return std::nullopt;
    return deadline{*duration, std::string(text)};
}

base::wall_time moment_of(const deadline& what, base::wall_time now) {
    if (const auto* later = std::get_if<std::chrono::milliseconds>(&what.when)) return now + *later;
    const auto time = std::get<deadline::time_of_day>(what.when);
    const auto today = at(time, now, 0);
    return today > now ? today : at(time, now, 1);
}

}  // namespace cli
