#pragma once

#include "base/diagnostic.hpp"
#include "catalog/definitions.hpp"
#include "model/job.hpp"
#include "model/user.hpp"
#include "policy/exceptions.hpp"
#include "policy/explanation.hpp"
#include "policy/read_set.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace policy {

// A policy's text and the name of its file, to show.
struct policy_text {
    std::string_view text;
    std::string_view file;
};

// Whether policies take turns on a portal, because one of them has a weight or a throttle.
enum class turn_taking { none, given };

// The policies of a run, read and checked against the catalog. It needs neither the files nor the
// catalog afterwards, and it never changes: any number of users can be expanded, one at a time or
// side by side.
class policy_set {
public:
    // Reads and checks; every fault goes to `problems` with its place and the path of its key.
    // Nothing when there was an error.
    static std::optional<policy_set> read(
        std::span<const std::filesystem::path> files,
        const catalog::definitions& all,
        base::diagnostics& problems,
        const reading& with = {}
    );
    static std::optional<policy_set> read_texts(
        std::span<const policy_text> texts,
        const catalog::definitions& all,
        base::diagnostics& problems,
        const reading& with = {}
    );
    static std::optional<policy_set> read_text(
        std::string_view text,
        std::string_view file,
        const catalog::definitions& all,
        base::diagnostics& problems,
        const reading& with = {}
    );

    policy_set(policy_set&&) noexcept;
    policy_set& operator=(policy_set&&) noexcept;
    ~policy_set();

    // From now on these keys of these users are left as they are.
    void except(exceptions but) { but_ = std::move(but); }
    [[nodiscard]] const exceptions& excepted() const { return but_; }

    // One user's job: every placeholder filled in, every value validated and in the catalog's
    // normal form. Nothing when no policy matches him, or when there was a fault: then `problems`
    // has errors, which name the policy's line and the user. `matched` counts the policies that
    // matched, in the order of `names`.
    std::optional<model::job> expand(
        model::user who, base::diagnostics& problems, std::vector<std::uint64_t>* matched = nullptr
    ) const;

    // Why the user gets what he gets. Nothing when there was a fault.
    std::optional<explanation> explain(const model::user& who, base::diagnostics& problems) const;

    // Warns of every policy that no user was counted for; those that are only for others to extend
    // do not count. Only right after every user of the roster was expanded.
    void warn_of_idle(const std::vector<std::uint64_t>& matched, base::diagnostics& problems) const;

    // Runs the tests that stand beside the policies, each for its policy alone and without
    // exceptions. A failing one is an error with its place, what was expected and what came of it.
    // Gives how many there were.
    std::size_t check_tests(base::diagnostics& problems) const;

    [[nodiscard]] turn_taking turns() const;

    // In the order of the files.
    [[nodiscard]] std::vector<std::string> names() const;

    // The same for the same texts in the same order, on every machine: 16 hexadecimal digits. It
    // tells versions apart for a person; it is no protection against somebody who wants it to lie.
    [[nodiscard]] std::string fingerprint() const;

private:
    struct state;
    explicit policy_set(std::unique_ptr<const state> what);

    std::unique_ptr<const state> state_;
    exceptions but_;
};

}  // namespace policy
