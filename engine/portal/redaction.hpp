#pragma once

#include "base/secret.hpp"
#include "model/reply.hpp"

#include <string>

namespace portal {

// Replaces every appearance of the secret by "***". Muster writes no secret into a text, but what a
// portal or a proxy answers may quote the address it was asked at.
void redact(std::string& text, const base::secret& hidden);
void redact(model::answer& what, const base::secret& hidden);
void redact(model::reply& what, const base::secret& hidden);

}  // namespace portal
