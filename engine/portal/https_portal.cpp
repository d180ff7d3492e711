#include "portal/https_portal.hpp"

#include "portal/connection_pool.hpp"
#include "portal/explanation.hpp"
#include "portal/portal_error.hpp"
#include "portal/redaction.hpp"
#include "portal/tls_context.hpp"
#include "portal/wire/encoded_request.hpp"
#include "portal/wire/reply_decoder.hpp"

#include <boost/asio/this_coro.hpp>
#include <fmt/format.h>

#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace portal {

namespace net = boost::asio;

namespace {

// Everything up to the body. Reserved at once, so that no copy of the code is left in freed memory.
base::secret head_of(const webhook_url& url, std::string_view method, std::size_t body_size) {
    const auto path = url.path();
    const auto rest = fmt::format(
        " HTTP/1.1\r\nHost: {}\r\nUser-Agent: muster/{}\r\nAccept: application/json\r\n"
        "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        to_string(url.where()),
        MUSTER_VERSION,
        body_size
    );
    std::string head;
    head.reserve(path.reveal().size() + method.size() + rest.size() + 8);
    head.append("POST ").append(path.reveal()).append(method).append(rest);
    return base::secret(std::move(head));
}

model::not_sent_reason reason_of(const base::failure& what) {
    if (what.code == portal_error::cancelled || what.code == portal_error::pool_closed)
        return model::not_sent_reason::cancelled;
    for (const auto code :
         {portal_error::ca_unreadable,
          portal_error::untrusted_certificate,
          portal_error::expired_certificate,
          portal_error::host_mismatch})
        if (what.code == code) return model::not_sent_reason::untrusted;
    return model::not_sent_reason::cannot_connect;
}

// A request, ready for the wire.
struct letter {
    const model::request& what;
    const base::secret& head;
    const std::string& body;
};

}  // namespace

struct https_portal::state {
    state(
        net::any_io_executor where,
        async::clock_source& time,
        const credential_book& book,
        portal_options settings
    )
        : clock(time),
          credentials(book),
          options(std::move(settings)),
          tls(options),
          pool(std::move(where), time, tls, options) {}

    [[nodiscard]] model::answer not_sent(const base::failure& why) const {
        return model::not_sent{reason_of(why), explain(why, options)};
    }

    // The credential's address, or why nothing can be sent with it.
    [[nodiscard]] std::expected<const webhook_url*, std::string> address_for(
        const model::credential_id& whose
    ) const {
        const auto* url = credentials.find(whose);
        if (url == nullptr)
            return std::unexpected(fmt::format("no credential is known for {}", whose.value()));
        // Its code must not be shown to another host.
        if (url->where() != options.where)
            return std::unexpected(fmt::format(
                "the webhook of {} belongs to {} and not to {}",
                whose.value(),
                to_string(url->where()),
                to_string(options.where)
            ));
        return url;
    }

    // Over one connection. Nothing = it was dead before a byte had left; then a fresh one may be
    // tried.
    net::awaitable<std::optional<model::reply>> carry(
        letter what, freshness which, base::time_point deadline
    );
    net::awaitable<model::reply> send(model::request what, base::time_point deadline);

    async::clock_source& clock;
    const credential_book& credentials;
    const portal_options options;
    tls_context tls;
    connection_pool pool;
};

net::awaitable<std::optional<model::reply>> https_portal::state::carry(
    letter what, freshness which, base::time_point deadline
) {
    const auto commands = what.what.commands.size();
    auto lease = co_await pool.acquire(which, deadline);
    if (!lease) co_return model::reply_for_all(commands, not_sent(lease.error()));
    const auto stop = co_await net::this_coro::cancellation_state;
    if (stop.cancelled() != net::cancellation_type::none) {
        lease->keep();
        co_return model::reply_for_all(commands, not_sent({portal_error::cancelled, {}}));
    }
    // The time-outs of a stream do not hold back what can be done at once.
    if (clock.now() >= deadline) {
        lease->keep();
        co_return model::reply_for_all(commands, not_sent({portal_error::deadline_passed, {}}));
    }
    const auto got = co_await lease->line().exchange(what.head, what.body, deadline);
    if (got) {
        lease->keep();
        co_return decode(what.what, {got->status, got->content_type, got->location, got->body});
    }
    const auto& lost = got.error();
    if (lost.reached == departure::begun)
        co_return model::reply_for_all(commands, model::unknown{explain(lost.what, options)});
    if (lease->reused() && lost.what.code == portal_error::connection_lost) co_return std::nullopt;
    co_return model::reply_for_all(commands, not_sent(lost.what));
}

net::awaitable<model::reply> https_portal::state::send(
    model::request what, base::time_point deadline
) {
    const auto none = [&](model::not_sent_reason why, std::string text) {
        return model::reply_for_all(what.commands.size(), model::not_sent{why, std::move(text)});
    };
    if (tls.trouble())
        co_return model::reply_for_all(what.commands.size(), not_sent(*tls.trouble()));
    const auto url = address_for(what.credential);
    if (!url) co_return none(model::not_sent_reason::no_credential, url.error());
    const auto message = encode(what);
    if (!message) co_return none(model::not_sent_reason::not_encodable, message.error());

    const auto head = head_of(**url, message->method, message->body.size());
    const auto code = (*url)->code();  // of its own: the book may grow in the meantime
    const letter ready{what, head, message->body};
    auto reply = co_await carry(ready, freshness::any, deadline);
    if (!reply) reply = co_await carry(ready, freshness::fresh, deadline);
    redact(*reply, code);
    co_return std::move(*reply);
}

https_portal::https_portal(
    net::any_io_executor where,
    async::clock_source& clock,
    const credential_book& credentials,
    portal_options options
)
    : state_(std::make_unique<state>(std::move(where), clock, credentials, std::move(options))) {}

https_portal::~https_portal() = default;

base::result<void> https_portal::ready() const {
    if (!state_->tls.trouble()) return {};
    const auto& why = *state_->tls.trouble();
    return std::unexpected(why.within("CA file " + state_->options.ca_file));
}

net::awaitable<model::reply> https_portal::send(model::request what, base::time_point deadline) {
    const bool throws = co_await net::this_coro::throw_if_cancelled();
    co_await net::this_coro::throw_if_cancelled(false);
    const auto commands = what.commands.size();
    std::string broken;
    model::reply reply;
    try {
        reply = co_await state_->send(std::move(what), deadline);
    } catch (const std::exception& error) {
        broken = error.what();
    }
    // Where it broke is not known, and so neither is what had left by then.
    if (!broken.empty())
        reply = model::reply_for_all(commands, model::unknown{"internal fault: " + broken});
    co_await net::this_coro::throw_if_cancelled(throws);
    co_return reply;
}

net::awaitable<void> https_portal::close() {
    co_await state_->pool.close();
}

const connection_counts& https_portal::counts() const noexcept {
    return state_->pool.counts();
}

}  // namespace portal
