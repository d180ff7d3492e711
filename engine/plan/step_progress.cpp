#include "plan/step_progress.hpp"

#include "catalog/values.hpp"

#include <boost/assert.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <utility>

namespace plan {

namespace {

// The name a field has in what the portal answers.
std::string_view answered_name(const catalog::field& which) {
    return which.reads_as.empty() ? std::string_view(which.name) : std::string_view(which.reads_as);
}

model::value seen(const std::optional<model::object>& image, const catalog::field& which) {
    if (!image) return nullptr;
    const auto* found = image->if_contains(answered_name(which));
    return found ? *found : model::value(nullptr);
}

// A reference becomes a section's id, which the catalog compares as text.
model::value normal_id(const catalog::field& which, const std::string& id) {
    const auto normal = catalog::normalise(which, model::value(id));
    return normal ? *normal : model::value(id);
}

std::string shown(const model::value& what) {
    return boost::json::serialize(what);
}

}  // namespace

step_progress::step_progress(
    const model::step& what,
    const model::user& who,
    const catalog::definitions& all,
    std::string prefix,
    intent how
)
    : what_(&what),
      who_(&who),
      all_(&all),
      resource_(what.kind == model::step_kind::call ? nullptr : all.find_resource(what.target)),
      prefix_(std::move(prefix)),
      how_(how),
      stage_(resource_ ? stage::read : stage::write) {
    BOOST_ASSERT(resource_ || what.kind == model::step_kind::call);
}

std::size_t step_progress::commands_left() const {
    if (stage_ == stage::done) return 0;
    if (!resource_ || stage_ == stage::verify || reads_whole()) return 1;
    return needs_reading() ? 3 : 2;
}

item_reference step_progress::item() const {
    if (!made_id_.empty()) return made_id_;
    if (would_create_ || (stage_ == stage::write && was_read_ && !image_))
        return created_by{prefix_ + 'w'};
    return awaited{};
}

bool step_progress::has_references() const {
    return std::any_of(what_->with.begin(), what_->with.end(), [](const model::setting& each) {
        return !std::holds_alternative<model::value>(each.wanted);
    });
}

// Nothing: not known before the batch runs.
std::optional<model::value> step_progress::wanted(
    const model::setting& which, const references& ids
) const {
    if (const auto* fixed = std::get_if<model::value>(&which.wanted)) return *fixed;
    if (const auto* open = std::get_if<model::open_value>(&which.wanted)) return filled(*open, ids);
    const auto* id = known_id(ids, std::get<model::step_reference>(which.wanted).step_id);
    if (!id) return std::nullopt;
    const auto* field = resource_ ? catalog::find_field(resource_->fields, which.key()) : nullptr;
    return field ? normal_id(*field, *id) : model::value(*id);
}

bool step_progress::differs(const model::setting& which, const references& ids) const {
    if (!image_) return true;
    const auto* field = catalog::find_field(resource_->fields, which.key());
    const auto target = wanted(which, ids);
    return !field || !target || !catalog::same(*field, *target, seen(image_, *field));
}

std::vector<catalog::assignment> step_progress::assignments(const references& ids) const {
    std::vector<catalog::assignment> all;
    for (const auto& each : what_->with) {
        if (resource_ && !differs(each, ids)) continue;
        if (auto value = wanted(each, ids)) {
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

model::command step_progress::read_command() const {
    return command(catalog::read_call(*resource_, *who_), model::purpose::read, 'r');
}

model::command step_progress::verify_command() const {
    return command(catalog::read_call(*resource_, *who_), model::purpose::verify, 'v');
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
    all.push_back(verify_command());
    return all;
}

std::optional<model::command> step_progress::restore_command() const {
    if (what_->kind != model::step_kind::settings || !touched() || !result_.before)
        return std::nullopt;
    std::vector<catalog::assignment> values;
    for (const auto& each : result_.changes) {
        const auto* field = catalog::find_field(resource_->fields, each.key);
        if (field && result_.before->as_object().contains(answered_name(*field)))
            values.push_back({each.key, each.before});
    }
    if (values.empty()) return std::nullopt;
    return command(
        catalog::write_call(*resource_, *who_, nullptr, values), model::purpose::restore, 'u'
    );
}

void step_progress::decide(const references& ids) {
    if (stage_ != stage::read || !was_read_) return;
    for (const auto& each : what_->with)
        if (!is_settled(each.wanted, ids)) return;
    if (!std::exchange(noted_, true)) note_changes(ids);
    const bool right =
        image_ &&
        std::none_of(what_->with.begin(), what_->with.end(), [&](const model::setting& each) {
            return differs(each, ids);
        });
    if (!right && how_ == intent::look) {
        would_create_ = !image_;
        end(model::outcome::differs, "", "");
    } else if (!right) {
        stage_ = stage::write;
    } else if (lost_) {
        end(model::outcome::changed,
            "",
            "the answer to the write was lost; a read shows that it took effect");
    } else {
        result_.changes.clear();
        result_.before.reset();
        end(model::outcome::unchanged, "", "");
    }
}

// The image before, cut down to the managed keys, and every managed key that differs from it.
void step_progress::note_changes(const references& ids) {
    model::object before;
    for (const auto& each : what_->with) {
        const auto* field = catalog::find_field(resource_->fields, each.key());
        if (!field) continue;
        if (image_ && image_->contains(answered_name(*field)))
            before[answered_name(*field)] = seen(image_, *field);
        if (!differs(each, ids)) continue;
        const auto target = wanted(each, ids);
        result_.changes.push_back(
            {each.key(),
             seen(image_, *field),
             target                 ? *target
             : how_ == intent::look ? model::in_words(each.wanted)
                                    : model::value(nullptr),
             nullptr,
             each.origin->severity,
             each.origin->why}
        );
    }
    if (image_) result_.before = std::move(before);
}

void step_progress::look_at_call() {
    BOOST_ASSERT(!resource_);
    if (stage_ != stage::done) end(model::outcome::differs, "", "");
}

aftermath step_progress::settle(
    model::purpose why, const model::answer& answer, const references& ids
) {
    if (stage_ == stage::done) return aftermath::moved;
    if (const auto* good = std::get_if<model::accepted>(&answer)) {
        if (why == model::purpose::read) return on_read(*good);
        if (why == model::purpose::write) return on_write(*good);
        return on_verify(*good, ids);
    }
    const auto what = aftermath_of_reading(answer, last_code_, last_text_);
    const auto* refusal = std::get_if<model::rejected>(&answer);
    const bool may_have_run = std::holds_alternative<model::unknown>(answer) ||
                              (refusal && refusal->took == model::effect::possible);
    if (why == model::purpose::write && what == aftermath::again && may_have_run) {
        if (stage_ == stage::write) return on_lost();
        lost_ = true;  // a single pass, lost as a whole: it is read again before anything else
    }
    if (what != aftermath::ended) return what;
    if (why == model::purpose::write && may_have_run) lost_ = true;
    if (touched())
        give_up("");
    else
        fail(last_code_, last_text_);
    return what;
}

aftermath step_progress::on_read(const model::accepted& answer) {
    if (stage_ != stage::read) return aftermath::moved;
    if (reads_whole()) return on_read_whole(answer);
    auto image = catalog::read_from_answer(*resource_, answer.result, item_key());
    if (!image) return refuse("unreadable", image.error());
    if (what_->kind == model::step_kind::settings && !*image) return refuse_nothing();
    image_ = std::move(*image);
    was_read_ = true;
    if (image_ && what_->kind == model::step_kind::collection) {
        made_id_ = catalog::item_id(*resource_, *image_).value_or("");
        result_.remote_id = made_id_;
    }
    return aftermath::moved;
}

aftermath step_progress::on_read_whole(const model::accepted& answer) {
    auto image = catalog::whole_from_answer(*resource_, answer.result);
    if (!image) return refuse("unreadable", image.error());
    if (!*image) return refuse_nothing();
    result_.image = std::move(**image);
    end(model::outcome::unchanged, "", "");
    return aftermath::moved;
}

aftermath step_progress::on_write(const model::accepted& answer) {
    if (stage_ != stage::write) return aftermath::moved;
    wrote_ = true;
    if (!resource_) {
        result_.remote_id = catalog::created_id(answer.result);
        made_id_ = result_.remote_id.value_or("");
        end(model::outcome::changed, "", "");
        return aftermath::moved;
    }
    if (what_->kind == model::step_kind::collection && !image_) {
        const auto id = catalog::created_id(answer.result);
        if (!id)
            return refuse(
                "unexpected-answer",
                "expected the id of what was created, got " + shown(answer.result)
            );
        made_id_ = *id;
        result_.remote_id = made_id_;
    }
    stage_ = stage::verify;
    return aftermath::moved;
}

aftermath step_progress::on_verify(const model::accepted& answer, const references& ids) {
    if (stage_ != stage::verify) return aftermath::moved;
    auto image = catalog::read_from_answer(*resource_, answer.result, item_key());
    if (!image)
        return refuse("unreadable", "written, but it could not be read back: " + image.error());
    image_ = std::move(*image);
    model::object after;
    std::string wrong;
    for (const auto& each : what_->with) {
        const auto* field = catalog::find_field(resource_->fields, each.key());
        if (!field) continue;
        const auto now = seen(image_, *field);
        if (image_) after[answered_name(*field)] = now;
        const auto target = wanted(each, ids);
        for (auto& change : result_.changes)
            if (change.key == each.key()) {
                change.after = now;
                if (target) change.wanted = *target;
            }
        if (differs(each, ids) && wrong.empty())
            wrong = each.key() + ": sent " + (target ? shown(*target) : "a reference") +
                    ", read back " + shown(now);
    }
    result_.after = std::move(after);
    if (wrong.empty())
        end(model::outcome::changed, "", "");
    else
        end(model::outcome::failed, "not-effective", wrong);
    return wrong.empty() ? aftermath::moved : aftermath::ended;
}

const catalog::method* step_progress::write_method() const {
    if (!resource_) return all_->find_method(what_->target);
    const bool creates = what_->kind == model::step_kind::collection && !image_;
    return all_->find_method(
        creates && resource_->create ? resource_->create->method : resource_->write.method
    );
}

// Sent, and it may have taken effect. What is idempotent is repeated; what can be looked up is
// looked up; the rest is unknown.
aftermath step_progress::on_lost() {
    lost_ = true;
    furthest_ = ground_gained();
    const auto* method = write_method();
    if (method && method->repeat == catalog::idempotent::yes) return aftermath::again;
    if (resource_) {
        stage_ = stage::read;
        was_read_ = false;
        return aftermath::again;
    }
    end(model::outcome::unknown,
        last_code_,
        "sent, but the answer was lost (" + last_text_ + "), and repeating it could do it twice");
    return aftermath::ended;
}

aftermath step_progress::refuse(std::string code, std::string text) {
    fail(std::move(code), std::move(text));
    return aftermath::ended;
}

aftermath step_progress::refuse_nothing() {
    return refuse(
        "not-found",
        "the portal answered '" + resource_->read.method + "' with nothing for this user"
    );
}

void step_progress::give_up(const std::string& attempts) {
    const auto text = last_text_ + attempts;
    if (!touched()) return fail(last_code_, text);
    end(model::outcome::unknown,
        last_code_,
        (wrote_ ? "written, but not read back: " : "sent, and it may have happened: ") + text);
}

void step_progress::leave_unknown(std::string code, std::string reason) {
    end(model::outcome::unknown, std::move(code), std::move(reason));
}

// Unread, read, to be written, written, ended.
std::size_t step_progress::ground_gained() const {
    return std::max(
        furthest_,
        static_cast<std::size_t>(
            stage_ == stage::read ? (was_read_ ? 1 : 0) : static_cast<int>(stage_) + 1
        )
    );
}

void step_progress::skip(std::string code, std::string reason) {
    result_.image.reset();  // it may be somebody else's
    end(model::outcome::skipped, std::move(code), std::move(reason));
}

void step_progress::fail(std::string code, std::string reason) {
    last_code_ = code;
    last_text_ = reason;
    end(model::outcome::failed, std::move(code), std::move(reason));
}

void step_progress::abandon(const std::string& code, const std::string& reason) {
    if (stage_ == stage::done) return;
    if (!touched()) return skip(code, reason);
    end(model::outcome::unknown,
        code,
        wrote_ ? "written, but not read back: " + reason
               : "sent, but the answer was lost: " + reason);
}

void step_progress::end(model::outcome what, std::string code, std::string reason) {
    stage_ = stage::done;
    result_.what = what;
    result_.code = std::move(code);
    result_.reason = std::move(reason);
}

}  // namespace plan
