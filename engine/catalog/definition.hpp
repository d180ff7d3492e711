#pragma once

#include "base/source_pos.hpp"
#include "model/job.hpp"
#include "model/request.hpp"
#include "model/value.hpp"

#include <optional>
#include <string>
#include <vector>

namespace catalog {

// What a value may be, how it compares and how it travels in a batch (portal-facts 6 and 2).
enum class field_type {
    boolean,  // true/false; in a batch 1/0; compares by PHP's truthiness
    yes_no,   // "Y"/"N"
    text,
    email,  // text; "" and false mean "none"
    integer,
    number_text,  // a whole number as text, such as syncPeriodPast
    choice,       // one of `allowed`
    color,        // "#rrggbb"
    section_id,   // a calendar's id as text; false, "false", "", 0 and null mean "none"
    section_map,  // defaultSections: user{id}/group{id} -> section id; JSON text in a batch
    reminders,    // defaultReminders; JSON text in a batch
    id_list,      // a list of whole numbers
    object,       // anything nested, sent as it is
};

enum class access { read_write, read_only };

// In what form the portal answers a value that was sent: as it came, or as a boolean (ACTIVE is
// written as Y or N and read as true or false).
enum class answer_form { as_sent, boolean };

// Whether "" is a value: some methods take an empty text for "not given" and leave the old one.
enum class emptiness { allowed, refused };

// Whether a text is only content, or what a collection's items are found by. A portal may cut off
// what it does not like in a text; a key that came back otherwise than it was sent would never be
// found, and made anew by every run.
enum class text_use { content, key };

struct field {
    std::string name;
    field_type type = field_type::text;
    access may = access::read_write;
    std::vector<std::string> allowed;            // for choice
    std::optional<model::value> portal_default;  // what a portal answers when it was never set
    bool required = false;
    std::string description;
    std::string
        caution;  // "the user interface overwrites it"; shown as a warning when a policy sets it
    std::string
        reads_as;  // the name it has in the portal's answer, where that differs ("NAME" for "name")
    answer_form answered = answer_form::as_sent;
    emptiness when_empty = emptiness::allowed;  // of a text
    text_use use = text_use::content;           // key: the field that `key_field` names
    base::source_pos where;
};

// The name under which the portal's answer holds the field.
inline const std::string& answer_name(const field& which) {
    return which.reads_as.empty() ? which.name : which.reads_as;
}

// Whom a method acts on (portal-facts 8).
enum class acts_on { caller, named_user, portal };

enum class batchable { yes, no };
enum class idempotent { yes, no };

// REST 3.0 has its own address, its own batch and its own errors (portal-facts 9). Its methods are
// described, so that a policy that calls one gets an answer, but not called yet.
enum class rest_version { two, three };

struct method {
    std::string name;
    std::string scope;
    acts_on target = acts_on::caller;
    rest_version version = rest_version::two;
    batchable in_batch = batchable::yes;
    idempotent repeat = idempotent::no;
    std::string read_back;  // the method that shows whether it took effect; "" = none
    std::vector<field> parameters;
    std::string description;
    std::string caution;  // "needs an app, not a webhook"; "" = none
    base::source_pos where;
};

// How a resource is read, and where in the answer it stands.
enum class pick { whole, first_row, rows };

// Parameters with `${user.id}` and `${item.NAME}` in their texts, filled in for one user and one
// item.
struct call_template {
    std::string method;
    model::object params;
    std::string values_under;  // the parameter that holds the managed keys ("settings"); "" =
                               // beside the others
    // types: what is stored has the type that was sent, so that the number 3 is answered otherwise
    // than the text "3".
    model::fidelity keeps = model::fidelity::meaning;
};

// Something that can be read, compared and written: what `ensure:` names.
struct resource {
    std::string name;
    model::step_kind kind = model::step_kind::settings;
    model::acts_as as = model::acts_as::user;  // unless the policy says otherwise
    call_template read;
    pick from_answer = pick::whole;
    call_template write;                  // settings: set; collection: update
    std::optional<call_template> create;  // collection
    // collection: how an item is deleted, and how it is asked what it holds, as a list: one that
    // holds something is never deleted. Both, or neither.
    std::optional<call_template> remove;
    std::optional<call_template> contents;
    std::string key_field;  // collection: the field that items are matched by
    std::string id_field;   // collection: the item's id in the portal's answer
    std::vector<field> fields;
    std::string description;
    base::source_pos where;
};

}  // namespace catalog
