#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace run {

// A plan's bytes on the disk. Nobody else may read it: it tells what people have in their settings.
class plan_file {
public:
    // To be written: it stands beside `name` until it takes the name.
    static base::result<plan_file> beside(const std::filesystem::path& name);
    // To be written and read by this process alone; it has no name, and goes with the process.
    static base::result<plan_file> unnamed(const std::filesystem::path& folder);
    // To be read.
    static base::result<plan_file> existing(const std::filesystem::path& name);

    plan_file(plan_file&& other) noexcept;
    plan_file& operator=(plan_file&&) = delete;
    // One that never took its name is removed.
    ~plan_file();

    base::result<void> append(std::string_view bytes);

    // Flushed to the disk, it replaces what has the name. Without a name it does nothing.
    base::result<void> take_name();

    // The lines from the beginning, without their ends.
    class lines {
    public:
        explicit lines(const plan_file& of) : of_(&of) {}

        // Nothing at the end. A line is good until the next call.
        base::result<std::optional<std::string_view>> next();
        // Whether the last line had an end.
        [[nodiscard]] bool was_ended() const noexcept { return ended_; }

    private:
        base::result<bool> fill();

        const plan_file* of_;
        std::string buffer_;
        std::size_t at_ = 0;
        std::uint64_t offset_ = 0;  // of the next bytes to be read
        bool ended_ = true;
    };

    [[nodiscard]] const std::string& shown() const noexcept { return shown_; }

private:
    plan_file(int descriptor, std::string shown) : file_(descriptor), shown_(std::move(shown)) {}

    int file_ = -1;
    std::string shown_;  // for messages
    std::filesystem::path name_;
    std::filesystem::path temporary_;  // empty = there is none
};

}  // namespace run
