#pragma once

#include <cstdint>
#include <functional>
#include <optional>

namespace simulation {

// Counts what is written to the journals of this process, commit by commit, and may let the process
// die with one of them: from then on no write is taken any more, as of a process that was killed.
// One at a time; it sees the files that are opened while it lives.
class journal_writes {
public:
    enum class moment { before, after };
    struct last_write {
        std::uint64_t number = 0;  // from 1
        moment when = moment::before;
    };

    // Nothing: it dies with none of them. `on_end`: at the very moment.
    explicit journal_writes(std::optional<last_write> last, std::function<void()> on_end = {});
    journal_writes(const journal_writes&) = delete;
    journal_writes& operator=(const journal_writes&) = delete;
    ~journal_writes();

    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
    [[nodiscard]] bool is_over() const noexcept { return over_; }

    // Whether a commit may be made. For the hook.
    bool admit();

private:
    std::optional<last_write> last_;
    std::function<void()> on_end_;
    std::uint64_t count_ = 0;
    bool over_ = false;
};

}  // namespace simulation
