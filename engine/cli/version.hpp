#pragma once

namespace cli {

// Set by the build (the project's version).
inline constexpr const char* version_text = MUSTER_VERSION;

}  // namespace cli
