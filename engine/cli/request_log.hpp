#pragma once

#include "report/listener.hpp"

#include <string>

namespace cli {

// `--verbose`: a line on stderr for every request answered - number, credential's label, methods,
// status, fates. No parameter and no address is ever in it.
class request_log final : public report::listener {
public:
    // `portal`: in front of every line; "" = there is only one. All of them share one sink.
    explicit request_log(std::string portal = {});
    void request_answered(
        const model::request& what,
        const model::reply& reply,
        base::wall_time sent,
        base::wall_time now
    ) override;

private:
    std::string before_;
};

}  // namespace cli
