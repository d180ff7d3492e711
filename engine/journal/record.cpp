#include "journal/record.hpp"

#include <fmt/format.h>

namespace journal {

namespace {

struct wording {
    const run_names& run;

    std::string operator()(const job_opened& what) const {
        return fmt::format("opening job {}", what.number);
    }
    std::string operator()(const request_begun& what) const {
        return fmt::format("recording the sending of request {}", what.number);
    }
    std::string operator()(const request_settled& what) const {
        return fmt::format("recording the answer to request {}", what.number);
    }
    std::string operator()(const identity_proven& what) const {
        return fmt::format("remembering whose the credential '{}' is", what.credential);
    }
    std::string operator()(const job_closed& what) const {
        return fmt::format("appending outcome of job {}", what.number);
    }
    std::string operator()(const run_finished&) const {
        return fmt::format("recording the end of run {}", run.id);
    }
};

}  // namespace

std::string doing(const record& what) {
    return std::visit(wording{*what.run}, what.what);
}

}  // namespace journal
