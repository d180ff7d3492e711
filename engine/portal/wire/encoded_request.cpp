#include "portal/wire/encoded_request.hpp"

#include "portal/wire/batch_encoder.hpp"
#include "portal/wire/single_encoder.hpp"

#include <cstddef>
#include <utility>

namespace portal {

namespace {

// PHP drops a body above its post_max_size (8 MB by default) and the portal then sees no parameters
// at all, which some methods take for "everything".
constexpr std::size_t max_body = 8'000'000;

}  // namespace

std::expected<encoded_request, std::string> encode(const model::request& what) {
    const bool batch = what.form == model::request_form::batch;
    if (!batch && what.commands.size() != 1)
        return std::unexpected("a single request carries exactly one command");
    auto body = batch ? encode_batch(what) : encode_single(what.commands.front());
    if (!body) return std::unexpected(std::move(body.error()));
    if (body->size() > max_body)
        return std::unexpected("the request is larger than the portal reads (8 MB)");
    return encoded_request{batch ? "batch" : what.commands.front().method, std::move(*body)};
}

}  // namespace portal
