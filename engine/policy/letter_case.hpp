#pragma once

#include "base/letter_case.hpp"

namespace policy {

using base::lower_case;
using base::upper_case;

}  // namespace policy
