#include "portal-sim/core/portal_date.hpp"

#include <fmt/format.h>

#include <string_view>

namespace portal_sim {

namespace {

std::string local_date(time_point when, char between) {
    const auto local = std::chrono::floor<std::chrono::seconds>(when + portal_offset);
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(local - day);
    return fmt::format(
        "{:04}-{:02}-{:02}{}{:02}:{:02}:{:02}",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()),
        between,
        time.hours().count(),
        time.minutes().count(),
        time.seconds().count()
    );
}

}  // namespace

std::string to_iso_date(time_point when) {
    return local_date(when, 'T') + "+03:00";
}

std::string to_sql_date(time_point when) {
    return local_date(when, ' ');
}

double to_unix(time_point when) {
    return std::chrono::duration<double>(when.time_since_epoch()).count();
}

}  // namespace portal_sim
