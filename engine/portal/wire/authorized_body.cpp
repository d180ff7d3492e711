#include "portal/wire/authorized_body.hpp"

#include <boost/assert.hpp>

#include <string>
#include <utility>

namespace portal {

base::secret with_auth(std::string_view body, const base::secret& access_token) {
    BOOST_ASSERT(body.starts_with('{') && body.ends_with('}'));
    body.remove_prefix(1);
    std::string made;
    made.reserve(body.size() + access_token.reveal().size() + 16);
    made.append(R"({"auth":")").append(access_token.reveal()).append("\"");
    if (body != "}") made += ',';
    made.append(body);
    return base::secret(std::move(made));
}

bool names_its_own_token(const model::request& what) {
    if (what.form == model::request_form::batch || what.commands.empty()) return false;
    const auto& params = what.commands.front().params;
    return params.contains("auth") || params.contains("access_token");
}

}  // namespace portal
