#pragma once

#include <cstddef>
#include <string>

namespace cli {

enum class stream { standard_input, standard_output, standard_error };
enum class when { always, automatic, never };

// Whether a stream is a terminal that a person looks at or types on.
bool is_terminal(stream which);

// Whether to colour it: as asked, or, left alone, on a terminal that is not dumb and where NO_COLOR
// is not set.
bool may_colour(stream which, when asked);

// Whether it can redraw a line: a terminal that is not dumb.
bool can_redraw(stream which);

// Columns of the terminal; 80 when that is not known.
std::size_t columns(stream which);

}  // namespace cli
