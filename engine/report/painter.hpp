#pragma once

#include "model/outcome.hpp"

#include <string>
#include <string_view>

namespace report {

enum class colors { off, on };

enum class style { heading, good, bad, doubtful, quiet };

// How an outcome is shown.
style style_of(model::user_outcome what);

// Gives a text its colour on a terminal, or leaves it as it is.
class painter {
public:
    explicit painter(colors how) : how_(how) {}

    [[nodiscard]] std::string operator()(style which, std::string_view text) const;

private:
    colors how_;
};

}  // namespace report
