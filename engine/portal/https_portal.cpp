#include "portal/https_portal.hpp"

#include "portal/error_table.hpp"
#include "portal/explanation.hpp"
#include "portal/portal_error.hpp"
#include "portal/portal_route.hpp"
#include "portal/redaction.hpp"
#include "portal/trust.hpp"
#include "portal/wire/authorized_body.hpp"
#include "portal/wire/encoded_request.hpp"
#include "portal/wire/portal_fault.hpp"
#include "portal/wire/redirect.hpp"
#include "portal/wire/reply_decoder.hpp"

#include <boost/asio/this_coro.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace portal {

namespace net = boost::asio;

namespace {

// A POST up to its body. Reserved at once, so that no copy of the code is left in freed memory.
base::secret head_of(const base::secret& path, const origin& host, std::size_t body_size) {
    const auto rest = fmt::format(
        " HTTP/1.1\r\nHost: {}\r\nUser-Agent: muster/{}\r\nAccept: application/json\r\n"
        "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        to_string(host),
        MUSTER_VERSION,
        body_size
    );
    std::string head;
    head.reserve(path.reveal().size() + rest.size() + 8);
    head.append("POST ").append(path.reveal()).append(rest);
    return base::secret(std::move(head));
}

base::secret path_of(const webhook_url& url, std::string_view method) {
    const auto base = url.path();
    std::string path;
    path.reserve(base.reveal().size() + method.size() + 1);
    path.append(base.reveal()).append(method);
    return base::secret(std::move(path));
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

model::answer fate_of(const lost_exchange& lost, const portal_options& options) {
    auto text = explain(lost.what, options);
    if (lost.reached == departure::begun) return model::unknown{std::move(text)};
    return model::not_sent{reason_of(lost.what), std::move(text)};
}

http_answer told_by(const http_response& got) {
    return {got.status, got.content_type, got.location, got.body};
}

bool went_through(const model::reply& reply) {
    return std::ranges::any_of(reply.answers, [](const model::answer& each) {
        return std::holds_alternative<model::accepted>(each);
    });
}

bool token_refused(const model::answer& what) {
    const auto* no = std::get_if<model::rejected>(&what);
    return no != nullptr && no->what_to_do == model::reaction::refresh_token;
}

bool token_refused(const model::reply& reply) {
    return std::ranges::any_of(reply.answers, [](const auto& each) { return token_refused(each); });
}

// What the portal refused for its token may be repeated now, or has the reason why not.
void put_right(model::reply& reply, const std::optional<model::rejected>& failed) {
    const auto settle = [&](model::answer& each) {
        if (!token_refused(each)) return;
        if (failed)
            each = *failed;
        else
            std::get<model::rejected>(each).what_to_do = model::reaction::repeat;
    };
    std::ranges::for_each(reply.answers, settle);
    if (reply.whole) settle(*reply.whole);
}

// A request as it is POSTed, to whichever host.
struct parcel {
    const model::request& what;
    const base::secret& path;
    std::string_view body;
};

}  // namespace

struct https_portal::state {
    state(
        net::any_io_executor where,
        async::clock_source& time,
        const credential_book& book,
        portal_options options,
        token_keeper* kept
    )
        : credentials(book), tokens(kept), route(std::move(where), time, std::move(options)) {}

    // The credential's address, or why nothing can be sent with it.
    [[nodiscard]] std::expected<const webhook_url*, std::string> address_for(
        const model::credential_id& whose
    ) const {
        const auto* url = credentials.find(whose);
        if (url == nullptr)
            return std::unexpected(fmt::format("no credential is known for {}", whose.value()));
        // Its code must not be shown to another host.
        const auto& where = route.first().options().where;
        if (url->where() != where)
            return std::unexpected(fmt::format(
                "the webhook of {} belongs to {} and not to {}",
                whose.value(),
                to_string(url->where()),
                to_string(where)
            ));
        return url;
    }

    net::awaitable<model::reply> carry(parcel what, base::time_point deadline);
    net::awaitable<model::reply> follow(
        parcel what, way& from, http_response sent_on, base::time_point deadline
    );
    net::awaitable<model::reply> send(model::request what, base::time_point deadline);

    net::awaitable<model::reply> send_as_app(
        model::user_id who,
        const model::request& what,
        const encoded_request& message,
        base::time_point deadline
    );

    const credential_book& credentials;
    token_keeper* tokens;
    portal_route route;
    std::function<void(const origin&)> moved;
};

net::awaitable<model::reply> https_portal::state::carry(parcel what, base::time_point deadline) {
    auto& by = route.current();
    const auto head = head_of(what.path, by.options().where, what.body.size());
    auto got = co_await by.deliver({head, what.body}, deadline);
    if (!got)
        co_return model::reply_for_all(
            what.what.commands.size(), fate_of(got.error(), by.options())
        );
    if (!is_redirect(got->status)) co_return decode(what.what, told_by(*got));
    auto reply = co_await follow(what, by, std::move(*got), deadline);
    co_return std::move(reply);
}

// A redirect is never left to HTTP: a POST would become a GET without its parameters (portal-facts
// 11, trap 21). The request was not carried out, so it may go again, once, as it was.
net::awaitable<model::reply> https_portal::state::follow(
    parcel what, way& from, http_response sent_on, base::time_point deadline
) {
    const auto refused = [&](std::string why) {
        auto reply = model::reply_for_all(
            what.what.commands.size(),
            judge({std::string(code_moved), std::move(why)}, sent_on.status)
        );
        reply.http_status = sent_on.status;
        return reply;
    };
    const auto to = new_address(sent_on.status, sent_on.location, what.path.reveal());
    if (!to) co_return refused(to.error());
    const auto next = route.turn(from, *to);
    if (!next) co_return refused(next.error());
    const auto head = head_of(what.path, *to, what.body.size());
    auto got = co_await (*next)->deliver({head, what.body}, deadline);
    model::reply reply;
    if (!got) {
        reply = model::reply_for_all(
            what.what.commands.size(), fate_of(got.error(), (*next)->options())
        );
    } else if (is_redirect(got->status)) {
        reply = refused(fmt::format(
            "the portal redirects to {}, which redirects in turn: refused", to_string(*to)
        ));
    } else {
        reply = decode(what.what, told_by(*got));
        if (route.arrived(**next) && moved) moved(*to);
    }
    reply.moved_to = to_string(*to);
    co_return std::move(reply);
}

net::awaitable<model::reply> https_portal::state::send_as_app(
    model::user_id who,
    const model::request& what,
    const encoded_request& message,
    base::time_point deadline
) {
    const auto for_all = [&](model::answer fate) {
        return model::reply_for_all(what.commands.size(), fate);
    };
    if (names_its_own_token(what))
        co_return for_all(model::not_sent{
            model::not_sent_reason::not_encodable,
            message.method + ": the portal takes a parameter 'auth' or 'access_token' for the token"
        });
    // What is known to be refused is not sent to hear it once more.
    if (auto known = tokens->stopped(who)) co_return for_all(std::move(*known));
    if (tokens->due(who)) {
        const auto refused = *tokens->access(who);
        auto failed = co_await tokens->renew(who, refused, deadline);
        if (failed) co_return for_all(std::move(*failed));
    }
    const auto* current = tokens->access(who);
    if (current == nullptr)
        co_return for_all(model::not_sent{
            model::not_sent_reason::no_credential,
            fmt::format("no tokens are known for user {}", who.value())
        });
    const auto access = *current;  // of its own: it may be renewed in the meantime
    const auto body = with_auth(message.body, access);
    const base::secret path("/rest/" + message.method);
    auto reply = co_await carry({what, path, body.reveal()}, deadline);
    redact(reply, access);
    if (went_through(reply)) tokens->accepted(who, access);
    if (token_refused(reply)) {
        const auto failed = co_await tokens->renew(who, access, deadline);
        put_right(reply, failed);
    }
    co_return std::move(reply);
}

net::awaitable<model::reply> https_portal::state::send(
    model::request what, base::time_point deadline
) {
    const auto none = [&](model::not_sent_reason why, std::string text) {
        return model::reply_for_all(what.commands.size(), model::not_sent{why, std::move(text)});
    };
    const auto message = encode(what);
    if (const auto* user = credentials.find_app_user(what.credential); user && tokens) {
        if (!message) co_return none(model::not_sent_reason::not_encodable, message.error());
        auto reply = co_await send_as_app(user->who, what, *message, deadline);
        co_return std::move(reply);
    }
    const auto url = address_for(what.credential);
    if (!url) co_return none(model::not_sent_reason::no_credential, url.error());
    if (!message) co_return none(model::not_sent_reason::not_encodable, message.error());

    const auto path = path_of(**url, message->method);
    const auto code = (*url)->code();  // of its own: the book may grow in the meantime
    auto reply = co_await carry({what, path, message->body}, deadline);
    redact(reply, code);
    co_return std::move(reply);
}

std::shared_ptr<trust> read_trust(const std::string& ca_file) {
    return std::make_shared<trust>(ca_file);
}

https_portal::https_portal(
    net::any_io_executor where,
    async::clock_source& clock,
    const credential_book& credentials,
    portal_options options,
    token_keeper* tokens
)
    : state_(
          std::make_unique<state>(std::move(where), clock, credentials, std::move(options), tokens)
      ) {}

https_portal::~https_portal() = default;

base::result<void> https_portal::ready() const {
    const auto& first = state_->route.first();
    if (!first.trouble()) return {};
    return std::unexpected(first.trouble()->within("CA file " + first.options().ca_file));
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
    if (state_->tokens) co_await state_->tokens->close();
    co_await state_->route.close();
}

void https_portal::close_idle() {
    state_->route.close_idle();
}

connection_counts https_portal::counts() const {
    return state_->route.counts();
}

void https_portal::on_move(std::function<void(const origin&)> tell) {
    state_->moved = std::move(tell);
}

std::optional<origin> https_portal::moved_to() const {
    return state_->route.moved_to();
}

}  // namespace portal
