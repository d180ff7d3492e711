// How connections are made, shared, kept and given up.
#include "async/task_group.hpp"
#include "https_fixture.hpp"
#include "portal/connection.hpp"
#include "portal/portal_error.hpp"
#include "portal/tls_context.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace std::chrono_literals;
namespace net = boost::asio;
using support::stub_act;

namespace {

bool all_accepted(const std::vector<model::reply>& replies) {
    return std::ranges::all_of(replies, [](const model::reply& each) {
        return std::holds_alternative<model::accepted>(each.answers.at(0));
    });
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(https_connections, https_fixture)

BOOST_AUTO_TEST_CASE(one_connection_serves_every_credential) {
    open();
    auto other = single();
    other.credential = model::admin_credential();
    BOOST_TEST(told(send()) == "accepted true");
    BOOST_TEST(told(send(other)) == "accepted true");
    BOOST_TEST(stub->connections() == 1U);
    BOOST_TEST(portal->counts().opened == 1U);
    BOOST_TEST(portal->counts().reused == 1U);
}

BOOST_AUTO_TEST_CASE(no_more_connections_than_allowed_and_everybody_gets_one) {
    auto few = options();
    few.max_connections = 2;
    open(few);
    BOOST_TEST(all_accepted(send_together(20)));
    BOOST_TEST(stub->requests().size() == 20U);
    BOOST_TEST(stub->connections() == 2U);
}

BOOST_AUTO_TEST_CASE(a_connection_that_failed_gives_its_place_to_the_next) {
    auto one = options();
    one.max_connections = 1;
    open(one);
    stub->play({{.what = stub_act::cut}, {.what = stub_act::half_reply}});
    const auto replies = send_together(4);
    const auto lost = std::ranges::count_if(replies, [](const model::reply& each) {
        return std::holds_alternative<model::unknown>(each.answers.at(0));
    });
    BOOST_TEST(lost == 2);
    BOOST_TEST(stub->connections() == 3U);
}

BOOST_AUTO_TEST_CASE(waiting_in_line_ends_with_the_deadline) {
    auto one = options();
    one.max_connections = 1;
    open(one);
    stub->play({{.what = stub_act::hang}});
    std::optional<model::reply> first;
    async::task_group group(context.get_executor());
    group.spawn(send_into(single(), first));
    step_until([&] { return !stub->requests().empty(); });
    patience = 10ms;
    BOOST_TEST(
        told(send()) == "not_sent cannot_connect: every connection to localhost:" + stub->port() +
                            " was busy until the deadline (there may be 1)"
    );
    BOOST_TEST(!first.has_value());
    stub->reset_connections();
    run([&]() { return group.join(); });
    BOOST_TEST(told(first.value()).starts_with("unknown: "));
    BOOST_TEST(stub->requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(nothing_is_sent_after_the_deadline) {
    open();
    BOOST_TEST(told(send()) == "accepted true");
    patience = -1ms;
    BOOST_TEST(
        told(send()).starts_with("not_sent cannot_connect: the deadline passed before anything")
    );
    BOOST_TEST(stub->requests().size() == 1U);
    BOOST_TEST(stub->connections() == 1U);
}

BOOST_AUTO_TEST_CASE(a_connection_that_the_server_closed_is_not_used_again) {
    for (const bool in_order : {true, false}) {
        if (!portal) open();
        BOOST_TEST(told(send()) == "accepted true");
        const auto before = stub->connections();
        if (in_order)
            stub->close_connections();
        else
            stub->reset_connections();
        BOOST_TEST(told(send()) == "accepted true");
        BOOST_TEST(stub->connections() == before + 1);
    }
    BOOST_TEST(stub->requests().size() == 4U);
}

BOOST_AUTO_TEST_CASE(a_server_that_says_close_is_believed) {
    open();
    stub->play({{.headers = "Connection: close\r\n"}});
    BOOST_TEST(told(send()) == "accepted true");
    BOOST_TEST(told(send()) == "accepted true");
    BOOST_TEST(stub->connections() == 2U);
    BOOST_TEST(portal->counts().reused == 0U);
}

BOOST_AUTO_TEST_CASE(an_idle_connection_is_dropped_and_its_session_taken_up) {
    for (const auto version : {support::stub_version::any, support::stub_version::tls12}) {
        use_stub("DNS:localhost", support::validity::now, version);
        auto never_idle = options();
        never_idle.idle_limit = -1ms;
        open(never_idle);
        for (int i = 0; i < 4; ++i) BOOST_TEST(told(send()) == "accepted true");
        BOOST_TEST(stub->connections() == 4U);
        BOOST_TEST(stub->resumed() == 3U);
        BOOST_TEST(portal->counts().opened == 4U);
        BOOST_TEST(portal->counts().resumed == 3U);
        run([this]() { return portal->close(); });
        portal.reset();
    }
}

BOOST_AUTO_TEST_CASE(a_dead_connection_is_known_to_have_carried_nothing) {
    const auto settings = options();
    portal::tls_context tls(settings);
    portal::connection line(context.get_executor(), tls, settings);
    const base::secret head(
        "POST /rest/1/s3cr3tc0de/profile HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n"
    );
    const std::string body = "{}";
    std::optional<portal::departure> reached;
    run([&]() -> net::awaitable<void> {
        const auto opened = co_await line.open(clock, deadline());
        BOOST_REQUIRE(opened.has_value());
        const auto first = co_await line.exchange(head, body, deadline());
        BOOST_REQUIRE(first.has_value());
        BOOST_TEST(line.reusable());
        stub->reset_connections();
        BOOST_TEST(!line.reusable());
        const auto second = co_await line.exchange(head, body, deadline());
        BOOST_REQUIRE(!second.has_value());
        reached = second.error().reached;
    });
    BOOST_TEST((reached == portal::departure::none));
    BOOST_TEST(stub->requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(after_closing_nothing_is_sent) {
    open();
    BOOST_TEST(told(send()) == "accepted true");
    run([this]() { return portal->close(); });
    BOOST_TEST(told(send()).starts_with("not_sent cancelled: the connections to localhost"));
    BOOST_TEST(stub->requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(closing_waits_for_what_is_under_way) {
    auto one = options();
    one.max_connections = 1;
    open(one);
    stub->play({{.what = stub_act::hang}});
    std::optional<model::reply> under_way;
    std::optional<model::reply> in_line;
    bool closed = false;
    const auto close = [&]() -> net::awaitable<void> {
        co_await portal->close();
        closed = true;
    };
    async::task_group group(context.get_executor());
    group.spawn(send_into(single(), under_way));
    group.spawn(send_into(single(), in_line));
    step_until([&] { return !stub->requests().empty(); });
    group.spawn(close());
    step_until([&] { return in_line.has_value(); });
    BOOST_TEST(told(in_line.value()).starts_with("not_sent cancelled: "));
    context.restart();
    context.poll();
    BOOST_TEST(!closed);
    BOOST_TEST(!under_way.has_value());
    stub->reset_connections();
    run([&]() { return group.join(); });
    BOOST_TEST(closed);
    BOOST_TEST(told(under_way.value()).starts_with("unknown: "));
}

BOOST_AUTO_TEST_CASE(a_port_where_nobody_listens) {
    auto nobody = options();
    nobody.where.port = support::closed_port(context);
    open(nobody);
    BOOST_TEST(
        told(send()) == "not_sent cannot_connect: cannot connect to localhost:" +
                            nobody.where.port + ": Connection refused"
    );
}

BOOST_AUTO_TEST_CASE(a_host_without_an_address) {
    auto nowhere = options();
    nowhere.where.host =
        std::string(64, 'a');  // longer than DNS allows: refused without asking anybody
    open(nowhere);
    BOOST_TEST(told(send()).starts_with("not_sent cannot_connect: cannot find the host aaaa"));
}

BOOST_AUTO_TEST_CASE(a_server_that_does_not_shake_hands) {
    auto hasty = options();
    hasty.tls_timeout = 50ms;
    open(hasty);
    stub->welcome(support::stub_welcome::hang);
    BOOST_TEST(
        told(send()) == "not_sent cannot_connect: the TLS handshake with localhost:" +
                            stub->port() + " took too long (at most 0.05 s, by the deadline)"
    );
}

BOOST_AUTO_TEST_CASE(a_server_that_speaks_no_tls) {
    open();
    stub->welcome(support::stub_welcome::plain);
    BOOST_TEST(told(send()).starts_with("not_sent cannot_connect: no TLS connection to localhost:")
    );
}

BOOST_AUTO_TEST_CASE(a_portal_whose_name_nobody_knows_is_met_where_connections_are_said_to_go) {
    use_stub("DNS:acme.portal.test");
    auto elsewhere = options("acme.portal.test");
    elsewhere.connect_to = portal::origin{"127.0.0.1", elsewhere.where.port};
    open(elsewhere);
    // The certificate is for the name and not for the address.
    BOOST_TEST(told(send()) == "accepted true");
}

BOOST_AUTO_TEST_CASE(what_has_been_idle_for_too_long_is_closed_when_that_is_asked) {
    auto brief = options();
    brief.idle_limit = -1ms;
    open(brief);
    send();
    BOOST_TEST(stub->open_connections() == 1U);
    portal->close_idle();
    step_until([&] { return stub->open_connections() == 0; });
    BOOST_TEST(stub->connections() == 1U);
}

BOOST_AUTO_TEST_CASE(what_has_been_idle_for_a_moment_stays_open) {
    open();
    send();
    portal->close_idle();
    send();
    BOOST_TEST(portal->counts().reused == 1U);
}

BOOST_AUTO_TEST_CASE(portals_that_share_a_trust_do_not_share_sessions) {
    open();
    auto sharing = options();
    sharing.authorities = portal::read_trust(ca_file);
    for (int i = 0; i < 2; ++i) {
        portal::https_portal each(context.get_executor(), clock, book, sharing);
        std::optional<model::reply> first;
        run([&]() -> net::awaitable<void> {
            first = co_await each.send(single(), deadline());
            co_await each.close();
        });
        BOOST_TEST(told(*first) == "accepted true");
        BOOST_TEST(each.counts().opened == 1U);
        BOOST_TEST(each.counts().resumed == 0U);
    }
}

BOOST_AUTO_TEST_SUITE_END()
