#include "cli/arguments/invocation.hpp"

#include <CLI/CLI.hpp>

#include <utility>

namespace cli {

void invocation::ask(CLI::App& by, std::function<exit_code()> what) {
    by.callback([this, what = std::move(what)] {
        if (!command) command = what;
    });
}

}  // namespace cli
