#pragma once

#include "base/result.hpp"
#include "report/listener.hpp"
#include "report/staged_file.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>

namespace report {

// The results of one portal's users, a line of JSON each, kept in a file until the portal has
// ended: several portals go on at the same time, and their users are not to be told in a muddle.
class user_spool final : public listener {
public:
    // `folder` exists. Fails where nothing can be created there.
    static base::result<std::unique_ptr<user_spool>> open(const std::filesystem::path& folder);
    // The file goes with it.
    ~user_spool() override;

    void job_closed(const model::job_result& what) override;

    // Every line, without its end. Fails where some could not be written or read.
    base::result<void> replay(const std::function<void(std::string_view line)>& tell);

private:
    explicit user_spool(staged_file file) : file_(std::move(file)) {}

    staged_file file_;
};

}  // namespace report
