#include "cli/config/config_values.hpp"

#include "cli/config/duration.hpp"
#include "document/problem.hpp"

#include <fmt/format.h>

#include <string>

namespace cli {
namespace {

// In the largest unit that leaves no rest: "65s", "2m".
std::string as_written(std::chrono::milliseconds duration) {
    const auto count = duration.count();
    if (count % 3'600'000 == 0) return fmt::format("{}h", count / 3'600'000);
    if (count % 60'000 == 0) return fmt::format("{}m", count / 60'000);
    if (count % 1'000 == 0) return fmt::format("{}s", count / 1'000);
    return fmt::format("{}ms", count);
}

}  // namespace

std::optional<std::int64_t> read_count(
    document::mapping_reader& from, std::string_view key, std::int64_t least, std::int64_t most
) {
    const auto count = from.integer(key, document::presence::optional);
    if (!count || (*count >= least && *count <= most)) return count;
    from.refuse(
        key,
        "range",
        fmt::format("a whole number from {} to {} was expected, not {}", least, most, *count)
    );
    return std::nullopt;
}

std::optional<double> read_amount(
    document::mapping_reader& from, std::string_view key, amount_range range
) {
    const auto amount = from.number(key, document::presence::optional);
    if (!amount || (*amount > range.above && *amount <= range.most)) return amount;
    from.refuse(
        key,
        "range",
        fmt::format(
            "a number above {} and up to {} was expected, not {}", range.above, range.most, *amount
        )
    );
    return std::nullopt;
}

std::optional<double> read_percent(document::mapping_reader& from, std::string_view key) {
    const auto percent = from.number(key, document::presence::optional);
    if (!percent || (*percent >= 0 && *percent <= 100)) return percent;
    from.refuse(key, "range", fmt::format("a number from 0 to 100 was expected, not {}", *percent));
    return std::nullopt;
}

std::optional<std::chrono::milliseconds> read_duration(
    document::mapping_reader& from,
    std::string_view key,
    std::chrono::milliseconds least,
    std::chrono::milliseconds most
) {
    const auto* found = from.value(key, document::presence::optional);
    if (found == nullptr) return std::nullopt;
    if (found->kind == document::node_kind::integer) {
        from.refuse(
            key,
            "duration",
            "the unit of this duration is missing",
            fmt::format("seconds are written {}s", found->text)
        );
        return std::nullopt;
    }
    const auto duration =
        found->kind == document::node_kind::text ? parse_duration(found->text) : std::nullopt;
    if (!duration) {
        from.refuse(
            key,
            "duration",
            fmt::format(
                "a duration such as 500ms, 65s, 2m or 1h was expected, not {}",
                document::describe_found(*found)
            )
        );
        return std::nullopt;
    }
    if (*duration >= least && *duration <= most) return duration;
    from.refuse(
        key,
        "range",
        fmt::format(
            "a duration from {} to {} was expected, not {}",
            as_written(least),
            as_written(most),
            found->text
        )
    );
    return std::nullopt;
}

std::optional<std::filesystem::path> read_path(
    document::mapping_reader& from, std::string_view key, const std::filesystem::path& folder
) {
    const auto text = from.text(key, document::presence::optional);
    if (!text) return std::nullopt;
    if (text->empty()) {
        from.refuse(key, "path", "a path was expected, not an empty text");
        return std::nullopt;
    }
    return (folder / *text).lexically_normal();
}

std::vector<std::filesystem::path> read_policy_files(
    document::mapping_reader& from, const std::filesystem::path& folder
) {
    std::vector<std::filesystem::path> made;
    if (const auto files = from.texts("policies", document::presence::optional))
        for (const auto& file : *files) made.push_back((folder / file).lexically_normal());
    return made;
}

}  // namespace cli
