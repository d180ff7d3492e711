#pragma once

#include "async/clock_source.hpp"
#include "model/reply.hpp"
#include "portal/token_endpoint.hpp"
#include "portal/token_store.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>

namespace portal {

// The tokens of one application on one portal while a run uses them. A pair is renewed when the
// portal has refused it and at no other time, by one of all lanes and processes; it is in the store
// before it is used. One thread.
class token_keeper {
public:
    // `known`: what the store held when the run began. Clock and store outlive it.
    token_keeper(
        boost::asio::any_io_executor where,
        async::clock_source& clock,
        token_store& store,
        oauth_options options,
        token_table known
    );
    token_keeper(const token_keeper&) = delete;
    token_keeper& operator=(const token_keeper&) = delete;
    // Precondition: close() was awaited, if anything was ever renewed.
    ~token_keeper();

    // What to send with now: good until the next call. Null = none is known for this user.
    [[nodiscard]] const base::secret* access(model::user_id who) const;

    // Why nothing can be sent at the moment, known without asking anybody: the credential or the
    // application has been stopped.
    [[nodiscard]] std::optional<model::rejected> stopped(model::user_id who) const;
    // Whether the current token is known to be refused, because its renewal has failed for now.
    [[nodiscard]] bool due(model::user_id who) const;

    // A command went through under this token.
    void accepted(model::user_id who, const base::secret& access);

    // `access` was refused (expired_token, invalid_token). Nothing = there is another one now: the
    // call may be repeated. Otherwise why not: retry (nobody could be asked), stop_credential,
    // stop_portal. A token that is refused before it ever worked, right after its renewal, is not
    // renewed again (portal-facts 11, trap 15). What was begun is brought to its end, also when
    // the caller is cancelled or `deadline` passes: a rotated pair must not get lost.
    boost::asio::awaitable<std::optional<model::rejected>> renew(
        model::user_id who, base::secret access, base::time_point deadline
    );

    // Waits for the renewals that are under way. Once.
    boost::asio::awaitable<void> close();

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace portal
