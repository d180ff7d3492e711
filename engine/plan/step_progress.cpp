#include "plan/step_progress.hpp"

#include "catalog/values.hpp"
#include "plan/guard.hpp"

#include <boost/assert.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <utility>

namespace plan {

namespace {

std::string shown(const model::value& what) {
    return boost::json::serialize(what);
}

}  // namespace

step_progress::step_progress(
    const model::step& what,
    const model::user& who,
    const catalog::definitions& all,
    std::string prefix,
    intent how,
    model::when_changed outdated
)
    : what_(&what),
      who_(&who),
      all_(&all),
      resource_(what.kind == model::step_kind::call ? nullptr : all.find_resource(what.target)),
      prefix_(std::move(prefix)),
      how_(how),
      guarded_(std::ranges::any_of(
          what.with, [](const model::setting& each) { return each.only_over.has_value(); }
      )),
      when_changed_(outdated),
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

void step_progress::look_at_call() {
    BOOST_ASSERT(!resource_);
    if (stage_ == stage::done) return;
    would_create_ = true;  // what it makes may be referred to
    end(model::outcome::differs, "", "");
}

aftermath step_progress::settle(
    model::purpose why, const model::answer& answer, const references& ids
) {
    if (stage_ == stage::done) return aftermath::moved;
    if (const auto* good = std::get_if<model::accepted>(&answer)) {
        if (why == model::purpose::read) return on_read(*good);
        if (why == model::purpose::contents) return on_contents(*good);
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
    if (what != aftermath::ended) {
        // While it waits, somebody may change what its guards are about.
        if (why == model::purpose::write && guarded_ && stage_ == stage::write) read_again();
        return what;
    }
    if (why == model::purpose::write && may_have_run) lost_ = true;
    if (touched())
        give_up("");
    else
        fail(last_code_, last_text_);
    return what;
}

// null: no such item, or no such key.
model::value step_progress::seen_of(const catalog::field& which) const {
    const auto* found = image_ ? image_->if_contains(catalog::answer_name(which)) : nullptr;
    return found ? *found : model::value(nullptr);
}

std::expected<std::optional<model::object>, std::string> step_progress::image_in(
    const model::accepted& answer
) const {
    if (!what_->item.empty())
        return catalog::item_from_answer(*resource_, answer.result, what_->item);
    return catalog::read_from_answer(*resource_, answer.result, item_key());
}

aftermath step_progress::on_read(const model::accepted& answer) {
    if (stage_ != stage::read) return aftermath::moved;
    if (reads_whole()) return on_read_whole(answer);
    auto image = image_in(answer);
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
    if (removes()) {
        stage_ = stage::verify;
        return aftermath::moved;
    }
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
    auto image = image_in(answer);
    if (!image)
        return refuse("unreadable", "written, but it could not be read back: " + image.error());
    image_ = std::move(*image);
    if (removes()) return on_removed();
    model::object after;
    std::string wrong;
    for (const auto& each : what_->with) {
        const auto* field = catalog::find_field(resource_->fields, each.key());
        if (!field) continue;
        const auto now = seen_of(*field);
        if (image_) after[catalog::answer_name(*field)] = now;
        const auto target = wanted(each, ids);
        for (auto& change : result_.changes)
            if (change.key == each.key()) {
                change.after = now;
                if (target) change.wanted = *target;
            }
        const bool was_written = !unread_ || !is_foreseen_right(each);
        if (differs(each, ids) && was_written && !is_left(result_.changes, each.key()) &&
            wrong.empty())
            wrong = each.key() + ": sent " + (target ? shown(*target) : "a reference") +
                    ", read back " + shown(now);
    }
    result_.after = std::move(after);
    // What becomes of it is for the user as a whole to decide.
    if (!outdated_.empty()) return aftermath::moved;
    if (wrong.empty() && has_unsent(ids)) {
        stage_ = stage::write;
        return aftermath::moved;
    }
    auto left = left_in_words(result_.changes);
    if (wrong.empty())
        end(model::outcome::changed, left.empty() ? "" : "changed-since", std::move(left));
    else
        end(model::outcome::failed, "not-effective", wrong);
    return wrong.empty() ? aftermath::moved : aftermath::ended;
}

const catalog::method* step_progress::write_method() const {
    if (!resource_) return all_->find_method(what_->target);
    if (removes()) return all_->find_method(resource_->remove->method);
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
    if (method && method->repeat == catalog::idempotent::yes && !guarded_) return aftermath::again;
    if (resource_) {
        read_again();
        return aftermath::again;
    }
    end(model::outcome::unknown,
        last_code_,
        "sent, but the answer was lost (" + last_text_ + "), and repeating it could do it twice");
    return aftermath::ended;
}

void step_progress::read_again() {
    furthest_ = ground_gained();
    stage_ = stage::read;
    was_read_ = false;
    is_empty_.reset();
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

void step_progress::remember(const model::past& before) {
    switch (before.what) {
        case model::earlier::never:
            return;
        case model::earlier::done:
            return skip(
                "done-before",
                before.run.value().empty()
                    ? "an earlier run has done it, and it is done once per user"
                    : "run " + before.run.value() + " has done it"
            );
        case model::earlier::perhaps:
            return end(
                model::outcome::unknown,
                "perhaps-done",
                (before.run.value().empty() ? "an earlier run" : "run " + before.run.value()) +
                    " sent it and its answer was lost; it is not sent again, because it could "
                    "happen twice"
            );
        case model::earlier::accepted:
            made_id_ = before.remote_id;
            if (!made_id_.empty()) result_.remote_id = made_id_;
            return end(
                model::outcome::changed,
                "",
                "done by run " + before.run.value() + ", which this one continues"
            );
        case model::earlier::written:
            written_by_ = before.run;
            lost_ = true;
            return;
    }
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
