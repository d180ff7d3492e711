#pragma once

#include "base/result.hpp"
#include "report/listener.hpp"
#include "report/spool.hpp"

#include <filesystem>
#include <functional>
#include <string_view>

namespace report {

// The results of one portal's users, a line of JSON each, kept until the portal has
// ended: several portals go on at the same time, and their users are not to be told in a muddle.
class user_spool final : public listener {
public:
    // Makes a file in the folder, which exists by then, once there is much to be kept.
    explicit user_spool(const std::filesystem::path& folder);
    // The file goes with it.
    ~user_spool() override;

    void job_closed(const model::job_result& what) override;

    // Every line, without its end. Fails where some could not be written or read.
    base::result<void> replay(const std::function<void(std::string_view line)>& tell);

private:
    spool lines_;
};

}  // namespace report
