#include "portal/token_keeper.hpp"

#include "async/task_group.hpp"
#include "portal/explanation.hpp"
#include "portal/portal_error.hpp"
#include "portal/redaction.hpp"
#include "portal/way.hpp"

#include <boost/asio/this_coro.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <list>
#include <map>
#include <string>
#include <utility>

namespace portal {

namespace net = boost::asio;

namespace {

using verdict = std::optional<model::rejected>;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

constexpr auto look_again = 20ms;        // for what another process holds
constexpr auto patience_to_store = 30s;  // a rotated pair that is not stored is lost

// A renewal under way, shared by those who wait for it.
struct flight {
    std::list<async::bell*> waiting;
    bool done = false;
    verdict ended;

    void end(verdict how) {
        ended = std::move(how);
        done = true;
        for (auto* each : waiting) each->ring();
    }
};

struct keeping {
    token_pair pair;
    bool renewed = false;  // in this run
    bool worked = false;   // since it was renewed
    bool due = false;      // refused, and not renewed yet
    verdict stopped;
    std::shared_ptr<flight> under_way;
};

model::rejected refusal(std::string_view code, std::string text, model::reaction what) {
    return {std::string(code), std::move(text), what, model::effect::none, 0};
}

model::rejected store_trouble(const base::failure& what) {
    return refusal(code_token_store, base::describe(what), model::reaction::stop_portal);
}

bool is_about_trust(const base::failure& what) {
    return what.code == portal_error::ca_unreadable ||
           what.code == portal_error::untrusted_certificate ||
           what.code == portal_error::expired_certificate ||
           what.code == portal_error::host_mismatch;
}

base::secret head_of(const token_endpoint& to, std::size_t body_size) {
    return base::secret(fmt::format(
        "POST {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: muster/{}\r\nAccept: application/json\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        to.path,
        to_string(to.where),
        MUSTER_VERSION,
        body_size
    ));
}

}  // namespace

struct token_keeper::state {
    state(
        net::any_io_executor executor,
        async::clock_source& time,
        token_store& kept,
        oauth_options how,
        token_table known
    )
        : where(executor), clock(time), store(kept), options(std::move(how)), tasks(executor) {
        for (auto& [who, pair] : known) users[who].pair = std::move(pair);
    }

    way& way_to(const origin& host);
    net::awaitable<void> fly(model::user_id who, std::shared_ptr<flight> with);
    net::awaitable<verdict> refresh(model::user_id who);
    net::awaitable<base::result<std::unique_ptr<token_claim>>> claim(
        model::user_id who, base::time_point until
    );
    net::awaitable<base::result<void>> keep(model::user_id who, const token_pair& pair);
    net::awaitable<std::variant<token_pair, model::rejected>> ask(
        model::user_id who, base::time_point until
    );

    net::any_io_executor where;
    async::clock_source& clock;
    token_store& store;
    const oauth_options options;
    std::map<model::user_id, keeping> users;
    std::map<std::string, std::unique_ptr<way>> ways;
    verdict stopped;  // the application as a whole
    bool writable = false;
    async::task_group tasks;
};

way& token_keeper::state::way_to(const origin& host) {
    auto& found = ways[to_string(host)];
    if (!found) {
        portal_options how;
        how.where = host;
        how.ca_file = options.ca_file;
        how.max_connections = 4;
        found = std::make_unique<way>(where, clock, std::move(how));
    }
    return *found;
}

// Nobody cancels it: see renew.
net::awaitable<void> token_keeper::state::fly(model::user_id who, std::shared_ptr<flight> with) {
    verdict ended;
    try {
        ended = co_await refresh(who);
    } catch (const std::exception& broken) {
        ended = refusal(
            code_token_endpoint,
            std::string("internal fault: ") + broken.what(),
            model::reaction::retry
        );
    }
    auto& mine = users.at(who);
    mine.due = ended && ended->what_to_do == model::reaction::retry;
    if (ended && ended->what_to_do == model::reaction::stop_credential) mine.stopped = ended;
    if (ended && ended->what_to_do == model::reaction::stop_portal) stopped = ended;
    mine.under_way.reset();
    with->end(std::move(ended));
}

// The claim, from another process if need be. A null pointer: not until then.
net::awaitable<base::result<std::unique_ptr<token_claim>>> token_keeper::state::claim(
    model::user_id who, base::time_point until
) {
    for (;;) {
        auto got = store.claim(who);
        if (!got || *got || clock.now() >= until) co_return std::move(got);
        co_await async::sleep_until(clock, clock.now() + look_again);
    }
}

net::awaitable<base::result<void>> token_keeper::state::keep(
    model::user_id who, const token_pair& pair
) {
    const auto until = clock.now() + patience_to_store;
    for (;;) {
        auto done = store.replace(who, pair);
        const bool busy = !done && done.error().code == portal_error::store_busy;
        if (!busy || clock.now() >= until) co_return std::move(done);
        co_await async::sleep_until(clock, clock.now() + look_again);
    }
}

net::awaitable<verdict> token_keeper::state::refresh(model::user_id who) {
    const auto until = clock.now() + options.timeout;
    auto& mine = users.at(who);
    const auto alone = co_await claim(who, until);
    if (!alone) co_return store_trouble(alone.error());
    if (!*alone)
        co_return refusal(
            code_token_endpoint,
            fmt::format(
                "another process has been renewing the token of user {} for too long", who.value()
            ),
            model::reaction::retry
        );
    auto stored = store.read();
    if (!stored) co_return store_trouble(stored.error());
    const auto found = stored->find(who);
    if (found == stored->end())
        co_return refusal(
            "invalid_token",
            fmt::format("the store holds no tokens of user {} any more", who.value()),
            model::reaction::stop_credential
        );
    // Another process was faster.
    if (found->second.access.reveal() != mine.pair.access.reveal()) {
        mine.pair = std::move(found->second);
        mine.renewed = mine.worked = false;
        co_return std::nullopt;
    }
    mine.pair = std::move(found->second);
    // A store that cannot be written is found before there is something to be lost.
    if (!writable) {
        const auto tried = co_await keep(who, mine.pair);
        if (!tried) co_return store_trouble(tried.error());
        writable = true;
    }
    auto got = co_await ask(who, until);
    if (auto* no = std::get_if<model::rejected>(&got)) co_return std::move(*no);
    auto& fresh = std::get<token_pair>(got);
    const auto kept = co_await keep(who, fresh);
    if (!kept) co_return store_trouble(kept.error().within("keeping a renewed token"));
    mine.pair = std::move(fresh);
    mine.renewed = true;
    mine.worked = false;
    co_return std::nullopt;
}

net::awaitable<std::variant<token_pair, model::rejected>> token_keeper::state::ask(
    model::user_id who, base::time_point until
) {
    using answer = std::variant<token_pair, model::rejected>;
    const auto before = users.at(who).pair;
    const auto to = endpoint_for(options, before.server_endpoint);
    if (!to)
        co_return answer(refusal(
            code_token_endpoint,
            "the tokens name no server that oauth.allowed_hosts allows",
            model::reaction::stop_portal
        ));
    auto& by = way_to(to->where);
    const auto form = refresh_form(options.app, before.refresh);
    const auto head = head_of(*to, form.reveal().size());
    const auto got = co_await by.deliver({head, form.reveal()}, until);
    if (!got) {
        const auto& lost = got.error().what;
        co_return answer(refusal(
            code_token_endpoint,
            explain(lost, by.options()),
            is_about_trust(lost) ? model::reaction::stop_portal : model::reaction::retry
        ));
    }
    auto read = read_refresh(
        {got->status, got->content_type, got->location, got->body}, who, before, clock.wall_now()
    );
    if (auto* no = std::get_if<model::rejected>(&read)) {
        for (const auto* each : {&options.app.client_secret, &before.access, &before.refresh}) {
            redact(no->code, *each);
            redact(no->text, *each);
        }
        no->http_status = 0;  // of the other server
    }
    co_return std::move(read);
}

token_keeper::token_keeper(
    net::any_io_executor where,
    async::clock_source& clock,
    token_store& store,
    oauth_options options,
    token_table known
)
    : state_(std::make_unique<state>(
          std::move(where), clock, store, std::move(options), std::move(known)
      )) {}

token_keeper::~token_keeper() = default;

const base::secret* token_keeper::access(model::user_id who) const {
    const auto found = state_->users.find(who);
    return found == state_->users.end() ? nullptr : &found->second.pair.access;
}

std::optional<model::rejected> token_keeper::stopped(model::user_id who) const {
    if (state_->stopped) return state_->stopped;
    const auto found = state_->users.find(who);
    return found == state_->users.end() ? std::nullopt : found->second.stopped;
}

bool token_keeper::due(model::user_id who) const {
    const auto found = state_->users.find(who);
    return found != state_->users.end() && found->second.due;
}

void token_keeper::accepted(model::user_id who, const base::secret& access) {
    const auto found = state_->users.find(who);
    if (found != state_->users.end() && found->second.pair.access.reveal() == access.reveal())
        found->second.worked = true;
}

net::awaitable<std::optional<model::rejected>> token_keeper::renew(
    model::user_id who, base::secret access, base::time_point deadline
) {
    if (auto known = stopped(who)) co_return known;
    auto& mine = state_->users.at(who);
    if (mine.pair.access.reveal() != access.reveal()) co_return std::nullopt;
    if (mine.renewed && !mine.worked && !mine.due) {
        mine.stopped = refusal(
            "invalid_token",
            fmt::format(
                "the portal refuses the token of user {} right after its renewal", who.value()
            ),
            model::reaction::stop_credential
        );
        co_return mine.stopped;
    }
    auto with = mine.under_way;
    if (!with) {
        with = mine.under_way = std::make_shared<flight>();
        state_->tasks.spawn(state_->fly(who, with));
    }
    const auto alarm = state_->clock.make_bell(state_->where);
    auto* const place = alarm.get();
    const auto leave = [&with](async::bell* me) { with->waiting.remove(me); };
    const std::unique_ptr<async::bell, decltype(leave)> in_line(place, leave);
    with->waiting.push_back(place);
    while (!with->done) {
        const auto why = co_await alarm->wait_until(deadline);
        if (why != async::wake::rung) break;
    }
    if (with->done) co_return with->ended;
    co_return refusal(
        code_token_endpoint,
        fmt::format("renewing the token of user {} took too long", who.value()),
        model::reaction::retry
    );
}

net::awaitable<void> token_keeper::close() {
    co_await state_->tasks.join();
    for (auto& [host, each] : state_->ways) co_await each->close();
}

}  // namespace portal
