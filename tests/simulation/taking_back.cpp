#include "simulation/taking_back.hpp"

#include "catalog/definitions.hpp"
#include "journal/read.hpp"
#include "journal/store.hpp"
#include "portal-sim/core/php_json.hpp"
#include "portal-sim/core/php_value.hpp"
#include "report/totals.hpp"
#include "run/apply.hpp"
#include "run/job_stream.hpp"
#include "run/rollback_jobs.hpp"
#include "simulation/dice.hpp"
#include "simulation/portal_roster.hpp"
#include "simulation/watcher.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace simulation {

namespace {

namespace json = boost::json;
using outcomes = std::map<std::int64_t, model::job_result>;
using images = std::map<std::int64_t, json::object>;

template <class Value>
Value good(base::result<Value> what) {
    if (!what) throw std::runtime_error(base::describe(what.error()));
    return std::move(*what);
}

constexpr std::string_view made_name = "Meetings & more";

// What is asked of the users that has a state.
struct kinds {
    bool settings, calendars, fields;
};

kinds kinds_of(work what) {
    switch (what) {
        case work::settings:
            return {true, false, false};
        case work::onboarding:
            return {true, true, false};
        case work::staff:
            return {true, false, true};
        case work::greetings:
            return {false, false, false};
        case work::awkward:
        case work::everything:
            return {true, true, true};
    }
    return {};
}

const json::value& at(const json::object& map, std::string_view key) {
    static const json::value nothing;
    const auto* found = map.if_contains(key);
    return found == nullptr ? nothing : *found;
}

// As the portal answers what it stores (portal-facts 6): the two flags cast, the two maps decoded.
// Whoever writes one key has all of them stored anew, so the bytes below may differ.
json::object settings_of(const json::object& image) {
    auto* stored = image.at("settings").if_object();
    if (stored == nullptr) return {};
    auto made = *stored;
    for (const auto* flag : {"showDeclined", "denyBusyInvitation"})
        if (auto* value = made.if_contains(flag)) *value = portal_sim::php::truthy(*value);
    for (const auto* map : {"defaultSections", "defaultReminders"})
        if (auto* value = made.if_contains(map); value != nullptr && value->is_string())
            if (auto decoded = portal_sim::php::decode(value->get_string()))
                *value = std::move(*decoded);
    return made;
}

std::map<std::int64_t, json::value> calendars_of(const json::object& image) {
    std::map<std::int64_t, json::value> all;
    for (const auto& each : image.at("sections").as_array())
        all.emplace(each.at("id").to_number<std::int64_t>(), each);
    return all;
}

bool is_well_ended(const model::job_result& what) {
    return std::ranges::all_of(what.steps, [](const model::step_result& each) {
        return each.what == model::outcome::changed || each.what == model::outcome::unchanged ||
               model::why_left(each) != model::left_because::nothing;
    });
}

bool is_listed(const model::job_result& what) {
    return std::ranges::any_of(what.steps, [](const model::step_result& each) {
        return model::why_left(each) == model::left_because::changed_since;
    });
}

class morning {
public:
    morning(
        place& where,
        const rollback_scene& how,
        support::manual_clock& clock,
        journal::store journal,
        std::uint64_t seed
    )
        : where_(where),
          how_(how),
          clock_(clock),
          journal_(std::move(journal)),
          luck_(seed),
          kinds_(kinds_of(where.what.what)) {
        for (const auto& each : where.portal.core().roster())
            if (!where.is_lost(each.id)) people_.push_back(each.id);
    }

    std::vector<std::string> live() {
        for (const auto who : people_) drift(who);
        before_ = look();
        const auto run = set_right();
        after_ = look();
        for (const auto who : people_) change_again(who);
        changed_ = look();
        if (how_.hostile) where_.become_hostile();
        const auto ended = put_back(run);
        where_.calm_down();
        now_ = look();
        for (const auto who : people_) judge(who, ended);
        return std::move(broken_);
    }

private:
    // From a machine of his own, which the portal counts for itself.
    void by_somebody(std::int64_t as, std::string_view method, const json::object& parameters) {
        portal_sim::request made;
        made.target =
            fmt::format("/rest/{}/{}/{}", as, where_.portal.core().webhook_code(as), method);
        made.content_type = "application/json";
        made.body = json::serialize(parameters);
        made.source = "10.0.0.99";
        clock_.advance(std::chrono::seconds(1));
        const auto said = where_.portal.core().handle(made, where_.portal.now());
        if (said.status != 200)
            throw std::runtime_error(fmt::format("{} for user {}: {}", method, as, said.body));
    }

    void set(std::int64_t who, json::object settings) {
        by_somebody(who, "calendar.user.settings.set", {{"settings", std::move(settings)}});
    }

    std::optional<std::int64_t> calendar_of(std::int64_t who) const {
        for (const auto& [id, each] : calendars_of(look_at(who)))
            if (each.at("name").as_string() == made_name) return id;
        return std::nullopt;
    }

    void drift(std::int64_t who) {
        constexpr std::array<std::string_view, 3> views{"day", "month", "list"};
        if (kinds_.settings && luck_.one_in(2)) set(who, {{"view", luck_.one_of(views)}});
        if (kinds_.settings && luck_.one_in(4))
            set(who, {{"showWeekNumbers", "N"}, {"showDeclined", true}, {"syncPeriodPast", 11}});
        if (kinds_.fields && luck_.one_in(3))
            by_somebody(1, "user.update", {{"ID", who}, {"WORK_POSITION", "Head of everything"}});
        if (!kinds_.calendars || !luck_.one_in(3)) return;
        if (const auto id = calendar_of(who))
            by_somebody(
                who, "calendar.section.delete", {{"type", "user"}, {"ownerId", who}, {"id", *id}}
            );
    }

    void change_again(std::int64_t who) {
        if (kinds_.settings && luck_.one_in(10)) set(who, {{"view", "agenda"}});
        if (!kinds_.calendars || !luck_.one_in(10)) return;
        if (const auto id = calendar_of(who))
            by_somebody(
                who,
                "calendar.section.update",
                {{"type", "user"}, {"ownerId", who}, {"id", *id}, {"name", "Mine"}}
            );
    }

    [[nodiscard]] json::object look_at(std::int64_t who) const {
        return where_.portal.core().state_of(who, where_.portal.now());
    }

    [[nodiscard]] images look() const {
        images all;
        for (const auto who : people_) all.emplace(who, look_at(who));
        return all;
    }

    model::run_header next_header(std::string command) {
        model::run_header made;
        made.id = model::run_id(fmt::format("night-{}-{}", where_.name, ++where_.lives));
        made.portal = model::portal_name(where_.name);
        made.portal_url = "https://" + where_.name;
        made.command = std::move(command);
        made.started = clock_.wall_now();
        return made;
    }

    model::run_id set_right() {
        const auto header = next_header("apply");
        portal_roster who(where_.portal.core().roster());
        run::job_stream jobs(
            who,
            where_.policies,
            good(run::equipment::of(where_.credentials, journal_, header.portal))
        );
        const auto ended = go(header, jobs);
        tell(where_.lies(ended));
        return header.id;
    }

    outcomes put_back(const model::run_id& run) {
        auto header = next_header("rollback " + run.value());
        header.after = model::kin{model::kinship::takes_back, run};
        run::rollback_jobs jobs(
            {journal::reader(journal_),
             run,
             run::undoing(catalog::definitions::built_in(), how_.made)},
            good(run::equipment::of(where_.credentials, journal_, header.portal))
        );
        return go(header, jobs);
    }

    outcomes go(const model::run_header& header, run::job_supply& jobs) {
        boost::asio::io_context context{1};
        report::totals totals;
        watcher eyes;
        dispatch::lane_options options;
        options.limits = where_.what.limits;
        options.connections = where_.what.connections;
        options.board.how = where_.what.how;
        options.board.retry.retries = 8;
        const auto run = good(run::apply::begin(
            context.get_executor(),
            {header,
             jobs,
             catalog::definitions::built_in(),
             where_.credentials,
             journal_,
             where_.portal,
             clock_,
             options,
             totals,
             eyes}
        ));
        std::optional<model::run_summary> summary;
        boost::asio::co_spawn(
            context,
            run->run(),
            [&summary](std::exception_ptr failed, base::result<model::run_summary> ended) {
                if (failed) std::rethrow_exception(failed);
                summary = good(std::move(ended));
            }
        );
        clock_.run(context);
        clock_.advance(std::chrono::minutes(20));
        if (!summary) throw std::runtime_error("a run did not end");
        tell(eyes.faults());
        if (report::sum_of(summary->users) != eyes.closed().size())
            tell({where_.name + ": the totals of " + header.command + " do not add up"});
        return eyes.closed();
    }

    // Whoever was not brought to a good end, by a portal that was hostile, has of each thing what
    // he had at one time or the other.
    void judge(std::int64_t who, const outcomes& ended) {
        const auto found = ended.find(who);
        if (found != ended.end() && !how_.hostile && !is_well_ended(found->second))
            complain(who, "was not taken back by a portal that behaves");
        const bool well = found == ended.end() || is_well_ended(found->second);
        judge_settings(who, well, found == ended.end() ? nullptr : &found->second);
        if (well) judge_calendars(who);
        const auto& fields = now_.at(who).at("fields");
        if (well && fields != before_.at(who).at("fields"))
            complain(who, "has other fields: " + json::serialize(fields));
        if (now_.at(who).at("notifications") != changed_.at(who).at("notifications"))
            complain(who, "got a message");
    }

    void judge_settings(std::int64_t who, bool well, const model::job_result* ended) {
        const auto before = settings_of(before_.at(who));
        const auto after = settings_of(after_.at(who));
        const auto changed = settings_of(changed_.at(who));
        const auto now = settings_of(now_.at(who));
        std::set<std::string> keys;
        for (const auto* each : {&before, &after, &changed, &now})
            for (const auto& entry : *each) keys.emplace(entry.key());
        bool left = false;
        for (const auto& key : keys) {
            const bool by_others = at(after, key) != at(changed, key);
            const auto& due = by_others ? at(changed, key) : at(before, key);
            const bool by_run = at(before, key) != at(after, key);
            left |= by_others && by_run && at(changed, key) != at(before, key);
            if (at(now, key) == due || (!well && at(now, key) == at(changed, key))) continue;
            complain(
                who,
                fmt::format(
                    "has {} = {} where {} is due",
                    key,
                    json::serialize(at(now, key)),
                    json::serialize(due)
                )
            );
        }
        if (left && well && (ended == nullptr || !is_listed(*ended)))
            complain(who, "was changed by somebody else, and is not listed");
    }

    void judge_calendars(std::int64_t who) {
        const auto before = calendars_of(before_.at(who));
        const auto after = calendars_of(after_.at(who));
        auto due = calendars_of(changed_.at(who));
        if (how_.made == run::made_items::remove)
            for (const auto& [id, calendar] : after)
                if (!before.contains(id) && due.contains(id) && due.at(id) == calendar)
                    due.erase(id);
        if (calendars_of(now_.at(who)) != due)
            complain(who, "has other calendars than he should have");
    }

    void complain(std::int64_t who, std::string_view what) {
        broken_.push_back(fmt::format("{}: taken back, user {} {}", where_.name, who, what));
    }
    void tell(const std::vector<std::string>& what) {
        broken_.insert(broken_.end(), what.begin(), what.end());
    }

    place& where_;
    const rollback_scene& how_;
    support::manual_clock& clock_;
    journal::store journal_;
    dice luck_;
    kinds kinds_;
    std::vector<std::int64_t> people_;
    // What everybody has before the run, after it, after others changed it, and at the end.
    images before_, after_, changed_, now_;
    std::vector<std::string> broken_;
};

}  // namespace

std::vector<std::string> take_back(
    place& where,
    const rollback_scene& how,
    support::manual_clock& clock,
    const std::filesystem::path& journal,
    std::uint64_t seed
) {
    return morning(where, how, clock, good(journal::store::open(journal)), seed).live();
}

}  // namespace simulation
