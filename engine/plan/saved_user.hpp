#pragma once

#include "catalog/definitions.hpp"
#include "model/outcome.hpp"

#include <cstddef>
#include <expected>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plan {

// Whether the configuration says that somebody is not to be written to.
enum class protection { none, is_protected };

// What a saved plan says of one user. Of one for whom nothing changes: only who he is, and how he
// was found.
struct saved_user {
    model::job_result seen;
    protection shield = protection::none;
    // What the portal held when it was read, by step and key; null = nothing. Of calls: none.
    std::vector<std::vector<model::value>> held = {};
};

// What was seen of users who were only looked at, as lines of a saved plan. What a policy says of a
// key is written once and referred to by its number.
class user_lines {
public:
    explicit user_lines(const catalog::definitions& all) : all_(&all) {}

    struct lines {
        std::string file;     // with line ends
        std::string meaning;  // the same without what may differ from reading to reading
    };
    lines of(const model::job_result& seen, protection shield);

private:
    model::object step(const model::step& which, const model::step_result& seen, lines& into);
    std::size_t origin_number(const model::key_origin& what, lines& into);

    const catalog::definitions* all_;
    std::map<std::string, std::size_t> origins_;  // numbers by content
};

// The way back. Reads the lines of one plan in their order.
class user_reader {
public:
    // `all` outlives it. What a line names and the catalog does not know is wrong.
    explicit user_reader(const catalog::definitions& all) : all_(&all) {}

    // Nothing where the line is about no user; the unexpected value says what is wrong.
    std::expected<std::optional<saved_user>, std::string> read(std::string_view line);

private:
    class parser;

    const catalog::definitions* all_;
    std::vector<std::shared_ptr<const model::key_origin>> origins_;
};

}  // namespace plan
