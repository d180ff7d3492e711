#pragma once

#include "base/diagnostic.hpp"
#include "model/job.hpp"
#include "model/user.hpp"
#include "policy/exceptions.hpp"
#include "policy/explanation.hpp"
#include "policy/policy_file.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace policy {

// A value with places for the ids of merged steps.
struct open_mapping {
    model::value what;
    std::vector<id_place> places;
    bool operator==(const open_mapping&) const = default;
};

// One key on its way into a job: its value, or the merged step whose item's id it takes.
struct merged_key {
    const managed_key* key = nullptr;
    const policy_file* from = nullptr;
    std::size_t layer = 0;  // of policy_step
    std::variant<operand, std::size_t, open_mapping> wanted;
    std::vector<merged_key> overridden = {};  // what others said; only where it is kept
};

// Whether what others said of a key is kept.
enum class memory { winners, everything };

struct merged_step {
    const policy_step* first = nullptr;  // of the policy that asked for it first
    const policy_file* from = nullptr;
    std::string id;
    std::vector<merged_key> with;
};

// Whose fault it shows, behind a message: " (for user 17, ann@acme.example)".
std::string about(const model::user& who);

// Makes one job of the policies that apply to one user.
//
// Steps with the same target are one step: the same settings, an item of the same name or the same
// id, a call of the same id. Key by key the policy of the higher priority wins; two of the same
// priority that disagree are an error which names both places. The other steps stand one behind the
// other, but none before a step that it refers to. What `add` is given must outlive the merger.
class merger {
public:
    merger(const model::user& who, base::diagnostics& problems, memory kept = memory::winners)
        : who_(who), problems_(problems), kept_(kept) {}

    // The policies come in the order of falling priority.
    void add(const policy_file& which);

    // The job, but for its user. Nothing when something was wrong; that has been reported. What the
    // user is excepted from is left out of the steps.
    std::optional<model::job> finish(const exceptions& but);

    // The same in words: who says what of each key, and who gave way.
    std::optional<std::vector<explained_step>> explain(const exceptions& but);

private:
    merged_step resolve(
        const policy_file& from,
        const policy_step& step,
        class user_names& known,
        const std::vector<std::size_t>& homes
    );
    std::optional<model::value> value_of(
        const policy_file& from,
        const managed_key& key,
        const recipe& how,
        user_names& known,
        std::vector<id_place>& places
    );

    [[nodiscard]] model::wanted_value wanted_of(const merged_key& key) const;
    std::size_t settle(merged_step step);
    [[nodiscard]] bool are_one(const merged_step& a, const merged_step& b) const;
    void unite(merged_step& home, merged_step&& other);
    void unite_key(merged_step& home, merged_key&& other);
    void replace(merged_key& loser, merged_key&& winner) const;
    [[nodiscard]] explained_value said_by(const merged_key& key) const;

    void refuse_values(const merged_key& a, const merged_key& b);
    void refuse_steps(
        const merged_step& a, const merged_step& b, std::string_view what, std::string hint
    );
    void refuse_step(const merged_step& which, std::string_view what, std::string hint);

    [[nodiscard]] std::vector<std::size_t> order();
    void name_steps();

    const model::user& who_;
    base::diagnostics& problems_;
    memory kept_;
    bool failed_ = false;
    std::vector<merged_step> steps_;
};

}  // namespace policy
