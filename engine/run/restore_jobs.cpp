#include "run/restore_jobs.hpp"

#include "catalog/former_value.hpp"

#include <utility>

namespace run {

restore_jobs::restore_jobs(
    snapshot::reader from,
    const std::vector<const catalog::resource*>& what,
    equipment with,
    choice chosen
)
    : from_(std::move(from)),
      what_(what),
      equipment_(std::move(with)),
      chosen_(std::move(chosen)) {}

base::result<std::optional<model::work_item>> restore_jobs::next() {
    for (;;) {
        base::diagnostics problems;
        const auto each = from_.next(problems);
        if (problems.has_errors())
            return std::unexpected(base::failure{
                std::make_error_code(std::errc::interrupted),
                "the snapshot changed while it was being read: " +
                    base::to_text(problems.sorted().front())
            });
        if (!each) return std::optional<model::work_item>();
        if (chosen_ && !chosen_(each->user)) continue;
        if (each->unread) {
            ++unread_;
            continue;
        }
        model::job job;
        job.who.id = each->user;
        job.who.email = each->email;
        job.who.attributes = {{"id", each->user.value()}, {"email", each->email}};
        for (const auto as : {model::acts_as::user, model::acts_as::admin})
            for (const auto* of : what_)
                if (of->as == as) add_steps(*of, each->state.at(of->name), job);
        if (job.steps.empty()) continue;
        auto item = equipment_.equip(std::move(job));
        if (!item) return std::unexpected(item.error());
        return std::optional(std::move(*item));
    }
}

void restore_jobs::add_steps(
    const catalog::resource& of, const model::value& state, model::job& into
) {
    const auto add = [&](const model::value& seen) {
        auto made = step_of(of, seen.as_object());
        if (!made.with.empty()) into.steps.push_back(std::move(made));
    };
    if (of.kind == model::step_kind::settings) return add(state);
    for (const auto& each : state.as_array()) add(each);
}

model::step restore_jobs::step_of(const catalog::resource& of, const model::object& seen) {
    model::step made;
    made.kind = of.kind;
    made.target = of.name;
    made.as = of.as;
    for (const auto& field : of.fields) {
        const auto* value = seen.if_contains(catalog::answer_name(field));
        if (value == nullptr) continue;
        auto former = catalog::former_value_of(of, field, *value);
        if (!former) continue;
        auto& origin = origins_[of.name + '.' + field.name];
        if (!origin)
            origin = std::make_shared<const model::key_origin>(
                field.name, base::source_pos{}, "the snapshot"
            );
        auto& key = made.with.emplace_back();
        key.origin = origin;
        key.wanted = std::move(former->what);
        key.form = former->form;
    }
    return made;
}

}  // namespace run
