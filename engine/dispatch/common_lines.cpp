#include "dispatch/common_lines.hpp"

#include <algorithm>
#include <utility>

namespace dispatch {

class common_lines::share final : public line_share {
public:
    share(common_lines& of, std::size_t weight) : of_(of), who_(of.rule_.join(weight)) {
        if (of_.listeners_.size() <= who_) of_.listeners_.resize(who_ + 1);
    }
    share(const share&) = delete;
    share& operator=(const share&) = delete;

    // A lane that broke leaves things under way that nobody awaits any more.
    ~share() override {
        of_.listeners_[who_] = {};
        for (; use_ != 0; --use_) of_.rule_.give_back(who_, of_.latest_);
        of_.rule_.leave(who_);
        of_.tell(of_.latest_);
    }

    void on_turn(std::function<void()> tell) override { of_.listeners_[who_] = std::move(tell); }

    bool take(base::time_point now) override {
        of_.latest_ = now;
        const bool got = of_.rule_.take(who_, now);
        if (got) ++use_;
        of_.seen_.most_in_use = std::max(of_.seen_.most_in_use, of_.rule_.in_use());
        of_.seen_.in_want |= !got;
        in_line_ = !got;
        return got;
    }

    void give_back(base::time_point now) override {
        --use_;
        of_.rule_.give_back(who_, now);
        of_.tell(now);
    }

    void answered(base::time_point now) override {
        --use_;
        of_.rule_.answered(who_, now);
        of_.tell(now);
    }

    [[nodiscard]] bool stands_in_line() const override { return in_line_; }

    void step_aside(base::time_point now) override {
        if (!std::exchange(in_line_, false)) return;
        of_.rule_.step_aside(who_);
        of_.tell(now);
    }

private:
    common_lines& of_;
    pacing::line_lending::party who_;
    std::size_t use_ = 0;
    bool in_line_ = false;
};

std::unique_ptr<line_share> common_lines::join(std::size_t weight) {
    return std::make_unique<share>(*this, weight);
}

void common_lines::assign(std::size_t own, std::size_t present, base::time_point now) {
    rule_.own(own);
    rule_.lend(present);
    tell(now);
}

pacing::line_demand common_lines::take_demand() {
    seen_.weight = rule_.weight();
    return std::exchange(seen_, {0, rule_.in_use(), rule_.in_line() != 0});
}

void common_lines::tell(base::time_point now) {
    latest_ = now;
    for (const auto who : rule_.next_turns(now))
        if (listeners_[who]) listeners_[who]();
}

}  // namespace dispatch
