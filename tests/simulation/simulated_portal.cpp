#include "simulation/simulated_portal.hpp"

#include "portal/wire/encoded_request.hpp"
#include "portal/wire/reply_decoder.hpp"

#include <stdexcept>

namespace simulation {

namespace {

portal::credential_book book_of(const portal_sim::portal& core) {
    portal::credential_book book;
    const auto add = [&](const model::credential_id& whose, std::int64_t user) {
        const auto code = core.webhook_code(user);
        if (code.empty()) return;
        const base::secret text(
            "https://localhost/rest/" + std::to_string(user) + "/" + code + "/"
        );
        auto parsed = portal::webhook_url::parse(text);
        if (!parsed) throw std::runtime_error(parsed.error());
        book.add(whose, std::move(*parsed));
    };
    for (const auto& each : core.roster())
        add(model::credential_of(model::user_id(each.id)), each.id);
    add(model::admin_credential(), 1);
    return book;
}

portal_sim::request to_portal(
    const portal::encoded_request& said, const portal::webhook_url& whose
) {
    portal_sim::request made;
    made.target = std::string(whose.path().reveal()) + said.method;
    made.content_type = "application/json";
    made.user_agent = "muster/test";
    made.body = said.body;
    made.source = "10.0.0.1";
    return made;
}

}  // namespace

simulated_portal::simulated_portal(
    async::clock_source& clock, const portal_sim::portal_options& options
)
    : clock_(clock), core_(options), book_(book_of(core_)) {}

portal_sim::time_point simulated_portal::now() const {
    return clock_.wall_now();
}

portal::credential_book simulated_portal::credentials() const {
    return book_;
}

boost::asio::awaitable<model::reply> simulated_portal::send(
    model::request what, base::time_point deadline
) {
    const auto* whose = book_.find(what.credential);
    const auto said = portal::encode(what);
    if (!whose || !said)
        co_return model::reply_for_all(
            what.commands.size(),
            model::not_sent{model::not_sent_reason::not_encodable, said ? "" : said.error()}
        );
    co_await async::sleep_until(clock_, clock_.now() + way);
    const auto answer = core_.handle(to_portal(*said, *whose), now());
    if (answer.delay.count() != 0) co_await async::sleep_until(clock_, clock_.now() + answer.delay);
    if (answer.how == portal_sim::delivery::never)
        co_await async::sleep_until(clock_, deadline);
    else
        co_await async::sleep_until(clock_, clock_.now() + way);
    if (answer.how != portal_sim::delivery::whole)
        co_return model::reply_for_all(
            what.commands.size(), model::unknown{"the connection was cut"}
        );
    portal::http_answer got;
    got.status = answer.status;
    got.content_type = answer.content_type;
    got.body = answer.body;
    for (const auto& [name, value] : answer.headers)
        if (name == "Location") got.location = value;
    co_return portal::decode(what, got);
}

}  // namespace simulation
