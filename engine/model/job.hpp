#pragma once

#include "base/source_pos.hpp"
#include "model/ids.hpp"
#include "model/user.hpp"
#include "model/value.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace model {

// Under whose credential a step runs: the user's own, or the portal administrator's.
enum class acts_as { user, admin };

// settings: one object with keys, read, compared key by key, written where it differs.
// collection: an item found by its key field, created if missing, updated where it differs.
// call: a method without a desired state.
enum class step_kind { settings, collection, call };

enum class repetition { every_run, once_per_user };

// The id of what an earlier step of the same job found or made (`${steps.NAME.id}`).
struct step_reference {
    std::string step_id;
};

// A mapping in which some places take the id of an earlier step.
struct open_value {
    struct place {
        std::vector<std::string> path;  // keys of mappings within each other, at least one
        std::string step_id;
    };
    value what;  // at each place a stand-in, in words: "${steps.NAME.id}"
    std::vector<place> places;
};

using wanted_value = std::variant<value, step_reference, open_value>;

// Which key a policy manages, and what else it says of it: the same for all users, whose jobs share
// it.
struct key_origin {
    std::string key;
    base::source_pos where = {};
    std::string policy = {};
    std::string severity = {};  // "" = none given
    std::string why = {};       // "" = none given
};

// In which form a value is sent, and held against the portal's. normal: the catalog's normal form.
// as_seen: as the portal once answered it; it goes back with the very types it came with.
enum class value_form { normal, as_seen };

// One key that the policy manages, and its value for one user.
struct setting {
    std::shared_ptr<const key_origin> origin;  // there always is one
    wanted_value wanted;  // a value is validated and in the form that `form` says
    value_form form = value_form::normal;
    // The guard: where the portal holds neither this nor what is wanted, by the catalog's rules,
    // somebody has changed the key since, and it is left as it is and listed. As the portal
    // answered it, or in normal form; null = it answered none. Nothing = written over whatever
    // there is.
    std::optional<value> only_over = std::nullopt;

    [[nodiscard]] const std::string& key() const { return origin->key; }
};

// Whether the item of a collection is to be there, or to be deleted.
enum class existence { present, absent };

// Why a step is not attempted at all: it ends as skipped, with this.
struct hindrance {
    std::string code;
    std::string reason;
};

struct step {
    std::string id;  // the name that later steps refer to; "" = none
    step_kind kind = step_kind::call;
    std::string target;  // a resource or a method, as the catalog names it
    acts_as as = acts_as::user;
    repetition repeat = repetition::every_run;
    std::vector<setting> with;  // a resource without any is only read, and read whole
    // collection: the id of this very item, which is never made anew; "" = it is found by its key
    // field, and made where it is missing.
    std::string item = {};
    // absent: the item is deleted while all guards hold and nothing is in it. Needs `item`.
    existence should_be = existence::present;
    std::shared_ptr<const hindrance> hindered = {};  // nullptr: nothing stands in its way
};

// A key that a policy manages and that is left as it is for this user, because somebody answers for
// it.
struct exemption {
    std::size_t number = 0;  // of the entry in the file of exceptions, counted from 0
    std::string target;      // the resource
    std::string key;
    value accepted;
    std::string reason;
    std::string owner;
    std::string until;  // the last day, "2027-03-31"
    base::source_pos where;
};

// How a policy's jobs stand beside those of others: its share of the requests, and how many of them
// may be under way at once (0 = any number).
struct standing {
    std::string policy;  // "" = no policy in particular
    std::uint32_t weight = 1;
    std::uint32_t throttle = 0;
};

// What becomes of a user of whose guarded keys (setting::only_over) somebody has changed one since.
enum class when_changed {
    leave_key,   // that key is left as it is, the others are written
    leave_user,  // nothing of him is written, and what differs is skipped
    fail_user,   // the same, and it fails
    overwrite,   // what is wanted is written all the same
};

// What one user should have: ordered steps, every placeholder filled in. Without any step the user
// is excepted from all that was meant for him.
struct job {
    user who;
    std::vector<step> steps;
    std::vector<exemption> exempt = {};
    standing under = {};  // of the policy with the highest priority that has a step in it
    when_changed outdated = when_changed::leave_key;
};

// What the journal remembers of a credential: that it was seen to belong to this very user, or not
// yet.
enum class identity { unproven, proven };

// What was done of a step before its job was taken on.
enum class earlier {
    never,
    done,      // by an earlier run, and not to be done again
    perhaps,   // a call that was sent, by whatever run, and whose answer was lost
    accepted,  // a call that the run which this one continues made
    written,   // something with a state, which that run wrote, or may have: a read tells
};

struct past {
    earlier what = earlier::never;
    std::string remote_id = {};  // of what an accepted call made; "" = not known
    run_id run = {};             // that did it; "" = some run, of a once-per-user step
};

struct job_result;

// A job, ready to be dispatched.
struct work_item {
    job_number number;
    job what;
    // The user's own credential; nothing = he has none, and a job that needs one is blocked.
    std::optional<credential_id> credential;
    identity known = identity::unproven;
    // By step; missing = never.
    std::vector<past> done_before;
    // What became of it, where that is known already: then nothing is sent for it.
    std::shared_ptr<const job_result> ended = {};
};

// "calendar.user.settings" for a step without an id, "meetings (calendar.section)" for one with.
std::string label(const step& which);

// The ids of the steps that a key refers to.
std::vector<std::string_view> references_of(const wanted_value& what);

// What is wanted, a reference in words: "${steps.meetings.id}".
value in_words(const wanted_value& what);
std::string reference_in_words(std::string_view step_id);

// Puts `what` at a place of a value. Precondition: the path leads through mappings to an entry.
void put_at(value& into, std::span<const std::string> path, value what);

}  // namespace model
