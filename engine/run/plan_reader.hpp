#pragma once

#include "base/diagnostic.hpp"
#include "base/result.hpp"
#include "base/sha256.hpp"
#include "catalog/definitions.hpp"
#include "plan/saved_head.hpp"
#include "plan/saved_user.hpp"
#include "run/plan_file.hpp"

#include <cstddef>
#include <memory>
#include <optional>

namespace run {

// A saved plan that was found whole and unaltered. Reads one user at a time.
class plan_reader {
public:
    // Reads the whole file once. What is wrong with it goes to `problems`, with its line: no plan,
    // a newer format, cut off, altered, or of another catalog.
    // `file` and `all` outlive it.
    static std::optional<plan_reader> open(
        const plan_file& file, const catalog::definitions& all, base::diagnostics& problems
    );

    [[nodiscard]] const plan::saved_head& head() const noexcept { return head_; }
    [[nodiscard]] const plan::saved_end& end() const noexcept { return end_; }
    // Users of the plan.
    [[nodiscard]] std::uint64_t selected() const;

    // Users in the order of the roster, from the first on; nothing after the last. Fails where the
    // file is no longer what it was.
    base::result<std::optional<plan::saved_user>> next();
    // Begins again.
    void rewind();

private:
    explicit plan_reader(const plan_file& file, const catalog::definitions& all);

    bool check(base::diagnostics& problems);
    bool check_end(std::string_view line, base::diagnostics& problems);
    void refuse(base::diagnostics& problems, std::string code, std::string what, std::string hint);

    const plan_file* file_;
    const catalog::definitions* all_;
    plan::saved_head head_;
    plan::saved_end end_;
    std::unique_ptr<plan_file::lines> lines_;
    std::unique_ptr<plan::user_reader> users_;
    base::sha256 hash_;
    std::uint32_t line_ = 0;
};

}  // namespace run
