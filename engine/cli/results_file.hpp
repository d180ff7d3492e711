#pragma once

#include "base/result.hpp"

#include <fstream>
#include <memory>
#include <ostream>
#include <string>

namespace cli {

// A file of results that takes its name when it is whole; until then it stands beside it as
// NAME.tmp, and what was there before is there still. A pipe or a terminal is written to as it is.
class results_file {
public:
    // Fails where it cannot be made.
    static base::result<std::unique_ptr<results_file>> open(const std::string& name);
    results_file(const results_file&) = delete;
    results_file& operator=(const results_file&) = delete;
    // What was not finished is taken away.
    ~results_file();

    [[nodiscard]] std::ostream& stream() noexcept { return out_; }

    // Call it once, last. Fails where something could not be written.
    base::result<void> finish();

private:
    explicit results_file(std::string name);

    std::string name_;
    std::string written_as_;
    std::ofstream out_;
    bool finished_ = false;
};

}  // namespace cli
