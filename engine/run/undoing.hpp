#pragma once

#include "base/result.hpp"
#include "catalog/definitions.hpp"
#include "journal/rows.hpp"
#include "model/job.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace run {

// What becomes of what a run made, when it is taken back.
enum class made_items { keep, remove };

// Makes the jobs that take an earlier run back. A user's steps come in reverse; of each the keys
// that were written, with what was there before, to be written only while the portal holds what the
// run left there. What cannot be taken back is a hindered step, so that it is listed.
class undoing {
public:
    // The attempts of the job that is asked about.
    using attempts_source = std::function<base::result<std::vector<journal::attempt_row>>()>;

    // `all` outlives it.
    explicit undoing(const catalog::definitions& all, made_items made = made_items::keep)
        : all_(&all), made_(made) {}

    // Nothing: the run left nothing of his otherwise than it was. `attempts` is only asked where
    // the job's steps do not say enough.
    base::result<std::optional<model::job>> of(
        const journal::job_row& what, const attempts_source& attempts
    );

private:
    using attempts = std::vector<journal::attempt_row>;

    struct past {
        const journal::step_row& step;
        const catalog::resource* resource;  // nullptr for a call
        const attempts& sent;               // empty where the step says enough
        const std::set<std::string>& gone;  // items that the run deleted
    };

    void undo(const past& what, std::vector<model::step>& into);
    void undo_keys(const past& what, std::vector<model::step>& into);
    void undo_making(const past& what, std::vector<model::step>& into);
    std::optional<model::setting> former_setting(
        const past& what, const model::key_change& change, std::string& why_not
    );
    std::shared_ptr<const model::key_origin> origin_of(const model::key_change& change);
    model::step hindered(const journal::step_row& step, std::string_view code, std::string reason);

    const catalog::definitions* all_;
    made_items made_;
    // The same for all users, who share them.
    std::map<std::pair<std::string, std::string>, std::shared_ptr<const model::key_origin>>
        origins_;
    std::map<std::pair<std::string, std::string>, std::shared_ptr<const model::hindrance>>
        hindrances_;
};

}  // namespace run
