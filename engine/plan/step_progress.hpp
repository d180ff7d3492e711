#pragma once

#include "catalog/calls.hpp"
#include "catalog/definitions.hpp"
#include "model/job.hpp"
#include "model/outcome.hpp"
#include "model/reply.hpp"
#include "model/request.hpp"
#include "plan/aftermath.hpp"
#include "plan/references.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace plan {

// How far a step is. Every step moves forward, except that a lost creation goes back to `read` to
// see whether it happened.
enum class stage { read, write, verify, done };

// look: what is not as it should be ends as `differs`, and nothing is written.
enum class intent { make_so, look };

// One step of one user's job: what it wants to send, and what the answers made of it. Pure; knows
// no time. `what`, `who` and `all` must outlive it.
class step_progress {
public:
    // `prefix` makes its commands' keys unique in any batch: "j17s0".
    step_progress(
        const model::step& what,
        const model::user& who,
        const catalog::definitions& all,
        std::string prefix,
        intent how = intent::make_so,
        model::when_changed outdated = model::when_changed::leave_key
    );

    [[nodiscard]] stage at() const noexcept { return stage_; }
    // Whether it has to be read before anything else; what was read and waits for an earlier step
    // has not.
    [[nodiscard]] bool needs_reading() const noexcept {
        return stage_ == stage::read && (!was_read_ || (removes() && !is_empty_));
    }
    // Whether it deletes an item, which is done last and looked at last.
    [[nodiscard]] bool removes() const noexcept {
        return what_->should_be == model::existence::absent;
    }
    // Whether a setting that was read, or is about to be written, holds this id of an item.
    [[nodiscard]] bool points_to(const std::string& item) const;
    // Commands that it still takes, if it has to be written.
    [[nodiscard]] std::size_t commands_left() const;
    [[nodiscard]] item_reference item() const;
    [[nodiscard]] bool has_references() const;
    // Whether some key may be written only over a certain value, so that it has to be read shortly
    // before.
    [[nodiscard]] bool is_guarded() const noexcept { return guarded_; }
    // Whether a write was sent that took effect, or may have.
    [[nodiscard]] bool touched() const noexcept { return wrote_ || lost_; }

    // Whether every key's guard says what to expect, so that it can be known before the reading
    // what would be written; and whether something would.
    [[nodiscard]] bool is_foreseen() const;
    [[nodiscard]] bool is_foreseen_to_differ() const;
    // What somebody has changed since, where that is for the user as a whole to decide; "" =
    // nothing was seen to be.
    [[nodiscard]] const std::string& outdated() const noexcept { return outdated_; }
    // Whether the last write left before the answer of the reading was known.
    [[nodiscard]] bool wrote_unread() const noexcept { return unread_ && touched(); }

    // The commands of a stage. read: for a resource; with what it holds, where it is to be deleted.
    // write: with everything that differs from what was read - everything, if nothing was read.
    // `ids` must know every reference as an id or as created in the same batch.
    [[nodiscard]] std::vector<model::command> read_commands() const;
    [[nodiscard]] std::vector<model::command> write_commands(const references& ids) const;
    [[nodiscard]] model::command verify_command() const;
    // Puts the keys that were written back to what was read before: after a write under a wrong
    // credential, or over what somebody had changed.
    [[nodiscard]] std::optional<model::command> restore_command() const;

    // `ids` as of this answer: what was created earlier in the same batch has its id by now.
    aftermath settle(model::purpose why, const model::answer& answer, const references& ids);

    // Moves on from `read` where what was read, and every reference, is known: to `write`, or to
    // `done` when all is right.
    void decide(const references& ids);
    // Ends a step that would delete: something still points to the item. Precondition: it was not
    // written.
    void keep_item(std::string reason);

    // Ends a call that is only looked at: it would be sent. Precondition: a call.
    void look_at_call();

    // A request that carries a command of this step is about to leave; or its write.
    void count_attempt() noexcept { ++result_.attempts; }
    void sending_write() noexcept { unread_ = stage_ == stage::read; }

    // Ends the step where it stands.
    void skip(std::string code, std::string reason);
    void fail(std::string code, std::string reason);
    // It was tried to the end: failed, or unknown if a write may have happened. `attempts` is put
    // behind the last text.
    void give_up(const std::string& attempts);
    // What was done of it before its job was taken on. Precondition: nothing has happened yet.
    void remember(const model::past& before);
    // How far it ever came, as a number that only grows.
    [[nodiscard]] std::size_t ground_gained() const;
    // No more is sent: unknown if a write may have happened and was not read back, otherwise
    // skipped.
    void abandon(const std::string& code, const std::string& reason);

    [[nodiscard]] const std::string& last_code() const noexcept { return last_code_; }
    [[nodiscard]] const std::string& last_text() const noexcept { return last_text_; }
    [[nodiscard]] const model::step_result& result() const noexcept { return result_; }
    // Of a step that is not used any more.
    [[nodiscard]] model::step_result take_result() noexcept { return std::move(result_); }

private:
    [[nodiscard]] std::optional<model::value> wanted(
        const model::setting& which, const references& ids
    ) const;
    [[nodiscard]] bool differs(const model::setting& which, const references& ids) const;
    [[nodiscard]] model::value seen_of(const catalog::field& which) const;
    [[nodiscard]] bool is_foreseen_right(const model::setting& which) const;
    [[nodiscard]] bool was_sent(const model::key_change& which) const;
    [[nodiscard]] bool has_unsent(const references& ids) const;
    [[nodiscard]] std::vector<catalog::assignment> assignments(const references& ids) const;
    [[nodiscard]] std::optional<std::string> item_key() const;
    [[nodiscard]] model::command command(catalog::call call, model::purpose why, char suffix) const;
    [[nodiscard]] const catalog::method* write_method() const;
    [[nodiscard]] model::fidelity fidelity_of_writing() const;

    aftermath refuse(std::string code, std::string text);
    aftermath refuse_nothing();
    // Whether it manages no key of its resource, but wants all that is there.
    [[nodiscard]] bool reads_whole() const { return resource_ != nullptr && what_->with.empty(); }
    aftermath on_read(const model::accepted& answer);
    aftermath on_read_whole(const model::accepted& answer);
    [[nodiscard]] std::expected<std::optional<model::object>, std::string> image_in(
        const model::accepted& answer
    ) const;
    void decide_removal();
    aftermath on_contents(const model::accepted& answer);
    aftermath on_removed();
    aftermath on_write(const model::accepted& answer);
    aftermath on_verify(const model::accepted& answer, const references& ids);
    aftermath on_lost();
    void read_again();
    void note_changes(const references& ids);
    void weigh_guards(const references& ids);
    void note_outdated();
    // Whether a user of whom somebody has changed a key is left alone, or written, as a whole.
    [[nodiscard]] bool is_judged_whole() const;
    void end_as_left();
    void end(model::outcome what, std::string code, std::string reason);

    const model::step* what_;
    const model::user* who_;
    const catalog::definitions* all_;
    const catalog::resource* resource_;  // null for a call
    std::string prefix_;
    intent how_;
    bool guarded_;
    model::when_changed when_changed_;
    stage stage_;
    bool was_read_ = false;
    std::optional<bool> is_empty_;        // what is to be deleted; nothing = not looked into
    std::optional<model::object> image_;  // as last read; nothing = no such item
    std::string made_id_;                 // of what was found or made
    bool noted_ = false;                  // what was there before
    std::size_t furthest_ = 0;
    bool would_create_ = false;  // seen by looking
    bool wrote_ = false;
    bool lost_ = false;
    std::optional<model::run_id> written_by_;  // the run that this one continues
    bool unread_ = false;                      // see wrote_unread
    std::string outdated_;
    std::string last_code_;
    std::string last_text_;
    model::step_result result_;
};

}  // namespace plan
