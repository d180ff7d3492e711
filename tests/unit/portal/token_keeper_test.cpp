#include "portal/token_keeper.hpp"

#include "https_fixture.hpp"
#include "portal/portal_error.hpp"
#include "support/print.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>
#include <vector>

namespace {

const model::user_id seven(7);
const model::user_id eight(8);

portal::token_pair pair_of(const std::string& name) {
    return {base::secret("a-" + name), base::secret("r-" + name), 1, "m", "", ""};
}

struct shelf_claim final : portal::token_claim {
    explicit shelf_claim(int& held) : held_(held) { ++held_; }
    ~shelf_claim() override { --held_; }
    int& held_;
};

// A store whose other users are played by the test.
struct shelf final : portal::token_store {
    [[nodiscard]] base::result<portal::token_table> read() const override { return table; }
    [[nodiscard]] base::result<std::unique_ptr<portal::token_claim>> claim(model::user_id
    ) override {
        if (on_claim) on_claim();
        return std::unique_ptr<portal::token_claim>(std::make_unique<shelf_claim>(held));
    }
    base::result<void> replace(model::user_id who, const portal::token_pair& what) override {
        BOOST_TEST(held > 0);
        if (broken)
            return std::unexpected(
                base::failure{std::make_error_code(std::errc::no_space_on_device), "writing"}
            );
        table[who] = what;
        return {};
    }

    portal::token_table table{{seven, pair_of("seven")}, {eight, pair_of("eight")}};
    std::function<void()> on_claim;
    bool broken = false;
    int held = 0;
};

// The stub is portal and token endpoint in one; requests come in the order of the exchanges.
struct application : https_fixture {
    application() {
        portal::oauth_options how;
        how.app = {"local.1", base::secret("app-secret")};
        how.endpoint =
            portal::parse_token_endpoint("https://localhost:" + stub->port() + "/oauth/token/")
                .value();
        how.ca_file = ca_file;
        keeper = std::make_unique<portal::token_keeper>(
            context.get_executor(), clock, store, how, store.table
        );
        for (const auto who : {seven, eight})
            book.add(model::credential_of(who), portal::app_user{who, "local.1", "m", ""});
        portal = std::make_unique<portal::https_portal>(
            context.get_executor(), clock, book, options(), keeper.get()
        );
    }
    ~application() {
        run([this]() -> boost::asio::awaitable<void> { co_await portal->close(); });
        portal.reset();
    }

    static model::request of(model::user_id who) {
        auto made = single();
        made.credential = model::credential_of(who);
        return made;
    }
    static support::stub_step expired() {
        return {.status = 401, .body = R"({"error":"expired_token","error_description":""})"};
    }
    static support::stub_step fresh(const std::string& name) {
        return {
            .body = R"({"access_token":"a-)" + name + R"(","refresh_token":"r-)" + name + "\"}"
        };
    }
    [[nodiscard]] static model::reaction reaction_of(const model::reply& reply) {
        return std::get<model::rejected>(reply.answers.at(0)).what_to_do;
    }
    [[nodiscard]] std::vector<std::string> bodies() const {
        std::vector<std::string> all;
        for (const auto& each : stub->requests()) all.push_back(each.body);
        return all;
    }

    shelf store;
    std::unique_ptr<portal::token_keeper> keeper;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(token_keeper, application)

BOOST_AUTO_TEST_CASE(a_call_has_its_token_in_the_body_and_nothing_in_the_address) {
    BOOST_TEST(told(send(of(seven))) == "accepted true");
    BOOST_REQUIRE(stub->requests().size() == 1U);
    BOOST_TEST(stub->requests()[0].head.starts_with("POST /rest/profile HTTP/1.1\r\n"));
    BOOST_TEST(stub->requests()[0].body == R"({"auth":"a-seven"})");
    BOOST_TEST(!stub->requests()[0].head.contains("a-seven"));
}

BOOST_AUTO_TEST_CASE(an_expired_token_is_renewed_stored_and_the_call_given_back_to_be_repeated) {
    stub->play({expired(), fresh("new")});
    const auto reply = send(of(seven));
    BOOST_TEST(reaction_of(reply) == model::reaction::repeat);
    BOOST_TEST(store.table.at(seven).refresh.reveal() == "r-new");
    BOOST_TEST(told(send(of(seven))) == "accepted true");
    const auto said = bodies();
    BOOST_REQUIRE(said.size() == 3U);
    BOOST_TEST(
        said[1] ==
        "grant_type=refresh_token&client_id=local.1&client_secret=app-secret&refresh_token=r-seven"
    );
    BOOST_TEST(stub->requests()[1].head.starts_with("POST /oauth/token/ HTTP/1.1\r\n"));
    BOOST_TEST(said[2] == R"({"auth":"a-new"})");
}

BOOST_AUTO_TEST_CASE(all_who_wait_for_one_token_share_one_renewal) {
    std::vector<std::optional<model::reply>> replies(2);
    stub->play({expired(), expired(), fresh("new")});
    async::task_group group(context.get_executor());
    for (auto& each : replies) group.spawn(send_into(of(seven), each));
    run([&]() { return group.join(); });
    for (const auto& each : replies) BOOST_TEST(reaction_of(*each) == model::reaction::repeat);
    BOOST_TEST(stub->requests().size() == 3U);
}

BOOST_AUTO_TEST_CASE(what_another_process_has_renewed_is_taken_and_not_renewed_again) {
    store.on_claim = [&] { store.table[seven] = pair_of("theirs"); };
    stub->play({expired()});
    BOOST_TEST(reaction_of(send(of(seven))) == model::reaction::repeat);
    BOOST_TEST(stub->requests().size() == 1U);
    send(of(seven));
    BOOST_TEST(bodies().back() == R"({"auth":"a-theirs"})");
}

BOOST_AUTO_TEST_CASE(a_token_that_never_worked_is_not_renewed_twice) {
    stub->play({expired(), fresh("new"), expired()});
    BOOST_TEST(reaction_of(send(of(seven))) == model::reaction::repeat);
    BOOST_TEST(reaction_of(send(of(seven))) == model::reaction::stop_credential);
    BOOST_TEST(reaction_of(send(of(seven))) == model::reaction::stop_credential);
    BOOST_TEST(stub->requests().size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_token_that_worked_may_expire_again) {
    stub->play({expired(), fresh("new"), {}, expired(), fresh("newer")});
    send(of(seven));
    BOOST_TEST(told(send(of(seven))) == "accepted true");
    BOOST_TEST(reaction_of(send(of(seven))) == model::reaction::repeat);
    BOOST_TEST(store.table.at(seven).access.reveal() == "a-newer");
}

BOOST_AUTO_TEST_CASE(a_dead_refresh_token_stops_its_user_and_nobody_else) {
    stub->play({expired(), {.status = 400, .body = R"({"error":"invalid_grant"})"}});
    BOOST_TEST(reaction_of(send(of(seven))) == model::reaction::stop_credential);
    BOOST_TEST(reaction_of(send(of(seven))) == model::reaction::stop_credential);
    BOOST_TEST(stub->requests().size() == 2U);
    BOOST_TEST(told(send(of(eight))) == "accepted true");
}

BOOST_AUTO_TEST_CASE(an_application_that_is_not_known_stops_everybody_even_with_200) {
    stub->play({expired(), {.status = 200, .body = R"({"error":"wrong_client"})"}});
    BOOST_TEST(reaction_of(send(of(seven))) == model::reaction::stop_portal);
    BOOST_TEST(reaction_of(send(of(eight))) == model::reaction::stop_portal);
    BOOST_TEST(stub->requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(after_a_busy_endpoint_the_next_try_renews_before_it_calls) {
    stub->play({expired(), {.status = 503, .body = "<html>"}, fresh("new")});
    BOOST_TEST(reaction_of(send(of(seven))) == model::reaction::retry);
    BOOST_TEST(told(send(of(seven))) == "accepted true");
    const auto said = bodies();
    BOOST_REQUIRE(said.size() == 4U);
    BOOST_TEST(said[2].starts_with("grant_type="));
    BOOST_TEST(said[3] == R"({"auth":"a-new"})");
}

BOOST_AUTO_TEST_CASE(a_store_that_cannot_be_written_is_found_before_anything_is_renewed) {
    store.broken = true;
    stub->play({expired()});
    const auto reply = send(of(seven));
    BOOST_TEST(reaction_of(reply) == model::reaction::stop_portal);
    BOOST_TEST(told(reply).starts_with("rejected token-store: "));
    BOOST_TEST(stub->requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(no_token_is_shown_by_what_the_other_side_repeats) {
    stub->play(
        {{.status = 400, .body = R"({"error":"X","error_description":"a-seven is bad"})"},
         expired(),
         {.status = 400,
          .body = R"({"error":"invalid_grant","error_description":"r-seven app-secret"})"}}
    );
    BOOST_TEST(told(send(of(seven))) == "rejected X: *** is bad");
    BOOST_TEST(told(send(of(seven))) == "rejected invalid_grant: *** ***");
}

BOOST_AUTO_TEST_CASE(other_refusals_with_401_renew_nothing) {
    for (const char* code :
         {"OVERLOAD_LIMIT",
          "ACCESS_DENIED",
          "insufficient_scope",
          "user_access_error",
          "NO_AUTH_FOUND"}) {
        stub->play({{.status = 401, .body = std::string(R"({"error":")") + code + "\"}"}});
        send(of(seven));
    }
    BOOST_TEST(stub->requests().size() == 5U);
    BOOST_TEST(store.table.at(seven).access.reveal() == "a-seven");
}

BOOST_AUTO_TEST_CASE(a_parameter_that_would_be_taken_for_the_token_does_not_leave) {
    auto what = of(seven);
    what.commands[0].params["auth"] = "x";
    BOOST_TEST(told(send(what)).starts_with("not_sent not_encodable: profile: "));
    BOOST_TEST(stub->requests().empty());
}

BOOST_AUTO_TEST_CASE(a_renewal_is_brought_to_its_end_when_its_caller_is_cut_off) {
    stub->play({expired(), fresh("new")});
    std::optional<model::reply> reply;
    async::task_group group(context.get_executor());
    group.spawn(send_into(of(seven), reply));
    step_until([&] { return store.held != 0; });
    cancel(group);
    BOOST_TEST(reply.has_value());
    run([this]() -> boost::asio::awaitable<void> { co_await portal->close(); });
    BOOST_TEST(store.table.at(seven).access.reveal() == "a-new");
    portal = std::make_unique<portal::https_portal>(context.get_executor(), clock, book, options());
}

BOOST_AUTO_TEST_SUITE_END()
