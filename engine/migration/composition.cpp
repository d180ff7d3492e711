#include "migration/composition.hpp"

#include "document/flow_yaml.hpp"
#include "migration/phrase.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace migration {

namespace {

constexpr std::int64_t priority_of_all = 50;
constexpr std::int64_t priority_of_some = 60;  // says it instead
constexpr std::string_view kept_column = "keeps";

drafted_value column_value(const meaning& what) {
    if (const auto* name = std::get_if<own_calendar>(&what)) return model::value(name->name);
    if (const auto* name = std::get_if<own_default>(&what)) return model::value(name->name);
    if (std::holds_alternative<own_address>(what)) return own_address{};
    return std::get<model::value>(what);
}

std::string with_dashes(std::string text) {
    std::ranges::replace(text, '.', '-');
    return text;
}

}  // namespace

drafts composition::of(const std::vector<belongings>& all) {
    all_ = &all;
    made_ = {};
    columns_ = {
        {"id", ""},
        {"user_id", ""},
        {"email", ""},
        {"active", ""},
        {"groups", ""},
        {"vars", ""},
        {std::string(kept_column), ""}
    };
    kept_.assign(all.size(), {});
    for (const auto& each : all) made_.users.push_back({each.whose, {}});
    for (const auto* each : what_)
        if (each->kind == model::step_kind::settings) add_settings(*each);
    for (const auto* each : what_)
        if (each->kind == model::step_kind::collection) add_items(*each);
    for (std::size_t i = 0; i < kept_.size(); ++i)
        if (!kept_[i].empty())
            made_.users[i].columns.emplace_back(kept_column, model::value(std::move(kept_[i])));
    return std::move(made_);
}

void composition::add_settings(const catalog::resource& of) {
    auto base =
        policy(of, "", fmt::format("{} of {}, as it was found.", of.name, people(all_->size())));
    base.steps.push_back({of.name, "", {}});
    const auto place = made_.policies.size();
    for (const auto& field : of.fields)
        if (field.may == catalog::access::read_write) add_key(of, field, base);
    if (!base.steps.front().with.empty())
        made_.policies.insert(
            made_.policies.begin() + static_cast<std::ptrdiff_t>(place), std::move(base)
        );
}

void composition::add_key(
    const catalog::resource& of, const catalog::field& which, drafted_policy& base
) {
    const auto values = spread_of(of.name, which.name);
    const auto most = most_of(values);
    if (most.references != 0) add_reference(of, which, values);
    if (most.what == nullptr) return;
    const bool mute = most.others != 0 && std::ranges::any_of(values, [&](const meaning* each) {
                          return is_mute(which, each);
                      });
    if (most.absent != 0 || mute) return add_optional_key(of, which, values);
    const auto column = most.others == 0 ? "" : column_for(of, which.name);
    base.steps.front().with.push_back(shared_line(which, column, values, base));
}

// The value that most have, and the roster for those who differ.
drafted_line composition::shared_line(
    const catalog::field& which,
    const std::string& column,
    const spread& values,
    drafted_policy& into
) {
    const auto most = most_of(values);
    const auto* value = std::get_if<model::value>(most.what);
    const auto text = value == nullptr ? "" : document::flow_yaml(escaped(*value));
    if (most.others == 0) return {which.name, value == nullptr ? from_roster("email") : text, ""};
    for (std::size_t i = 0; i < values.size(); ++i)
        if (is_plain(values[i]) && *values[i] != *most.what) put(i, column, audible(*values[i]));
    const auto all = most.holders + most.others;
    const auto have = fmt::format("{} of {} have it", most.holders, all);
    if (value == nullptr)
        return {which.name, fmt::format("${{user.{} ?? user.email}}", column), have + " so"};
    into.vars.push_back({column, text, have});
    return {which.name, fmt::format("${{user.{} ?? vars.{}}}", column, column), ""};
}

// Some are to be left as they are. The fewer of both have it said in the roster.
void composition::add_optional_key(
    const catalog::resource& of, const catalog::field& which, const spread& values
) {
    const auto column = column_for(of, which.name);
    const auto plain = static_cast<std::size_t>(std::ranges::count_if(values, is_plain));
    const auto absent = static_cast<std::size_t>(std::ranges::count(values, nullptr));
    const bool mute =
        std::ranges::any_of(values, [&](const meaning* each) { return is_mute(which, each); });
    drafted_policy made;
    if (plain <= absent || mute) {
        made = policy(
            of,
            which.name,
            fmt::format("{} of {}; the others are left as they are.", which.name, people(plain))
        );
        made.when = is_given(column);
        made.steps.push_back({of.name, "", {{which.name, from_roster(column), ""}}});
        for (std::size_t i = 0; i < values.size(); ++i)
            if (is_plain(values[i])) put(i, column, *values[i]);
        made_.asked_for.push_back(column);
    } else {
        made = policy(
            of,
            which.name,
            fmt::format(
                "{} of all but {}, who {} it as it is.",
                which.name,
                people(absent),
                absent == 1 ? "keeps" : "keep"
            )
        );
        made.match = fmt::format("{{ not: {{ {}: [{}] }} }}", kept_column, column);
        made.steps.push_back({of.name, "", {}});
        made.steps.front().with.push_back(shared_line(which, column, values, made));
        for (std::size_t i = 0; i < values.size(); ++i)
            if (values[i] == nullptr) keep(i, column);
        made_.asked_for.emplace_back(kept_column);
    }
    made_.policies.push_back(std::move(made));
}

void composition::add_reference(
    const catalog::resource& of, const catalog::field& which, const spread& values
) {
    const auto column = column_for(of, which.name + "_calendar");
    std::size_t users = 0;
    bool maps = false;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i] == nullptr || !is_reference(*values[i])) continue;
        maps = std::holds_alternative<own_default>(*values[i]);
        put(i, column, *values[i]);
        ++users;
    }
    auto made = policy(
        of,
        which.name + "-calendar",
        fmt::format(
            "{} of {} is a calendar of their own. Ids are others on every portal: the roster has\n"
            "the calendar's name; it is made where there is none of this name.",
            which.name,
            people(users)
        )
    );
    made.when = is_given(column);
    made.priority = priority_of_some;
    made.steps.push_back({std::string(calendars), which.name, {{"name", from_roster(column), ""}}});
    const auto id = fmt::format("${{steps.{}.id}}", which.name);
    made.steps.push_back(
        {of.name,
         "",
         {{which.name, maps ? fmt::format(R"({{ "user${{user.id}}": "{}" }})", id) : id, ""}}}
    );
    made_.asked_for.push_back(column);
    made_.policies.push_back(std::move(made));
}

spread composition::spread_of(const std::string& resource, const std::string& key) const {
    spread made;
    made.reserve(all_->size());
    for (const auto& each : *all_) {
        const auto state = each.settings.find(resource);
        const meaning* found = nullptr;
        if (state != each.settings.end())
            if (const auto value = state->second.find(key); value != state->second.end())
                found = &value->second;
        made.push_back(found);
    }
    return made;
}

const item* composition::item_at(std::size_t user, const std::string& collection, std::size_t place)
    const {
    const auto& items = (*all_)[user].items;
    const auto found = items.find(collection);
    if (found == items.end() || place >= found->second.size()) return nullptr;
    return &found->second[place];
}

std::size_t composition::having(const std::string& collection, std::size_t place) const {
    std::size_t users = 0;
    for (std::size_t i = 0; i < all_->size(); ++i)
        if (item_at(i, collection, place) != nullptr) ++users;
    return users;
}

std::string composition::column_for(const catalog::resource& of, const std::string& key) {
    auto name = with_underscores(key);
    const auto [found, is_new] = columns_.try_emplace(name, of.name);
    if (is_new || found->second == of.name) return name;
    name = with_underscores(of.name) + '_' + name;
    columns_.try_emplace(name, of.name);
    return name;
}

void composition::put(std::size_t user, const std::string& column, const meaning& what) {
    made_.users[user].columns.emplace_back(column, column_value(what));
}

void composition::keep(std::size_t user, const std::string& column) {
    kept_[user].emplace_back(column);
}

drafted_policy composition::policy(
    const catalog::resource& of, const std::string& suffix, std::string says
) const {
    drafted_policy made;
    made.name = prefix_ + '-' + with_dashes(of.name);
    if (!suffix.empty()) made.name += '-' + suffix;
    made.says = std::move(says);
    made.priority = priority_of_all;
    return made;
}

}  // namespace migration
