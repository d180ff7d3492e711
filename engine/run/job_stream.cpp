#include "run/job_stream.hpp"

#include <utility>

namespace run {

base::result<std::optional<model::work_item>> job_stream::next() {
    for (;;) {
        base::diagnostics problems;
        auto user = who_.next(problems);
        auto job = user && !problems.has_errors() ? what_.expand(std::move(*user), problems)
                                                  : std::nullopt;
        if (problems.has_errors())
            return std::unexpected(base::failure{
                std::make_error_code(std::errc::interrupted),
                "the roster or a policy changed while it was being applied: " +
                    base::to_text(problems.sorted().front())
            });
        if (!user) return std::optional<model::work_item>();
        const bool has_steps = job && !job->steps.empty();
        if (has_steps && attention_ == attention::state) left_out_ += leave_out_calls(*job);
        if (!job || (has_steps && job->steps.empty())) {
            ++unmatched_;
            continue;
        }
        auto item = equipment_.equip(std::move(*job));
        if (!item) return std::unexpected(item.error());
        return std::optional(std::move(*item));
    }
}

}  // namespace run
