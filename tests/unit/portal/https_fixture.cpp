#include "https_fixture.hpp"

#include "support/print.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <exception>
#include <fstream>
#include <sstream>
#include <utility>

namespace net = boost::asio;

https_fixture::https_fixture() {
    auto pattern = (std::filesystem::temp_directory_path() / "muster-portal-XXXXXX").string();
    BOOST_REQUIRE(mkdtemp(pattern.data()) != nullptr);
    folder = pattern;
    ca_file = (folder / "ca.pem").string();
    std::ofstream(ca_file) << authority.pem();
    use_stub("DNS:localhost,IP:127.0.0.1");
}

https_fixture::~https_fixture() {
    run([this]() -> net::awaitable<void> {
        if (portal) co_await portal->close();
        if (stub) co_await stub->stop();
    });
    // Nothing may be left over: no task, no timer, no look-up.
    context.restart();
    BOOST_TEST(context.poll() == 0U);
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
}

void https_fixture::use_stub(
    const std::string& names, support::validity when, support::stub_version version
) {
    if (stub) run([this]() -> net::awaitable<void> { co_await stub->stop(); });
    stub = std::make_unique<support::tls_stub>(context, authority.issue(names, when), version);
}

portal::portal_options https_fixture::options(const std::string& host) const {
    portal::portal_options made;
    made.where = {host, stub->port()};
    made.ca_file = ca_file;
    return made;
}

portal::https_portal& https_fixture::open(portal::portal_options options) {
    const auto add = [&](const model::credential_id& whose, const char* number) {
        const auto address =
            "https://" + to_string(options.where) + "/rest/" + number + "/" + planted_code + "/";
        book.add(whose, portal::webhook_url::parse(base::secret(address)).value());
    };
    add(model::credential_of(model::user_id(1)), "1");
    add(model::admin_credential(), "7");
    portal = std::make_unique<portal::https_portal>(
        context.get_executor(), clock, book, std::move(options)
    );
    return *portal;
}

model::request https_fixture::single(std::string method) {
    model::request made;
    made.credential = model::credential_of(model::user_id(1));
    made.commands.resize(1);
    made.commands[0].key = "c0";
    made.commands[0].method = std::move(method);
    return made;
}

net::awaitable<void> https_fixture::send_into(
    model::request what, std::optional<model::reply>& into
) {
    into = co_await portal->send(std::move(what), deadline());
}

model::reply https_fixture::send(model::request what) {
    std::optional<model::reply> reply;
    run([&]() { return send_into(what, reply); });
    BOOST_REQUIRE(reply.has_value());
    BOOST_TEST(reply->answers.size() == what.commands.size());
    return *reply;
}

std::vector<model::reply> https_fixture::send_together(std::size_t count) {
    std::vector<std::optional<model::reply>> replies(count);
    async::task_group group(context.get_executor());
    for (auto& each : replies) group.spawn(send_into(single(), each));
    run([&]() { return group.join(); });
    std::vector<model::reply> all;
    for (auto& each : replies) all.push_back(each.value());
    return all;
}

void https_fixture::cancel(async::task_group& group) {
    run([&]() -> net::awaitable<void> {
        group.cancel();
        co_await group.join();
    });
}

void https_fixture::step() {
    context.restart();
    BOOST_REQUIRE_MESSAGE(context.run_one_for(std::chrono::minutes(1)) != 0, "hangs");
}

void https_fixture::step_until(const std::function<bool()>& so) {
    while (!so()) step();
}

// The minute is a guard against a test that hangs; nothing waits for it.
void https_fixture::run(std::function<net::awaitable<void>()> piece) {
    bool ended = false;
    std::exception_ptr failed;
    net::co_spawn(context, piece, [&](std::exception_ptr error) {
        failed = std::move(error);
        ended = true;
        context.stop();
    });
    context.restart();
    context.run_for(std::chrono::minutes(1));
    BOOST_REQUIRE_MESSAGE(ended, "hangs");
    if (failed) std::rethrow_exception(failed);
}

std::string told(const model::reply& reply) {
    BOOST_REQUIRE(!reply.answers.empty());
    const auto& fate = reply.answers.front();
    std::ostringstream out;
    if (const auto* kept = std::get_if<model::not_sent>(&fate))
        out << "not_sent " << kept->why << ": " << kept->text;
    if (const auto* refused = std::get_if<model::rejected>(&fate))
        out << "rejected " << refused->code << ": " << refused->text;
    if (const auto* lost = std::get_if<model::unknown>(&fate)) out << "unknown: " << lost->why;
    if (const auto* taken = std::get_if<model::accepted>(&fate))
        out << "accepted " << taken->result;
    BOOST_TEST(out.str().find(planted_code) == std::string::npos);
    return out.str();
}
