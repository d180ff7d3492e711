#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace report {

// A file that is written as NAME.tmp and takes its name only when it is whole: whoever looks at
// NAME never sees half of it. Writing does not fail towards the caller: the first failure is
// remembered, what comes after it is dropped, and `commit` gives it.
// When it is neither committed nor discarded, NAME.tmp stays: it tells how far a killed run came.
// No descriptor is held between writes, because a run over many portals has thousands of these.
class staged_file {
public:
    static base::result<staged_file> create(std::filesystem::path name);

    void write(std::string_view text);

    // Everything that was written so far, in blocks, before it is committed.
    base::result<void> read_back(const std::function<void(std::string_view block)>& tell);

    // Writes the rest and gives the file its name.
    base::result<std::filesystem::path> commit();

    // Removes the file.
    void discard();

private:
    explicit staged_file(std::filesystem::path name);
    void flush();
    void remember(int code, std::string_view doing);

    std::filesystem::path name_;
    std::filesystem::path temporary_;
    std::string pending_;  // not written yet
    std::optional<base::failure> failure_;
};

}  // namespace report
