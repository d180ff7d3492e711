#pragma once

#include "report/listener.hpp"

namespace cli {

// `--verbose`: a line on stderr for every request answered - number, credential's label, methods,
// status, fates. No parameter and no address is ever in it.
class request_log final : public report::listener {
public:
    request_log();
    void request_answered(
        const model::request& what,
        const model::reply& reply,
        base::wall_time sent,
        base::wall_time now
    ) override;
};

}  // namespace cli
