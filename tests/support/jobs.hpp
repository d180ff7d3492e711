#pragma once

#include "model/job.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

// Builders for jobs, so that a test shows only what it is about.
namespace support {

model::user user(std::int64_t id);

model::setting set(std::string key, model::value wanted);
model::setting refer(std::string key, std::string step_id);

// calendar.user.settings, calendar.section (id "meetings"), im.notify.system.add as admin.
model::step settings_step(std::vector<model::setting> with);
model::step section_step(std::string name);
model::step notify_step(std::int64_t whom);

// A job of user `id` with his own credential; its number is the id.
model::work_item item(std::int64_t id, std::vector<model::step> steps);

}  // namespace support
