// How a step deletes an item: what step_progress does otherwise than where something is to be
// there.
#include "plan/guard.hpp"
#include "plan/step_progress.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <utility>

namespace plan {

namespace {

// Whether a section's id stands in a value, which is an id or a map to ids.
bool holds_id(const model::value& what, const std::string& id) {
    if (const auto* text = what.if_string()) return *text == id;
    if (const auto* number = what.if_int64()) return std::to_string(*number) == id;
    const auto* map = what.if_object();
    return map != nullptr && std::ranges::any_of(*map, [&](const auto& entry) {
               return holds_id(entry.value(), id);
           });
}

}  // namespace

bool step_progress::points_to(const std::string& item) const {
    if (what_->kind != model::step_kind::settings || !image_) return false;
    return std::ranges::any_of(resource_->fields, [&](const catalog::field& each) {
        if (each.type != catalog::field_type::section_id &&
            each.type != catalog::field_type::section_map)
            return false;
        // What is only looked at would be written.
        const auto change = std::ranges::find(result_.changes, each.name, &model::key_change::key);
        const bool due = stage_ == stage::done && result_.what == model::outcome::differs &&
                         change != result_.changes.end() && change->fate == model::key_fate::due;
        const auto* seen = image_->if_contains(catalog::answer_name(each));
        return due ? holds_id(change->wanted, item) : seen != nullptr && holds_id(*seen, item);
    });
}

void step_progress::keep_item(std::string reason) {
    end(model::outcome::skipped, "changed-since", std::move(reason));
}

// Deleted only as long as all of it is as it was, and nothing is in it.
void step_progress::decide_removal() {
    if (!image_)
        return end(
            lost_ ? model::outcome::changed : model::outcome::unchanged,
            "",
            lost_ ? "the answer to the deletion was lost; a read shows that it took effect" : ""
        );
    if (!std::exchange(noted_, true)) {
        model::object before;
        for (const auto& each : what_->with) {
            const auto* field = catalog::find_field(resource_->fields, each.key());
            if (!field) continue;
            before[catalog::answer_name(*field)] = seen_of(*field);
            result_.changes.push_back({each.key(), seen_of(*field), nullptr, nullptr, "", ""});
        }
        result_.before = std::move(before);
    }
    for (const auto& each : what_->with)
        for (auto& change : result_.changes)
            if (const auto* field = catalog::find_field(resource_->fields, each.key());
                field && change.key == each.key())
                change.fate = fate_of(each, *field, seen_of(*field));
    if (auto left = left_in_words(result_.changes); !left.empty())
        return keep_item(std::move(left));
    if (!*is_empty_) return keep_item("left as it is, because something is in it");
    if (how_ == intent::look) return end(model::outcome::differs, "", "");
    stage_ = stage::write;
}

aftermath step_progress::on_contents(const model::accepted& answer) {
    if (stage_ != stage::read) return aftermath::moved;
    const auto* list = answer.result.if_array();
    if (list == nullptr)
        return refuse(
            "unreadable",
            "asked what is in it, the portal answered " + boost::json::serialize(answer.result)
        );
    is_empty_ = list->empty();
    return aftermath::moved;
}

aftermath step_progress::on_removed() {
    if (image_) return refuse("not-effective", "deleted, but it is still there");
    result_.after = model::value(nullptr);
    end(model::outcome::changed, "", "");
    return aftermath::moved;
}

}  // namespace plan
