#include "pacing/leaky_bucket.hpp"

#include <boost/assert.hpp>

#include <algorithm>
#include <cmath>

namespace pacing {

namespace {

constexpr auto long_ago = base::time_point::min() + std::chrono::hours(1);

base::duration seconds(double count) {
    return std::chrono::duration_cast<base::duration>(std::chrono::duration<double>(count));
}

// Where the rate is no whole number, our steps (a whole number of requests each) and the portal's
// (a second each) drift against each other by up to one step; so much of the burst is left alone.
std::size_t usable_burst(const bucket_limits& limits) {
    const auto shared = std::floor(limits.burst * limits.share);
    const auto drift = limits.rate == std::floor(limits.rate) ? 0.0 : std::ceil(limits.rate);
    return static_cast<std::size_t>(std::max(1.0, shared - drift));
}

base::duration scaled(base::duration full, double pace) {
    return base::duration(std::llround(static_cast<double>(full.count()) / pace));
}

}  // namespace

bucket_shape shape_of(const bucket_limits& limits) {
    const auto step = std::max(1.0, std::ceil(limits.rate));
    return {
        usable_burst(limits),
        static_cast<std::size_t>(step),
        seconds(step / (limits.rate * limits.share))
    };
}

leaky_bucket::leaky_bucket(bucket_limits limits)
    : burst_(shape_of(limits).burst),
      refused_(limits.refused),
      step_(shape_of(limits).step),
      full_period_(shape_of(limits).period),
      period_(full_period_),
      next_(0),
      answers_(0),
      answer_(burst_, long_ago),
      gate_(step_, long_ago),
      not_before_(long_ago),
      slowed_at_(long_ago) {
    BOOST_ASSERT(limits.rate > 0 && limits.share > 0 && limits.share <= 1);
}

// Where the story of the bucket is known from a moment on at which it was empty, the gates are
// reckoned as if this bucket had been there; otherwise it is only known that a request left no
// earlier than its gate.
void leaky_bucket::recall(std::span<const past_request> past) {
    BOOST_ASSERT(next_ == 0);
    const auto since_empty = begin_of_story(past);
    const bool whole = since_empty != 0 || past.size() < burst_;
    past = past.subspan(since_empty);
    if (past.empty()) return;
    std::vector<base::time_point> answers;
    for (const auto& each : past) answers.push_back(each.answered);
    std::sort(answers.begin(), answers.end());
    // As if a burst long ago had gone before: the rings then hold whatever is not recalled as long
    // past.
    next_ = burst_;
    answers_ = burst_;
    for (std::size_t i = 0; i < past.size(); ++i) {
        const auto gate = gate_of_next();
        gate_[next_ % step_] = whole ? std::min(past[i].sent, gate) : past[i].sent;
        answer_[answers_ % burst_] = answers[i];
        ++next_;
        ++answers_;
    }
}

// Behind the last pause in which a full bucket would have run empty; 0 = there is none.
std::size_t leaky_bucket::begin_of_story(std::span<const past_request> past) const {
    const auto drained = full_period_ * static_cast<std::int64_t>(burst_ / step_ + 2);
    std::size_t begin = 0;
    auto answered = base::time_point::min();
    for (std::size_t i = 0; i < past.size(); ++i) {
        if (i != 0 && past[i].sent > answered && past[i].sent - answered >= drained) begin = i;
        answered = std::max(answered, past[i].answered);
    }
    return begin;
}

base::time_point leaky_bucket::gate_of_next() const {
    return period_ + std::max(answer_[(next_ - burst_) % burst_], gate_[next_ % step_]);
}

base::time_point leaky_bucket::ready_at(base::time_point now) const {
    if (not_before_ > now) return not_before_;
    if (next_ < burst_) return long_ago;
    const auto awaited = next_ - burst_;
    if (awaited >= answers_) return base::time_point::max();
    return gate_of_next();
}

void leaky_bucket::take(base::time_point now) {
    const auto gate = ready_at(now);
    BOOST_ASSERT(gate <= now);
    gate_[next_ % step_] = gate;
    ++next_;
}

void leaky_bucket::answered(base::time_point now) {
    BOOST_ASSERT(answers_ < next_);
    answer_[answers_ % burst_] = now;
    ++answers_;
    if (pace_.answered()) period_ = scaled(full_period_, pace_.part());
}

void leaky_bucket::refused(base::time_point sent, base::time_point now, base::duration pause) {
    not_before_ = std::max(not_before_, now + pause);
    pace_.good = 0;
    if (sent >= slowed_at_) {
        slowed_at_ = now;
        pace_.refused();
        period_ = scaled(full_period_, pace_.part());
        fill(now);
    }
    if (refused_ == refused_requests::count) take_refused_place(now);
}

// It has arrived after the bucket was full.
void leaky_bucket::take_refused_place(base::time_point now) {
    gate_[next_ % step_] = gate_of_next();
    answer_[answers_ % burst_] = now;
    ++next_;
    ++answers_;
}

void leaky_bucket::hold(base::time_point until) {
    not_before_ = std::max(not_before_, until);
}

// As if a whole burst had just been answered.
void leaky_bucket::fill(base::time_point now) {
    next_ += burst_;
    answers_ += burst_;
    std::fill(answer_.begin(), answer_.end(), now);
    std::fill(gate_.begin(), gate_.end(), now);
}

double leaky_bucket::rate_in_force() const {
    return static_cast<double>(step_) / std::chrono::duration<double>(period_).count();
}

}  // namespace pacing
