#pragma once

#include "catalog/definition.hpp"
#include "model/value.hpp"

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

// Values to try a field with, made up at random but always the same.
namespace field_values {

// Deterministic, so that a failure is the same on every machine.
class source {
public:
    std::int64_t number(std::int64_t least, std::int64_t most) {
        return least +
               static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(most - least + 1));
    }

    std::string text() {
        static const std::vector<std::string> pieces{
            "a",  "Z",  "0", " ",  "+",     "&",    "#",     "=",        "%",    "\"",
            "'",  "\\", "[", "]",  "{",     "}",    "$",     "$result[", "$[x]", "\n",
            "\t", ".",  "Ж", "🙂", "&amp;", "<br>", "false", "null",     "1e3",  "?"
        };
        std::string made;
        for (auto count = number(0, 12); count > 0; --count) {
            made += pieces[static_cast<std::size_t>(
                number(0, static_cast<std::int64_t>(pieces.size()) - 1)
            )];
        }
        return made;
    }

    model::array reminders() {
        static const std::vector<std::string> types{"min", "hour", "day"};
        model::array made;
        for (auto count = number(0, 3); count > 0; --count) {
            if (number(0, 3) == 0) {
                made.push_back(
                    {{"type", "daybefore"}, {"before", number(0, 9)}, {"time", number(0, 1439)}}
                );
            } else {
                made.push_back(
                    {{"type", types[static_cast<std::size_t>(number(0, 2))]},
                     {"count", number(1, 5000)}}
                );
            }
        }
        return made;
    }

    model::object sections() {
        model::object made;
        for (auto count = number(0, 4); count > 0; --count) {
            made[(number(0, 1) == 0 ? "user" : "group") + std::to_string(number(1, 99999))] =
                number(1, 1'000'000);
        }
        return made;
    }

    model::value color() {
        static constexpr std::string_view digits = "0123456789abcdefABCDEF";
        std::string made = "#";
        for (auto count = number(0, 1) == 0 ? 3 : 6; count > 0; --count) {
            made += digits[static_cast<std::size_t>(number(0, 21))];
        }
        return model::value(made);
    }

private:
    std::mt19937_64 random_{20261123};
};

// Everything worth trying for a type, before it is normalised: every allowed value, and many where
// there are many.
std::vector<model::value> worth_trying(const catalog::field& which, source& from);

}  // namespace field_values
