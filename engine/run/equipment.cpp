#include "run/equipment.hpp"

#include "run/once_key.hpp"

#include <utility>

namespace run {

base::result<equipment> equipment::of(
    const portal::credential_book& credentials, const journal::store& journal, model::portal_name on
) {
    auto salt = journal.salt();
    if (!salt) return std::unexpected(std::move(salt.error()));
    return equipment(sources{credentials, journal, std::move(on), portal::fingerprints(*salt)});
}

base::result<model::work_item> equipment::equip(model::job what) {
    model::work_item item;
    item.number = model::job_number(next_number_++);
    item.what = std::move(what);
    const auto who = item.what.who.id;
    const auto credential = model::credential_of(who);
    if (const auto print = from_.credentials.fingerprint(credential, from_.under)) {
        item.credential = credential;
        if (!owners_) {
            auto read = from_.journal.owners_on(from_.portal);
            if (!read) return std::unexpected(std::move(read.error()));
            owners_ = std::move(*read);
        }
        const bool proven = owners_->is_proven(who, *print);
        item.known = proven ? model::identity::proven : model::identity::unproven;
    }
    for (const auto& each : item.what.steps) {
        item.done_before.emplace_back();
        if (each.repeat != model::repetition::once_per_user) continue;
        const auto state = from_.journal.state_of_once(from_.portal, who, once_key(each));
        if (!state) return std::unexpected(state.error());
        if (*state == journal::once_state::done)
            item.done_before.back().what = model::earlier::done;
        if (*state == journal::once_state::perhaps)
            item.done_before.back().what = model::earlier::perhaps;
    }
    return item;
}

}  // namespace run
