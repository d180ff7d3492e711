#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "journal/journal_error.hpp"
#include "journal/run_journal.hpp"
#include "journal/store.hpp"
#include "model/job.hpp"
#include "model/outcome.hpp"
#include "model/reply.hpp"
#include "model/request.hpp"
#include "model/run.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

// Builders, so that a test shows only what it is about. Job 17 is the job of user 17.
namespace samples {

// The value; without one the test ends here and says why.
template <class Value>
Value must(base::result<Value> given) {
    if (!given) BOOST_FAIL(base::describe(given.error()));
    if constexpr (!std::is_void_v<Value>) return std::move(*given);
}

// What went wrong; success is an error that nobody expects.
template <class Value>
std::error_code code_of(const base::result<Value>& given) {
    return given ? std::error_code() : given.error().code;
}

// Milliseconds after a moment in 2026.
base::wall_time at(int milliseconds);

model::run_header header(std::string id = "run-1", std::string portal = "acme");

// The end of the run of that header, with totals.
model::run_summary summary(const model::run_header& of);

// "print of CREDENTIAL" and "TARGET/ID".
journal::run_journal::naming names();

// The step, once per user.
model::step once(model::step which);

struct sent {
    const char* method;
    model::purpose why = model::purpose::write;
    std::size_t step = 0;
};

// A batch for one user under his own credential.
model::request request(
    std::uint64_t number, std::int64_t user, std::initializer_list<sent> commands
);

// `answers` one for each command; 200.
model::reply reply(std::vector<model::answer> answers);

model::step_result result(model::outcome what);

// The job of `item`, closed: `steps` one for each step, and the worst of them.
model::job_result closed(const model::work_item& item, std::vector<model::step_result> steps);

}  // namespace samples
