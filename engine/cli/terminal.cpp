#include "cli/terminal.hpp"

#include <cstdlib>
#include <string_view>
#include <sys/ioctl.h>
#include <unistd.h>

namespace cli {

namespace {

int descriptor(stream which) {
    switch (which) {
        case stream::standard_input:
            return STDIN_FILENO;
        case stream::standard_output:
            return STDOUT_FILENO;
        case stream::standard_error:
            break;
    }
    return STDERR_FILENO;
}

bool is_dumb() {
    const char* term = std::getenv("TERM");
    return !term || std::string_view(term) == "dumb";
}

}  // namespace

bool is_terminal(stream which) {
    return ::isatty(descriptor(which)) == 1;
}

bool may_colour(stream which, when asked) {
    if (asked != when::automatic) return asked == when::always;
    const char* no_colour = std::getenv("NO_COLOR");
    return is_terminal(which) && !is_dumb() && !(no_colour && *no_colour != '\0');
}

bool can_redraw(stream which) {
    return is_terminal(which) && !is_dumb();
}

std::size_t columns(stream which) {
    winsize size{};
    if (::ioctl(descriptor(which), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    return 80;
}

}  // namespace cli
