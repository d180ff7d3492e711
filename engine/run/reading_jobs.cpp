#include "run/reading_jobs.hpp"

#include "base/diagnostic.hpp"

namespace run {

namespace {

model::step step_for(const catalog::resource& what) {
    model::step made;
    made.kind = what.kind;
    made.target = what.name;
    made.as = what.as;
    return made;
}

}  // namespace

reading_jobs::reading_jobs(
    roster::source& who, const std::vector<const catalog::resource*>& what, equipment with
)
    : who_(who), equipment_(std::move(with)) {
    // Those under one credential stand together.
    for (const auto as : {model::acts_as::user, model::acts_as::admin})
        for (const auto* each : what)
            if (each->as == as) steps_.push_back(step_for(*each));
}

base::result<std::optional<model::work_item>> reading_jobs::next() {
    base::diagnostics problems;
    auto user = who_.next(problems);
    if (problems.has_errors())
        return std::unexpected(base::failure{
            std::make_error_code(std::errc::interrupted),
            "the roster changed while it was being read: " +
                base::to_text(problems.sorted().front())
        });
    if (!user) return std::optional<model::work_item>();
    auto item = equipment_.equip({std::move(*user), steps_});
    if (!item) return std::unexpected(item.error());
    return std::optional(std::move(*item));
}

}  // namespace run
