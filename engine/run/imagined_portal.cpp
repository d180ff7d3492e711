#include "run/imagined_portal.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace run {

namespace {

// Whatever was made has this id; it is enough that it is one.
constexpr std::int64_t some_id = 1;

model::value as_portal_has_it(const model::wanted_value& wanted) {
    if (const auto* fixed = std::get_if<model::value>(&wanted)) return *fixed;
    const model::value id(std::to_string(some_id));
    const auto* open = std::get_if<model::open_value>(&wanted);
    if (open == nullptr) return id;
    auto made = open->what;
    for (const auto& each : open->places) model::put_at(made, each.path, id);
    return made;
}

// As the resource's reading answers it.
model::value answered(const catalog::resource& which, model::object image) {
    if (which.from_answer == catalog::pick::whole) return image;
    model::array rows;
    rows.push_back(std::move(image));
    return rows;
}

}  // namespace

boost::asio::awaitable<model::reply> imagined_portal::send(
    model::request what, base::time_point deadline
) {
    co_await async::sleep_until(clock_, std::min(clock_.now() + trip_, deadline));
    model::reply reply;
    reply.http_status = 200;
    for (const auto& each : what.commands) {
        model::accepted yes;
        yes.result = answer(each);
        reply.answers.emplace_back(std::move(yes));
    }
    co_return reply;
}

void imagined_portal::job_opened(const model::work_item& item) {
    guests_.insert_or_assign(item.number, guest{item.what, {}});
}

void imagined_portal::job_closed(const model::job_result& what) {
    guests_.erase(what.number);
}

model::value imagined_portal::answer(const model::command& what) {
    const auto found = guests_.find(what.job);
    if (found == guests_.end()) return true;
    auto& guest = found->second;
    switch (what.why) {
        case model::purpose::identity:
            return model::object{{"ID", std::to_string(guest.what.who.id.value())}};
        case model::purpose::write:
        case model::purpose::restore:
            guest.written.insert(what.step);
            return some_id;
        case model::purpose::read:
        case model::purpose::verify:
            return image(guest, what.step);
        case model::purpose::contents:
            return model::array();
    }
    return true;
}

model::value imagined_portal::image(const guest& of, std::size_t step) const {
    const auto& asked = of.what.steps[step];
    const auto& resource = *all_.find_resource(asked.target);
    const bool is_right = there_ == imagined::all_right || of.written.contains(step);
    model::object made;
    // A guard tells what is there.
    bool is_there = is_right;
    for (const auto& each : asked.with) {
        const auto* field = catalog::find_field(resource.fields, each.key());
        if (is_right || !field || !each.only_over || each.only_over->is_null()) continue;
        made[catalog::answer_name(*field)] = *each.only_over;
        is_there = true;
    }
    if (is_right)
        for (const auto& each : asked.with)
            if (const auto* field = catalog::find_field(resource.fields, each.key()))
                made[catalog::answer_name(*field)] = as_portal_has_it(each.wanted);
    if (resource.kind == model::step_kind::collection) {
        if (!is_there) return model::array();
        // What is watched was seen there under its own id.
        made[resource.id_field] =
            asked.item.empty() ? model::value(some_id) : model::value(asked.item);
    }
    return answered(resource, std::move(made));
}

}  // namespace run
