// What a step wants to send: the commands of step_progress.
#include "catalog/former_value.hpp"
#include "plan/guard.hpp"
#include "plan/step_progress.hpp"

#include <algorithm>
#include <utility>

namespace plan {

std::vector<catalog::assignment> step_progress::assignments(const references& ids) const {
    std::vector<catalog::assignment> all;
    for (const auto& each : what_->with) {
        if (resource_ && (!differs(each, ids) || is_left(result_.changes, each.key()))) continue;
        if (auto value = wanted(each, ids)) {
            if (each.form == model::value_form::as_seen)
                value = catalog::sent_again(
                    *catalog::find_field(resource_->fields, each.key()), *value
                );
            all.push_back({each.key(), std::move(*value)});
            continue;
        }
        if (const auto* open = std::get_if<model::open_value>(&each.wanted))
            all.push_back(assignment_of(each.key(), *open, ids));
        else
            all.push_back(
                assignment_of(each.key(), std::get<model::step_reference>(each.wanted), ids)
            );
    }
    return all;
}

std::optional<std::string> step_progress::item_key() const {
    if (what_->kind != model::step_kind::collection) return std::nullopt;
    for (const auto& each : what_->with) {
        const auto* value = std::get_if<model::value>(&each.wanted);
        if (each.key() == resource_->key_field && value && value->is_string())
            return std::string(value->get_string());
    }
    return std::nullopt;
}

model::command step_progress::command(catalog::call call, model::purpose why, char suffix) const {
    model::command made;
    made.key = prefix_ + suffix;
    made.method = std::move(call.method);
    made.params = std::move(call.params);
    made.references = std::move(call.references);
    made.why = why;
    return made;
}

std::vector<model::command> step_progress::read_commands() const {
    std::vector<model::command> all;
    all.push_back(command(catalog::read_call(*resource_, *who_), model::purpose::read, 'r'));
    if (removes())
        all.push_back(command(
            catalog::contents_call(*resource_, *who_, what_->item), model::purpose::contents, 'c'
        ));
    return all;
}

model::command step_progress::verify_command() const {
    return command(catalog::read_call(*resource_, *who_), model::purpose::verify, 'v');
}

model::fidelity step_progress::fidelity_of_writing() const {
    const bool typed = std::ranges::any_of(what_->with, [](const model::setting& each) {
        return each.form == model::value_form::as_seen;
    });
    return typed ? resource_->write.keeps : model::fidelity::meaning;
}

std::vector<model::command> step_progress::write_commands(const references& ids) const {
    std::vector<model::command> all;
    auto values = assignments(ids);
    if (!resource_) {
        catalog::call call{what_->target, {}, {}};
        for (auto& each : values) {
            for (auto& part : each.parts) {
                part.path.insert(part.path.begin(), each.key);
                call.references.push_back({std::move(part.path), std::move(part.command)});
            }
            if (auto* value = std::get_if<model::value>(&each.from))
                call.params[each.key] = std::move(*value);
            else
                call.references.push_back({{each.key}, std::get<std::string>(each.from)});
        }
        all.push_back(command(std::move(call), model::purpose::write, 'w'));
        return all;
    }
    if (removes()) {
        auto call = catalog::remove_call(*resource_, *who_, what_->item);
        all.push_back(command(std::move(call), model::purpose::write, 'w'));
        all.push_back(verify_command());
        return all;
    }
    const bool creates = what_->kind == model::step_kind::collection && !image_;
    auto call = creates ? catalog::create_call(*resource_, *who_, values)
                        : catalog::write_call(
                              *resource_,
                              *who_,
                              what_->kind == model::step_kind::collection ? model::value(*image_)
                                                                          : model::value(nullptr),
                              values
                          );
    all.push_back(command(std::move(call), model::purpose::write, 'w'));
    all.back().keep = fidelity_of_writing();
    all.push_back(verify_command());
    return all;
}

std::optional<model::command> step_progress::restore_command() const {
    if (what_->kind != model::step_kind::settings || !touched() || !result_.before)
        return std::nullopt;
    std::vector<catalog::assignment> values;
    for (const auto& each : result_.changes) {
        if (!was_sent(each)) continue;
        const auto* field = catalog::find_field(resource_->fields, each.key);
        if (!field || !result_.before->as_object().contains(catalog::answer_name(*field))) continue;
        const auto former = catalog::former_value_of(*resource_, *field, each.before);
        if (former) values.push_back({each.key, catalog::sent_again(*field, former->what)});
    }
    if (values.empty()) return std::nullopt;
    auto made = command(
        catalog::write_call(*resource_, *who_, nullptr, values), model::purpose::restore, 'u'
    );
    made.keep = resource_->write.keeps;
    return made;
}

}  // namespace plan
