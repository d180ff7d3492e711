#include "support/small_portal.hpp"

#include <algorithm>
#include <charconv>

namespace support {

namespace {

std::int64_t caller_of(
    const model::credential_id& whose, const std::map<std::int64_t, std::int64_t>& real_owner
) {
    if (whose == model::admin_credential()) return 1;
    const auto digits = whose.value().substr(std::string("user ").size());
    std::int64_t id = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), id);
    const auto other = real_owner.find(id);
    return other == real_owner.end() ? id : other->second;
}

std::int64_t number(const model::value& what) {
    return what.is_int64() ? what.get_int64() : std::stoll(std::string(what.as_string()));
}

model::accepted good(model::value result) {
    model::accepted made;
    made.result = std::move(result);
    return made;
}

}  // namespace

model::answer small_portal::run(
    const model::command& what, std::int64_t caller, const std::map<std::string, std::string>& made
) {
    if (what.method == "profile") return good(model::object{{"ID", std::to_string(caller)}});
    if (what.method == "calendar.user.settings.get") return good(settings[caller]);
    if (what.method == "calendar.user.settings.set") {
        ++writes[caller];
        if (const auto* given = what.params.if_contains("settings"))
            for (const auto& each : given->as_object()) settings[caller][each.key()] = each.value();
        for (const auto& each : what.references)
            settings[caller][each.path.back()] = made.at(each.key);
        return good(true);
    }
    if (what.method == "calendar.section.get") {
        model::array rows;
        for (const auto& [name, row] : sections[number(what.params.at("ownerId"))])
            rows.emplace_back(row);
        return good(rows);
    }
    if (what.method == "calendar.section.add") {
        const auto id = next_section_++;
        const auto name = std::string(what.params.at("name").as_string());
        auto& row = sections[number(what.params.at("ownerId"))][name];
        row = {{"ID", std::to_string(id)}, {"NAME", name}};
        if (const auto* color = what.params.if_contains("color")) row["COLOR"] = *color;
        return good(id);
    }
    if (what.method == "calendar.section.update") return update_section(what);
    if (what.method == "calendar.section.delete") return delete_section(what);
    if (what.method == "calendar.event.get") {
        model::array rows;
        const auto id = std::string(what.params.at("section").at(0).as_string());
        for (int i = 0; i < events[id]; ++i) rows.emplace_back(model::object{{"ID", "1"}});
        return good(rows);
    }
    if (what.method == "im.notify.system.add") {
        notified.push_back(number(what.params.at("USER_ID")));
        return good(std::int64_t{7});
    }
    return model::rejected{
        "ERROR_METHOD_NOT_FOUND",
        "Method not found!",
        model::reaction::fail,
        model::effect::none,
        404
    };
}

model::object* small_portal::section(std::int64_t owner, const model::value& id) {
    for (auto& [name, row] : sections[owner])
        if (row.at("ID") == id) return &row;
    return nullptr;
}

model::answer small_portal::update_section(const model::command& what) {
    auto* row = section(number(what.params.at("ownerId")), what.params.at("id"));
    if (row == nullptr)
        return model::rejected{
            "", "Access denied", model::reaction::fail, model::effect::none, 400
        };
    if (const auto* color = what.params.if_contains("color")) (*row)["COLOR"] = *color;
    return good(number(what.params.at("id")));
}

model::answer small_portal::delete_section(const model::command& what) {
    auto& all = sections[number(what.params.at("ownerId"))];
    const auto gone = std::erase_if(all, [&](const auto& each) {
        return each.second.at("ID") == what.params.at("id");
    });
    if (gone == 0)
        return model::rejected{
            "", "Access denied", model::reaction::fail, model::effect::none, 400
        };
    return good(true);
}

model::reply small_portal::answer(const model::request& what) {
    log.push_back({clock_.now(), what});
    if (before_effect)
        if (auto instead = before_effect(what)) return *instead;
    const auto caller = caller_of(what.credential, real_owner);
    model::reply reply;
    reply.http_status = 200;
    std::map<std::string, std::string> made;
    bool halted = false;
    for (const auto& each : what.commands) {
        if (halted) {
            reply.answers.emplace_back(
                model::not_sent{model::not_sent_reason::not_executed, "missing"}
            );
            continue;
        }
        reply.answers.push_back(run(each, caller, made));
        if (const auto* yes = std::get_if<model::accepted>(&reply.answers.back())) {
            if (yes->result.is_int64()) made[each.key] = std::to_string(yes->result.get_int64());
        } else if (what.then == model::after_error::halt &&
                   what.form == model::request_form::batch) {
            halted = true;
        }
    }
    if (after_effect)
        if (auto instead = after_effect(what)) return *instead;
    return reply;
}

boost::asio::awaitable<model::reply> small_portal::send(
    model::request what, base::time_point deadline
) {
    due.push_back(deadline);
    auto reply = answer(what);
    if (latency != base::duration{}) co_await async::sleep_until(clock_, clock_.now() + latency);
    co_return reply;
}

std::size_t small_portal::commands_seen(const std::string& method) const {
    std::size_t count = 0;
    for (const auto& each : log)
        count += static_cast<std::size_t>(std::count_if(
            each.what.commands.begin(),
            each.what.commands.end(),
            [&](const model::command& one) { return one.method == method; }
        ));
    return count;
}

model::reply rejected_whole(
    const model::request& what, const char* code, model::reaction how, int status
) {
    auto reply = model::reply_for_all(
        what.commands.size(),
        model::rejected{code, "refused by the test", how, model::effect::none, status}
    );
    reply.http_status = status;
    return reply;
}

model::reply lost(const model::request& what) {
    return model::reply_for_all(what.commands.size(), model::unknown{"the connection was cut"});
}

}  // namespace support
