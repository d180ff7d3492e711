#include "pacing/stop_rule.hpp"

#include <charconv>
#include <utility>

namespace pacing {

namespace {

std::string users_text(std::uint64_t count) {
    return std::to_string(count) + (count == 1 ? " user" : " users");
}

// "12", "2.5": never more digits than the number has.
std::string percent_text(double percent) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, percent).ptr;
    return std::string(text, end) + " %";
}

std::string share_text(std::uint64_t part, std::uint64_t of) {
    const auto tenths = (part * 1000 + of / 2) / of;
    return percent_text(static_cast<double>(tenths) / 10);
}

}  // namespace

bool is_failure(model::user_outcome what) {
    return what == model::user_outcome::failed || what == model::user_outcome::unknown;
}

stop_rule::stop_rule(error_limits limits, std::vector<std::uint64_t> waves, std::uint64_t selected)
    : max_fail_(limits.max_fail),
      max_percent_(limits.max_fail_percent),
      waves_(std::move(waves)),
      selected_(selected) {
    const bool limited = max_fail_ || max_percent_;
    then_ = limits.then.value_or(limited ? on_error::stop_portal : on_error::go_on);
    if (!limited && limits.then != on_error::go_on) max_fail_ = 0;
}

std::optional<stop_verdict> stop_rule::after(model::user_outcome what) {
    if (!is_failure(what)) return std::nullopt;
    ++failed_;
    ++failed_in_wave_;
    return then_ == on_error::go_on ? std::nullopt : verdict();
}

std::optional<stop_verdict> stop_rule::pass_gate() {
    auto closed = verdict();
    if (closed) return closed;
    waves_.advance();
    failed_in_wave_ = 0;
    return std::nullopt;
}

std::optional<stop_verdict> stop_rule::verdict() const {
    auto why = too_many();
    if (why.empty()) return std::nullopt;
    if (waves_.count() > 1)
        why = "wave " + std::to_string(waves_.number()) + " of " + std::to_string(waves_.count()) +
              " (" + users_text(waves_.size()) + "): " + why;
    return stop_verdict{model::run_end::too_many_failures, std::move(why)};
}

// "" = not too many.
std::string stop_rule::too_many() const {
    if (max_fail_ && failed_ > *max_fail_)
        return users_text(failed_) + " failed, and " +
               (*max_fail_ == 0 ? "none may" : "at most " + std::to_string(*max_fail_) + " may");
    const auto of = waves_.count() > 1 ? waves_.size() : selected_;
    if (!max_percent_ || of == 0) return {};
    if (static_cast<double>(failed_in_wave_) * 100 <= *max_percent_ * static_cast<double>(of))
        return {};
    return std::to_string(failed_in_wave_) + " of " + users_text(of) + " failed (" +
           share_text(failed_in_wave_, of) + "), and at most " + percent_text(*max_percent_) +
           " may";
}

}  // namespace pacing
