#pragma once

#include "dispatch/ports/shared_budget.hpp"
#include "pacing/host_budget.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace support {

// The seat of one process in a budget that it shares with others.
class budget_seat final : public dispatch::shared_budget {
public:
    budget_seat(std::vector<std::int64_t>& memory, std::size_t number)
        : budget_(memory), number_(number) {}

    std::optional<base::time_point> take(base::time_point now) override {
        return budget_.take(number_, now);
    }
    void put_back(base::time_point now) override { budget_.put_back(number_, now); }
    void answered(base::time_point now) override { budget_.answered(number_, now); }
    void refused(base::time_point sent, base::time_point now, base::duration pause) override {
        budget_.refused(sent, now, pause);
    }
    [[nodiscard]] double rate_in_force() const override { return budget_.rate_in_force(); }

private:
    pacing::host_budget budget_;
    std::size_t number_;
};

// What the processes of a host share: a bucket that was empty at `now`.
class shared_memory {
public:
    shared_memory(const pacing::bucket_limits& limits, base::time_point now)
        : words_(pacing::host_budget::words(limits)) {
        pacing::host_budget(words_).begin(limits, now - std::chrono::hours(1));
    }
    budget_seat seat(std::size_t number) { return {words_, number}; }

private:
    std::vector<std::int64_t> words_;
};

}  // namespace support
