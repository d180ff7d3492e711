#include "pacing/host_budget.hpp"

#include "pacing/pace.hpp"

#include <boost/assert.hpp>

#include <algorithm>
#include <limits>

namespace pacing {

namespace {

constexpr std::int64_t this_kind = 0x4d55'5354'4255'4432;  // and version
constexpr auto never = std::numeric_limits<std::int64_t>::max();

// Who has not asked for so long does not count as a rival.
constexpr auto forgotten_after = std::chrono::seconds(3);
// With rivals about: between two helpings, so that they can help themselves.
constexpr auto between_helpings = std::chrono::milliseconds(10);
// Others may have looked at their clocks after us, and written before.
constexpr auto a_moment = std::chrono::minutes(1);
// Of any limit that makes sense.
constexpr std::int64_t longest_period = std::chrono::nanoseconds(std::chrono::hours(24)).count();
// No pause after a refusal is so long.
constexpr auto longest_pause = std::chrono::hours(1);
// How long a refusal says something of who else sends to the portal.
constexpr auto remembered_for = std::chrono::minutes(10);
// While somebody else's answer is awaited, of which nobody tells us.
constexpr auto look_again = std::chrono::milliseconds(20);

std::int64_t count(base::time_point when) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(when.time_since_epoch()).count();
}

base::time_point point(std::int64_t nanoseconds) {
    return base::time_point(std::chrono::nanoseconds(nanoseconds));
}

std::size_t ring_of(const bucket_shape& shape) {
    return std::max(shape.burst, shape.step) + 1;
}

}  // namespace

std::size_t host_budget::words(const bucket_limits& limits) {
    return header_words + seats * seat_words + 2 * ring_of(shape_of(limits));
}

std::int64_t& host_budget::of(std::size_t seat, seat_field which) const {
    BOOST_ASSERT(seat < seats);
    return memory_[header_words + seat * seat_words + which];
}

std::int64_t& host_budget::answer(std::int64_t number) const {
    return memory_
        [header_words + seats * seat_words + static_cast<std::size_t>(number % at(capacity))];
}

std::int64_t& host_budget::gate(std::int64_t number) const {
    return memory_
        [header_words + seats * seat_words +
         static_cast<std::size_t>(at(capacity) + number % at(capacity))];
}

bool host_budget::sane(base::time_point now) const {
    const auto fixed = header_words + seats * seat_words;
    if (memory_.size() < fixed + 4 || at(magic) != this_kind) return false;
    const auto ring = static_cast<std::int64_t>((memory_.size() - fixed) / 2);
    const bool shaped = at(capacity) >= 2 && at(capacity) <= ring && at(burst) >= 1 &&
                        at(burst) < at(capacity) && at(step) >= 1 && at(step) < at(capacity) &&
                        at(period) > 0 && at(period) < longest_period;
    if (!shaped || at(answers) < at(capacity) || at(next) < at(answers) ||
        at(next) - at(answers) > at(capacity))
        return false;
    if (at(per_mille) < pace::floor || at(per_mille) > pace::full || at(good) < 0 ||
        at(not_before) > count(now + longest_pause) || at(slowed_at) > count(now + a_moment))
        return false;
    const auto latest = count(now + a_moment);
    for (std::int64_t i = 0; i < at(capacity); ++i)
        if (answer(i) > latest || gate(i) > latest) return false;
    for (std::size_t seat = 0; seat < seats; ++seat)
        if (of(seat, pending) < 0 || of(seat, pending) > at(capacity)) return false;
    return true;
}

void host_budget::clear(const bucket_limits& limits) {
    std::ranges::fill(memory_, 0);
    at(capacity) = static_cast<std::int64_t>(ring_of(shape_of(limits)));
    go_by(limits);
    at(next) = at(answers) = at(capacity);
    at(per_mille) = pace::full;
}

void host_budget::begin(const bucket_limits& limits, base::time_point full_at) {
    clear(limits);
    for (std::int64_t i = 0; i < at(capacity); ++i) answer(i) = gate(i) = count(full_at);
    at(magic) = this_kind;
}

void host_budget::begin(const bucket_limits& limits, const host_budget& earlier) {
    clear(limits);
    for (std::int64_t i = 1; i <= at(capacity); ++i) {
        const auto back = std::min(i, earlier.at(capacity));
        answer(at(answers) - i) = earlier.answer(earlier.at(answers) - back);
        gate(at(next) - i) = earlier.gate(earlier.at(next) - back);
    }
    for (const auto each : {per_mille, good, not_before, slowed_at}) at(each) = earlier.at(each);
    at(magic) = this_kind;
}

bool host_budget::has_room_for(const bucket_limits& limits) const {
    return static_cast<std::int64_t>(ring_of(shape_of(limits))) <= at(capacity);
}

void host_budget::go_by(const bucket_limits& limits) {
    const auto shape = shape_of(limits);
    at(burst) = static_cast<std::int64_t>(shape.burst);
    at(step) = static_cast<std::int64_t>(shape.step);
    at(refused_count) = limits.refused == refused_requests::count ? 1 : 0;
    at(period) = std::chrono::duration_cast<std::chrono::nanoseconds>(shape.period).count();
}

void host_budget::go_by_tighter(const bucket_limits& limits) {
    const auto shape = shape_of(limits);
    at(burst) = std::min(at(burst), static_cast<std::int64_t>(shape.burst));
    if (limits.refused == refused_requests::count) at(refused_count) = 1;
    const auto pace = [](double steps, double nanoseconds) { return steps / nanoseconds; };
    const auto period_given = static_cast<double>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(shape.period).count()
    );
    if (static_cast<std::int64_t>(shape.step) >= at(capacity) ||
        pace(static_cast<double>(shape.step), period_given) >=
            pace(static_cast<double>(at(step)), static_cast<double>(at(period))))
        return;
    at(step) = static_cast<std::int64_t>(shape.step);
    at(period) = static_cast<std::int64_t>(period_given);
}

std::int64_t host_budget::period_in_force() const {
    return at(period) * pace::full / at(per_mille);
}

double host_budget::rate_in_force() const {
    const base::duration whole_step = std::chrono::nanoseconds(period_in_force());
    return static_cast<double>(at(step)) / std::chrono::duration<double>(whole_step).count();
}

std::int64_t host_budget::gate_of_next() const {
    return period_in_force() + std::max(answer(at(next) - at(burst)), gate(at(next) - at(step)));
}

// See leaky_bucket. `never` = an answer is awaited.
std::int64_t host_budget::next_gate() const {
    return at(next) - at(burst) >= at(answers) ? never : gate_of_next();
}

std::optional<base::time_point> host_budget::take(std::size_t seat, base::time_point now) {
    of(seat, seen) = count(now);
    if (at(not_before) > count(now)) return point(at(not_before));
    const auto opens = next_gate();
    if (opens == never) return now + look_again;
    if (opens > count(now)) return point(opens);
    if (auto later = wait_turn(seat, now)) return later;
    gate(at(next)) = opens;
    ++of(seat, pending);
    last_taken_ = ++at(next);
    return std::nullopt;
}

// A fair share of what a step brings, then a breath in which the others come to theirs. It costs no
// rate: the gates are reckoned from each other and not from when we came.
std::optional<base::time_point> host_budget::wait_turn(std::size_t seat, base::time_point now) {
    if (!shared_with_others(seat, now)) return std::nullopt;
    if (of(seat, turn_from) > count(now)) return point(of(seat, turn_from));
    if (of(seat, turn_left) <= 0) of(seat, turn_left) = std::max<std::int64_t>(1, at(step) / 4);
    if (--of(seat, turn_left) <= 0) of(seat, turn_from) = count(now + between_helpings);
    return std::nullopt;
}

void host_budget::put_back(std::size_t seat, base::time_point now) {
    if (at(next) != last_taken_) return answered(seat, now);
    --at(next);
    --of(seat, pending);
    of(seat, turn_from) = 0;
    last_taken_ = -1;
}

void host_budget::answered(std::size_t seat, base::time_point when) {
    if (of(seat, pending) <= 0 || at(answers) >= at(next)) return;
    // Two processes may put down their answers in another order than they came.
    answer(at(answers)) = std::max(count(when), answer(at(answers) - 1));
    ++at(answers);
    --of(seat, pending);
    trust_more();
}

void host_budget::trust_more() {
    pace ours{at(per_mille), at(good)};
    ours.answered();
    at(per_mille) = ours.per_mille;
    at(good) = ours.good;
}

void host_budget::refused(base::time_point sent, base::time_point now, base::duration pause) {
    at(not_before) = std::max(at(not_before), count(now + pause));
    at(good) = 0;
    if (count(sent) >= at(slowed_at)) {
        at(slowed_at) = count(now);
        pace ours{at(per_mille), 0};
        ours.refused();
        at(per_mille) = ours.per_mille;
        // As if a whole burst had just been answered.
        for (std::int64_t i = 0; i < at(capacity); ++i) answer(i) = gate(i) = count(now);
    }
    if (at(refused_count) != 0) take_refused_place(now);
}

// It has arrived after the bucket was full.
void host_budget::take_refused_place(base::time_point now) {
    gate(at(next)) = gate_of_next();
    answer(at(answers)) = std::max(count(now), answer(at(answers) - 1));
    ++at(next);
    ++at(answers);
}

void host_budget::forget_refusals(base::time_point now) {
    if (at(slowed_at) > count(now - remembered_for)) return;
    at(per_mille) = pace::full;
    at(good) = 0;
}

void host_budget::leave(std::size_t seat, base::time_point now) {
    while (of(seat, pending) > 0 && at(answers) < at(next)) answered(seat, now);
    for (const auto each : {pending, seen, turn_left, turn_from}) of(seat, each) = 0;
}

std::size_t host_budget::under_way(std::size_t seat) const {
    return static_cast<std::size_t>(of(seat, pending));
}

bool host_budget::shared_with_others(std::size_t seat, base::time_point now) const {
    const auto since = count(now - forgotten_after);
    for (std::size_t other = 0; other < seats; ++other)
        if (other != seat && of(other, seen) > since && of(other, seen) != 0) return true;
    return false;
}

}  // namespace pacing
