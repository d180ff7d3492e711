#pragma once

#include "base/diagnostic.hpp"
#include "base/secret.hpp"
#include "cli/config/secret_reference.hpp"
#include "model/ids.hpp"
#include "portal/origin.hpp"

#include <map>
#include <optional>

namespace cli {

struct webhook {
    base::secret url;  // https://HOST/rest/ID/CODE/, in its normal form
    // The ID in it. Whose the webhook really is, only the portal knows.
    model::user_id owner_in_url;
};

using webhook_table = std::map<model::user_id, webhook>;

// The users' webhooks: CSV with the columns user_id and webhook (and email, which is not used).
// Nothing when one of them is missing, given twice, no webhook, of another portal, or of another
// user; said in `problems` with its line and without its code.
std::optional<webhook_table> read_user_webhooks(
    const secret_reference& from,
    const environment& variables,
    const portal::origin& at,
    base::diagnostics& problems
);

// The administrator's: one webhook and nothing else.
std::optional<webhook> read_admin_webhook(
    const secret_reference& from,
    const environment& variables,
    const portal::origin& at,
    base::diagnostics& problems
);

}  // namespace cli
