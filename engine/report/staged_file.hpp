#pragma once

#include "base/result.hpp"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

namespace report {

// A file that is written as NAME.tmp and takes its name only when it is whole: whoever looks at
// NAME never sees half of it. Writing does not fail towards the caller: the first failure is
// remembered, what comes after it is dropped, and `commit` gives it.
// When it is neither committed nor discarded, NAME.tmp stays: it tells how far a killed run came.
class staged_file {
public:
    static base::result<staged_file> create(std::filesystem::path name);

    void write(std::string_view text);

    // Everything that was written to `other` so far, which must not be committed yet.
    void write_all_of(staged_file& other);

    // Closes the file and gives it its name.
    base::result<std::filesystem::path> commit();

    // Closes the file and removes it.
    void discard();

private:
    struct closer {
        void operator()(std::FILE* file) const noexcept { std::fclose(file); }
    };
    using handle = std::unique_ptr<std::FILE, closer>;

    staged_file(std::filesystem::path name, handle file);
    void remember(int code, std::string_view doing);

    std::filesystem::path name_;
    std::filesystem::path temporary_;
    handle file_;
    std::optional<base::failure> failure_;
};

}  // namespace report
