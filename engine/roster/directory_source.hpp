#pragma once

#include "document/line_feed.hpp"
#include "roster/source.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace roster {

// The users of a portal's directory, from its cache, line by line. Everybody has every attribute
// that the outline names, null where the portal says nothing.
class directory_source final : public source {
public:
    // Nothing, and told, when there is no whole cache at `file`. That it answers what is asked for
    // is looked at before (directory_stamp).
    static std::unique_ptr<directory_source> open(
        const std::filesystem::path& file, base::diagnostics& problems
    );

    std::optional<model::user> next(base::diagnostics& problems) override;
    [[nodiscard]] outline describe() const override { return known_; }

private:
    directory_source(document::line_feed lines, outline known, base::source_pos where)
        : lines_(std::move(lines)), known_(std::move(known)), where_(std::move(where)) {}
    std::optional<model::user> read(std::string_view line);

    document::line_feed lines_;
    outline known_;
    base::source_pos where_;
    std::uint64_t left_ = 0;
};

}  // namespace roster
