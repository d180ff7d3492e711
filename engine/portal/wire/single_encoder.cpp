#include "portal/wire/single_encoder.hpp"

#include "portal/wire/method_name.hpp"
#include "portal/wire/utf8.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <utility>

namespace portal {

std::expected<std::string, std::string> encode_single(const model::command& what) {
    if (!is_method_name(what.method)) return std::unexpected("a method name that is none");
    if (!what.references.empty())
        return std::unexpected(
            fmt::format("{}: a reference to another command needs a batch", what.method)
        );
    auto body = boost::json::serialize(what.params);
    if (!is_utf8(body))
        return std::unexpected(fmt::format("{}: holds a text that is not UTF-8", what.method));
    return body;
}

}  // namespace portal
