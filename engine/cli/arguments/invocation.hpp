#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"

#include <functional>

namespace CLI {
class App;
}  // namespace CLI

namespace cli {

// What was typed, and the command that it asks for.
struct invocation {
    options given;
    std::function<exit_code()> command;

    // `by` does `what`. A command within another hears of it first.
    void ask(CLI::App& by, std::function<exit_code()> what);
};

}  // namespace cli
