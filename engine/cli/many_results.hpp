#pragma once

#include "base/result.hpp"
#include "cli/lane_thread.hpp"
#include "cli/options.hpp"
#include "cli/results_file.hpp"
#include "report/portals_json.hpp"

#include <memory>
#include <optional>

namespace cli {

// The results of several portals as JSON, on stdout and in a file, as they are asked for.
class many_results {
public:
    // Fails where the file cannot be made.
    static base::result<std::unique_ptr<many_results>> open(const options& given);

    [[nodiscard]] bool wants_users() const noexcept { return on_screen_ || in_file_; }
    void add(const ended_lane& what);
    // Call it once, last. Fails where something could not be written.
    base::result<void> finish(const report::totals& all);

private:
    many_results() = default;

    std::optional<report::portals_results> on_screen_;
    std::unique_ptr<results_file> file_;
    std::optional<report::portals_results> in_file_;
};

}  // namespace cli
