#include "cli/config/read_errors.hpp"

#include "cli/config/config_values.hpp"
#include "cli/config/on_error_words.hpp"
#include "cli/config/wave_text.hpp"
#include "document/problem.hpp"

#include <cstdint>
#include <vector>

namespace cli {

namespace {

using document::mapping_reader;
using document::node_kind;
using document::presence;

std::vector<pacing::wave_size> read_waves(mapping_reader& from) {
    const auto* list = from.list("serial", presence::optional);
    if (list == nullptr) return {};
    constexpr auto example = "as in: serial: [1, 5%, 25%, 100%]";
    if (list->items.empty())
        from.refuse("serial", "serial", "a run has at least one wave", example);
    std::vector<pacing::wave_size> made;
    for (const auto& each : list->items) {
        const bool scalar = each.kind == node_kind::integer || each.kind == node_kind::real ||
                            each.kind == node_kind::text;
        const auto size = scalar ? parse_wave(each.text) : std::nullopt;
        if (size)
            made.push_back(*size);
        else
            from.refuse(
                "serial",
                "serial",
                "a wave is a number of users above 0, or a percentage of them above 0% and up to "
                "100%, not " +
                    document::describe_found(each),
                example
            );
    }
    return made;
}

}  // namespace

errors_config read_errors(mapping_reader& root) {
    constexpr std::int64_t everybody = 1'000'000'000;
    errors_config made;
    auto from = root.mapping("errors", presence::optional);
    if (!from) return made;
    if (const auto many = read_count(*from, "max_fail", 0, everybody))
        made.max_fail = static_cast<std::uint64_t>(*many);
    made.max_fail_percent = read_percent(*from, "max_fail_percent");
    made.on_error = from->choice("on_error", on_error_words, presence::optional);
    made.serial = read_waves(*from);
    from->finish();
    return made;
}

}  // namespace cli
