#include "https_fixture.hpp"
#include "portal/error_table.hpp"
#include "portal/wire/redirect.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

// A portal that has got another name: the stub of the fixture is the old address.
struct renamed_portal : https_fixture {
    renamed_portal() {
        renamed = std::make_unique<support::tls_stub>(context, authority.issue("IP:127.0.0.1"));
        open();
        portal->on_move([this](const portal::origin& to) { told_of.push_back(to_string(to)); });
    }
    ~renamed_portal() {
        run([this]() -> boost::asio::awaitable<void> { co_await renamed->stop(); });
    }

    [[nodiscard]] std::string new_place() const { return "127.0.0.1:" + renamed->port(); }

    [[nodiscard]] static support::stub_step redirect(
        const std::string& location, int status = 302
    ) {
        return {.status = status, .body = "", .headers = "Location: " + location + "\r\n"};
    }
    [[nodiscard]] support::stub_step to_new_place(const std::string& behind = "") const {
        return redirect("https://" + new_place() + "/rest/1/" + planted_code + "/profile" + behind);
    }

    std::unique_ptr<support::tls_stub> renamed;
    std::vector<std::string> told_of;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(https_redirect, renamed_portal)

BOOST_AUTO_TEST_CASE(a_renamed_portal_gets_the_same_request_once_and_all_later_ones) {
    stub->play({to_new_place()});
    auto what = single();
    what.commands[0].params = {{"a", 1}};
    const auto first = send(what);
    BOOST_TEST(told(first) == "accepted true");
    BOOST_TEST(first.moved_to.value() == new_place());
    send();
    send();
    BOOST_TEST(stub->requests().size() == 1U);
    BOOST_REQUIRE(renamed->requests().size() == 3U);
    const auto& repeated = renamed->requests().front();
    BOOST_TEST(repeated.body == stub->requests().front().body);
    BOOST_TEST(repeated.head.starts_with("POST /rest/1/s3cr3tc0de/profile HTTP/1.1\r\n"));
    BOOST_TEST(repeated.head.contains("\r\nHost: " + new_place() + "\r\n"));
    BOOST_TEST(told_of == std::vector<std::string>{new_place()});
    BOOST_TEST(to_string(portal->moved_to().value()) == new_place());
}

BOOST_AUTO_TEST_CASE(requests_that_were_under_way_together_all_arrive_and_one_warning_is_given) {
    stub->play(std::vector<support::stub_step>(4, to_new_place()));
    for (const auto& each : send_together(4)) BOOST_TEST(told(each) == "accepted true");
    BOOST_TEST(renamed->requests().size() == 4U);
    BOOST_TEST(told_of.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_certificate_that_is_not_for_the_new_name_is_not_trusted) {
    run([this]() -> boost::asio::awaitable<void> { co_await renamed->stop(); });
    renamed = std::make_unique<support::tls_stub>(context, authority.issue("DNS:localhost"));
    stub->play({to_new_place()});
    const auto reply = send();
    BOOST_TEST(told(reply).starts_with("not_sent untrusted"));
    BOOST_TEST(renamed->requests().empty());
    BOOST_TEST(told_of.empty());
    BOOST_TEST(!portal->moved_to().has_value());
}

BOOST_AUTO_TEST_CASE(a_circle_is_refused) {
    const auto back =
        redirect("https://localhost:" + stub->port() + "/rest/1/" + planted_code + "/profile");
    stub->play({to_new_place(), back});
    renamed->play({back});
    BOOST_TEST(
        told(send()) == "rejected portal-moved: the portal redirects to " + new_place() +
                            ", which redirects in turn: refused"
    );
    BOOST_TEST(told(send()).starts_with("rejected portal-moved: localhost"));
    BOOST_TEST(stub->requests().size() == 2U);
    BOOST_TEST(renamed->requests().size() == 1U);
    BOOST_TEST(told_of.empty());
}

BOOST_AUTO_TEST_CASE(a_second_move_within_a_run_is_refused) {
    stub->play({to_new_place()});
    send();
    renamed->play({redirect("https://third.example/rest/1/s3cr3tc0de/profile")});
    const auto text = told(send());
    BOOST_TEST(text.contains("redirects to third.example in turn: refused"));
    BOOST_TEST(renamed->requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(what_no_renamed_portal_says_is_refused_and_shown_nothing) {
    struct row {
        std::string location;
        std::string said;
        int status = 302;
    };
    const auto base = "https://" + new_place();
    const std::string path = "/rest/1/s3cr3tc0de/profile";
    const row rows[] = {
        {"http://" + new_place() + path, "not https"},
        {path, "not https"},
        {"//" + new_place() + path, "not https"},
        {"", "not https"},
        {"https://user:pass@" + new_place() + path, "not https"},
        {base + path + "?x=1", "'?'"},
        {base + path + "#x", "'?' or '#'"},
        {base + "/auth/", "another path"},
        {base + path + "/", "another path"},
        {base + "/rest/1/s3cr3tc0de/user.get", "another path"},
        {base + path, "HTTP 303", 303},
        {base + path, "HTTP 304", 304},
    };
    for (const auto& each : rows) BOOST_TEST_CONTEXT(each.location << ' ' << each.status) {
            stub->play({redirect(each.location, each.status)});
            const auto reply = send();
            BOOST_TEST(told(reply).starts_with("rejected portal-moved"));
            BOOST_TEST(told(reply).contains(each.said));
            BOOST_TEST(
                (std::get<model::rejected>(reply.answers[0]).what_to_do ==
                 model::reaction::stop_portal)
            );
        }
    BOOST_TEST(renamed->requests().empty());
}

BOOST_AUTO_TEST_SUITE_END()
