#pragma once

#include "model/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plan {

// Takes a JSON object apart that a program has written: every member has its type, and the first
// that has not is remembered, in words. `from` outlives it.
class json_members {
public:
    explicit json_members(const model::object& from) : from_(&from) {}

    // A member that has to be there.
    std::string text(std::string_view name);
    std::uint64_t count(std::string_view name);
    std::int64_t number(std::string_view name);
    const model::array& list(std::string_view name);
    const model::object& object(std::string_view name);

    // One that may be missing.
    std::string text_or(std::string_view name, std::string otherwise);
    std::uint64_t count_or(std::string_view name, std::uint64_t otherwise);
    bool flag(std::string_view name);  // missing = false
    const model::array& list_or_none(std::string_view name);
    [[nodiscard]] const model::value* find(std::string_view name) const;

    // From outside: what is wrong with a member's value.
    void complain(std::string_view name, std::string_view expected);

    // "'user' is not a number"; "" = nothing was wrong so far.
    [[nodiscard]] const std::string& trouble() const noexcept { return trouble_; }

private:
    const model::object* from_;
    std::string trouble_;
};

}  // namespace plan
