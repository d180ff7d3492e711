#pragma once

#include "base/glob.hpp"

namespace policy {

using base::is_glob;
using base::matches_glob;

}  // namespace policy
