#include "support/jobs.hpp"

namespace support {

namespace {

std::shared_ptr<const model::key_origin> origin(std::string key) {
    return std::make_shared<const model::key_origin>(std::move(key));
}

}  // namespace

model::user user(std::int64_t id) {
    model::user made;
    made.id = model::user_id(id);
    made.email = "user" + std::to_string(id) + "@acme.example";
    made.attributes = {{"id", id}, {"email", made.email}};
    return made;
}

model::setting set(std::string key, model::value wanted) {
    return {origin(std::move(key)), std::move(wanted)};
}

model::setting refer(std::string key, std::string step_id) {
    return {origin(std::move(key)), model::step_reference{std::move(step_id)}};
}

model::step settings_step(std::vector<model::setting> with) {
    model::step made;
    made.kind = model::step_kind::settings;
    made.target = "calendar.user.settings";
    made.with = std::move(with);
    return made;
}

model::step section_step(std::string name) {
    model::step made;
    made.id = "meetings";
    made.kind = model::step_kind::collection;
    made.target = "calendar.section";
    made.with = {set("name", model::value(name))};
    return made;
}

model::step notify_step(std::int64_t whom) {
    model::step made;
    made.kind = model::step_kind::call;
    made.target = "im.notify.system.add";
    made.as = model::acts_as::admin;
    made.with = {set("USER_ID", whom), set("MESSAGE", "hello")};
    return made;
}

model::work_item item(std::int64_t id, std::vector<model::step> steps) {
    model::work_item made;
    made.number = model::job_number(static_cast<std::uint64_t>(id));
    made.what = {user(id), std::move(steps)};
    made.credential = model::credential_of(model::user_id(id));
    return made;
}

}  // namespace support
