#pragma once

#include "async/clock_source.hpp"

namespace async {

// The clocks of the machine.
class system_clock_source final : public clock_source {
public:
    [[nodiscard]] base::time_point now() const override;
    [[nodiscard]] base::wall_time wall_now() const override;
    std::unique_ptr<bell> make_bell(boost::asio::any_io_executor where) override;
};

}  // namespace async
