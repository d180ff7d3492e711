#include "portal/wire/reply_decoder.hpp"

#include "portal/error_table.hpp"
#include "portal/wire/answer_fields.hpp"
#include "portal/wire/answer_text.hpp"
#include "portal/wire/batch_reply.hpp"
#include "portal/wire/https_url.hpp"
#include "portal/wire/portal_fault.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace portal {

namespace {

model::reply same_for_all(const model::request& asked, int status, const model::answer& fate) {
    auto reply = model::reply_for_all(asked.commands.size(), fate);
    reply.http_status = status;
    return reply;
}

// Only told of here: whether the request goes to the new address, as the POST it was, is decided
// where it was sent (wire/redirect.hpp).
model::reply moved(const model::request& asked, const http_answer& got) {
    const auto target = redirect_target(got.location);
    auto host = target ? std::optional(to_string(*target)) : std::nullopt;
    auto text = host ? fmt::format("the portal has moved to {}", *host)
                     : std::string("the portal redirects to an address that is not https; refused");
    auto reply = same_for_all(
        asked, got.status, judge({std::string(code_moved), std::move(text)}, got.status)
    );
    reply.moved_to = std::move(host);
    return reply;
}

// "text/html" of "text/html; charset=utf-8"; "" for what is no media type.
std::string_view media_type(std::string_view content_type) {
    const auto type = content_type.substr(0, content_type.find_first_of("; "));
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '/' || c == '-' || c == '+' || c == '.';
    };
    return type.size() <= 60 && std::ranges::all_of(type, fits) ? type : std::string_view();
}

// A page that does not come from the REST interface. The body is not quoted: error pages like to
// repeat the address, and the address is a secret.
model::reply read_page(const model::request& asked, const http_answer& got) {
    const auto type = media_type(got.content_type);
    const auto seen = fmt::format(
        "HTTP {} with {} in place of JSON",
        got.status,
        got.body.empty() ? "nothing"
        : type.empty()   ? "something"
                         : type
    );
    if (got.status == 503 || got.status == 429)
        return same_for_all(
            asked, got.status, judge({std::string(code_busy_page), seen}, got.status)
        );
    if (got.status >= 400 && got.status < 500 && got.status != 408)
        return same_for_all(
            asked, got.status, judge({std::string(code_foreign_page), seen}, got.status)
        );
    return same_for_all(asked, got.status, model::unknown{seen});
}

model::reply unreadable(const model::request& asked, int status, std::string_view what) {
    return same_for_all(asked, status, model::unknown{fmt::format("HTTP {} {}", status, what)});
}

model::reply read_result(const model::request& asked, model::object& body, int status) {
    auto& result = body.at("result");
    auto envelope = read_timing(body.if_contains("time"));
    model::reply reply;
    if (asked.form == model::request_form::batch) {
        auto answers = read_batch_answers(asked.commands, result, status);
        if (!answers)
            return unreadable(asked, status, "with an answer that is not that of a batch");
        reply.answers = std::move(*answers);
    } else {
        reply.answers.emplace_back(model::accepted{
            std::move(result),
            read_whole(body.if_contains("total")),
            read_whole(body.if_contains("next")),
            envelope
        });
    }
    reply.envelope = envelope;
    reply.http_status = status;
    return reply;
}

// The presence of the key decides, not its value: the code may be "" (portal-facts 11, trap 13).
bool is_refusal(const model::object& body) {
    const auto* error = body.if_contains("error");
    if (error == nullptr) return false;
    return !error->is_null() || !body.contains("result");
}

model::reply read_body(const model::request& asked, model::value& body, int status) {
    if (!body.is_object()) return unreadable(asked, status, "with JSON that is not an object");
    auto& fields = body.get_object();
    if (is_refusal(fields)) {
        auto reply = same_for_all(asked, status, judge(read_fault(fields), status));
        reply.envelope = read_timing(fields.if_contains("time"));
        return reply;
    }
    if (!fields.contains("result"))
        return unreadable(asked, status, "with neither a result nor an error");
    if (status < 200 || status > 299)
        return unreadable(asked, status, "together with a result, which contradict each other");
    return read_result(asked, fields, status);
}

}  // namespace

model::reply decode(const model::request& asked, const http_answer& got) {
    if (got.status >= 300 && got.status < 400) return moved(asked, got);
    if (got.body.size() > max_answer)
        return unreadable(asked, got.status, "with an answer above 16 MB");
    auto body = parse_answer(got.body, asked);
    if (!body) return read_page(asked, got);
    return read_body(asked, *body, got.status);
}

}  // namespace portal
