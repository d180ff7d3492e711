#include "journal/store.hpp"

#include "journal/damage.hpp"
#include "journal/database.hpp"
#include "journal/journal_error.hpp"
#include "journal/json_text.hpp"
#include "journal/occupancy.hpp"
#include "journal/run_rows.hpp"
#include "journal/scribe.hpp"
#include "journal/stored_time.hpp"

#include <fmt/format.h>

#include <utility>

namespace journal {

namespace {

std::optional<std::string_view> name_of(const std::optional<model::kin>& after) {
    if (!after) return std::nullopt;
    return stored_name(after->how);
}

std::optional<std::string_view> id_of(const std::optional<model::kin>& after) {
    if (!after) return std::nullopt;
    return after->of.value();
}

}  // namespace

base::result<store> store::open(const std::filesystem::path& file, writing how) {
    auto made = open_unexamined(file, how);
    // Before anything is done that a damaged journal would leave half done.
    if (!made || how != writing::behind) return made;
    if (auto whole = made->examine(); !whole) return std::unexpected(std::move(whole.error()));
    return made;
}

base::result<store> store::open_unexamined(const std::filesystem::path& file, writing how) {
    occupancy::wait_for_house(file);
    // Only the scribe's commits have to outlive a power cut: with them goes whatever was written
    // before, such as that a run has begun.
    auto opened = database::open(file, writing::at_once);
    if (!opened) return std::unexpected(std::move(opened.error()));
    auto seats = occupancy::open(file);
    if (!seats) return std::unexpected(std::move(seats.error()));
    return store(std::make_shared<database>(std::move(*opened)), std::move(*seats), file, how);
}

base::result<void> store::have_scribe() {
    if (scribe_) return {};
    if (auto whole = examine(); !whole) return whole;
    auto opened = scribe::open(file_, how_);
    if (!opened) return std::unexpected(std::move(opened.error()));
    scribe_ = std::move(*opened);
    return {};
}

base::result<void> store::examine() {
    if (examined_) return {};
    auto whole = look_for_damage(database_->connected);
    if (!whole)
        return std::unexpected(
            whole.error().within(fmt::format("looking over the journal {}", file_.string()))
        );
    examined_ = true;
    return {};
}

base::result<store> store::another() {
    if (auto writer = have_scribe(); !writer) return std::unexpected(std::move(writer.error()));
    auto made = open_unexamined(file_, how_);
    if (!made) return made;
    made->scribe_ = scribe_->another();
    made->examined_ = true;
    return made;
}

base::result<std::unique_ptr<run_journal>> store::start_run(
    const model::run_header& header, const run_start& with
) {
    if (auto writer = have_scribe(); !writer) return std::unexpected(std::move(writer.error()));
    const auto size = with.selected != 0 ? std::optional(with.selected) : std::nullopt;
    const auto done = database_->transact([&] {
        return database_->kept.insert_run.run(
            header.id.value(),
            header.portal.value(),
            header.portal_url,
            header.command,
            to_text(header.policies),
            header.reason,
            header.seed,
            size,
            stored_time(header.started),
            with.invocation,
            name_of(header.after),
            id_of(header.after)
        );
    });
    if (!done) {
        const auto doing =
            fmt::format("starting run {} in the journal {}", header.id.value(), file_.string());
        return std::unexpected(done.error().within(doing));
    }
    const auto number = database_->connected.inserted();
    return std::make_unique<run_journal>(scribe_, seats_, number, header);
}

base::result<bool> store::is_proven(
    const model::portal_name& portal, model::user_id who, std::string_view fingerprint
) const {
    auto found = database_->kept.find_identity.ask(portal.value(), fingerprint, who.value());
    auto there = found.next();
    if (there) return there;
    const auto doing = fmt::format("looking up the credential of user {}", who.value());
    return std::unexpected(there.error().within(doing));
}

base::result<known_owners> store::owners_on(const model::portal_name& portal) const {
    const auto failed = [](const base::failure& why) {
        return std::unexpected(why.within("reading whose the credentials are"));
    };
    auto prepared =
        database_->connected.prepare("SELECT fingerprint, user FROM identity WHERE portal = ?");
    if (!prepared) return failed(prepared.error());
    auto found = prepared->ask(portal.value());
    known_owners all;
    for (;;) {
        const auto there = found.next();
        if (!there) return failed(there.error());
        if (!*there) break;
        all.add(found.text(0), model::user_id(found.number(1)));
    }
    all.settle();
    return all;
}

base::result<bool> store::is_done_once(
    const model::portal_name& portal, model::user_id who, std::string_view step_key
) const {
    const auto state = state_of_once(portal, who, step_key);
    if (!state) return std::unexpected(state.error());
    return *state == once_state::done;
}

base::result<once_state> store::state_of_once(
    const model::portal_name& portal, model::user_id who, std::string_view step_key
) const {
    const auto failed = [&](const base::failure& why) {
        const auto doing = fmt::format("looking up what was done once for user {}", who.value());
        return std::unexpected(why.within(doing));
    };
    auto found = database_->kept.find_once.ask(portal.value(), who.value(), step_key);
    const auto there = found.next();
    if (!there) return failed(there.error());
    if (!*there) return once_state::never;
    const auto state = from_stored_name<once_state>(found.text(0));
    if (!state) return failed(base::failure{journal_error::corrupt, {}});
    return *state;
}

base::result<void> store::withdraw_doubt(
    const model::portal_name& portal,
    model::user_id who,
    std::string_view step_key,
    const model::run_id& run
) {
    const auto state = state_of_once(portal, who, step_key);
    if (!state) return std::unexpected(state.error());
    if (*state != once_state::perhaps) return {};
    const auto done = database_->transact([&] {
        return database_->kept.forget_once.run(portal.value(), who.value(), step_key, run.value());
    });
    if (done) return done;
    return std::unexpected(
        done.error().within(fmt::format("noting what was not done for user {}", who.value()))
    );
}

base::result<std::string> store::salt() const {
    const auto failed = [](const base::failure& why) {
        return std::unexpected(why.within("reading the salt of the journal"));
    };
    auto prepared = database_->connected.prepare("SELECT value FROM meta WHERE name = 'salt'");
    if (!prepared) return failed(prepared.error());
    auto found = prepared->ask();
    const auto there = found.next();
    if (!there) return failed(there.error());
    if (!*there) return failed(base::failure{journal_error::corrupt, {}});
    return std::string(found.text(0));
}

base::result<std::vector<run_row>> store::runs(const run_filter& which) const {
    return runs_that(*database_, *seats_, which);
}

base::result<std::optional<run_row>> store::find_run(const model::run_id& id) const {
    return one_run(*database_, *seats_, id);
}

base::result<std::vector<model::run_id>> store::line_of(const model::run_id& id) const {
    auto line = line_of_run(*database_, id);
    if (line) return line;
    return std::unexpected(
        line.error().within(fmt::format("following run {} in the journal", id.value()))
    );
}

}  // namespace journal
