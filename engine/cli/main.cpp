#include "cli/program.hpp"

#include <csignal>
#include <cstdio>
#include <exception>

// The outermost fence: whatever nobody expected ends here, with a line and a code of its own.
int main(int argc, char** argv) {
    // A file that may grow no further is a failure to write like any other, and is told as one;
    // unheeded, it would kill the program in the middle of what it has to record.
    std::signal(SIGXFSZ, SIG_IGN);
    try {
        return static_cast<int>(cli::run_program(argc, argv));
    } catch (const std::exception& unexpected) {
        std::fprintf(stderr, "muster: unexpected error: %s\n", unexpected.what());
    } catch (...) {
        std::fputs("muster: unexpected error\n", stderr);
    }
    return static_cast<int>(cli::exit_code::error);
}
