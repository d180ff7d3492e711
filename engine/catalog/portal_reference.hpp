#pragma once

#include <string_view>

namespace catalog {

// Whether the portal might take a text inside a batch for a reference to another command's result
// (`$result[…]`, also next, total, time, error, in any case of letters) and put something else in
// its place. Encoding is no escape, since the portal looks at the decoded text. Answers yes a
// little more often than the portal does: for any bracket after the word, however far.
bool looks_like_reference(std::string_view text);

}  // namespace catalog
