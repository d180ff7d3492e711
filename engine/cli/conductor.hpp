#pragma once

#include "async/system_clock_source.hpp"
#include "cli/lane_thread.hpp"
#include "cli/options.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cli {

// The program's own thread while others have the lanes: signals, what is told meanwhile, and the
// lines that one thread does not use and another may have.
class conductor final : public lane_listener {
public:
    struct scale {
        std::size_t portals = 0;
        std::uint64_t users = 0;
        std::size_t lines = 1;  // of all threads together
    };

    // `keep` is given every end, on the thread that conducts.
    conductor(
        const options& given,
        const scale& of,
        std::function<void(std::size_t place, ended_lane how)> keep
    );

    // Where the threads' listener hears.
    [[nodiscard]] boost::asio::any_io_executor home() { return context_.get_executor(); }

    // From the start of all threads to the end of the last.
    void conduct(std::deque<lane_thread>& threads);

    // The signal that ended the runs.
    [[nodiscard]] std::optional<int> signal() const noexcept { return signal_; }

    void ended(std::size_t place, ended_lane how) override;
    void moved(const model::portal_name& which, const portal::origin& to) override;
    void waits(const model::portal_name& which, const std::string& held_by) override;
    void raised(const std::string& why) override;
    void told(std::size_t thread, const lane_progress& what) override;
    void finished(std::size_t thread, std::exception_ptr fault) override;

private:
    struct known {
        lane_thread* thread = nullptr;
        pacing::line_demand lines;
    };

    boost::asio::awaitable<void> attend();
    boost::asio::awaitable<void> keep_house();
    void stop(int signal);
    void stop_all(model::run_end how, const std::string& why);
    void cut();
    void tick();
    void show(bool last);
    void say(const std::string& text);

    const options& given_;
    scale of_;
    std::function<void(std::size_t, ended_lane)> keep_;
    boost::asio::io_context context_{1};
    async::system_clock_source clock_;
    std::unique_ptr<async::bell> over_;
    std::vector<known> threads_;
    std::size_t finished_ = 0;
    std::exception_ptr fault_;
    std::optional<int> signal_;

    bool redraws_ = false;
    bool drawn_ = false;  // a line that is to be redrawn
    std::uint64_t seconds_ = 0;
    std::uint64_t portals_done_ = 0;
    std::uint64_t failing_ = 0;
    std::uint64_t users_done_ = 0;
    std::uint64_t requests_ = 0;         // so far
    std::uint64_t requests_before_ = 0;  // when a line was shown last
    std::uint64_t shown_at_ = 0;
};

}  // namespace cli
