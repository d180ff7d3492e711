// The wire against somebody else's reading of PHP: portal-sim's core takes what the encoders write,
// and the decoder takes what it answers, without a network in between.
#include "portal-sim/core/parse_str.hpp"
#include "portal-sim/core/php_value.hpp"
#include "portal-sim/core/portal.hpp"
#include "portal/wire/encoded_request.hpp"
#include "portal/wire/reply_decoder.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr std::int64_t someone = 2;

model::command command(std::string key, std::string method, std::string_view params = "{}") {
    model::command made;
    made.key = std::move(key);
    made.method = std::move(method);
    made.params = boost::json::parse(params).as_object();
    return made;
}

model::request batch(std::vector<model::command> commands) {
    model::request made;
    made.form = model::request_form::batch;
    made.commands = std::move(commands);
    return made;
}

model::request single(model::command what) {
    model::request made;
    made.commands.push_back(std::move(what));
    return made;
}

std::string why_not(const std::expected<portal::encoded_request, std::string>& message) {
    return message ? "" : message.error();
}

struct fixture {
    portal_sim::portal_options options;
    portal_sim::portal portal = make();
    portal_sim::time_point now = options.founded + std::chrono::hours(24);

    portal_sim::portal make() {
        options.users = 3;
        options.founded = portal_sim::time_point(std::chrono::hours(24 * 20'000));
        return portal_sim::portal(options);
    }

    model::reply ask(const model::request& what, std::string code = {}) {
        if (code.empty()) code = portal.webhook_code(someone);
        const auto message = portal::encode(what);
        BOOST_REQUIRE_MESSAGE(message.has_value(), why_not(message));
        portal_sim::request sent;
        sent.target = fmt::format("/rest/{}/{}/{}", someone, code, message->method);
        sent.content_type = "application/json";
        sent.body = message->body;
        sent.source = "192.0.2.1";
        now += std::chrono::seconds(1);
        const auto got = portal.handle(sent, now);
        std::string location;
        for (const auto& [name, value] : got.headers)
            if (name == "Location") location = value;
        return portal::decode(what, {got.status, got.content_type, location, got.body});
    }

    void order(std::string_view json) {
        const auto done = portal.control(boost::json::parse(json).as_object(), now);
        BOOST_TEST(done.at("ok").as_bool(), boost::json::serialize(done));
    }
};

const model::value& result(const model::reply& reply, std::size_t index = 0) {
    const auto* taken = std::get_if<model::accepted>(&reply.answers.at(index));
    BOOST_REQUIRE(taken != nullptr);
    return taken->result;
}

const model::rejected& refusal(const model::reply& reply, std::size_t index = 0) {
    const auto* refused = std::get_if<model::rejected>(&reply.answers.at(index));
    BOOST_REQUIRE(refused != nullptr);
    return *refused;
}

// What a value is after it has been a query: all leaves are texts.
model::value as_texts(const model::value& what) {
    if (what.is_array()) {
        model::array list;
        for (const auto& each : what.get_array()) list.push_back(as_texts(each));
        return list;
    }
    if (what.is_object()) {
        model::object entries;
        for (const auto& [name, each] : what.get_object()) entries[name] = as_texts(each);
        return portal_sim::php::canonical(std::move(entries));
    }
    if (what.is_bool()) return what.get_bool() ? "1" : "0";
    if (what.is_string()) return what;
    return model::value(boost::json::serialize(what));
}

// Any value that a batch can say.
class value_maker {
public:
    explicit value_maker(unsigned seed) : chance_(seed) {}

    model::object object(int depth) {
        model::object made;
        const auto size = 1 + below(4);
        for (std::size_t i = 0; i < size; ++i) made[name()] = value(depth);
        return made;
    }

private:
    std::size_t below(std::size_t bound) { return chance_() % bound; }

    std::string name() {
        static const std::vector<std::string> names{
            "a",
            "ID",
            "FILTER",
            ">=ID",
            "!%NAME",
            "имя",
            "x=y",
            "a+b",
            "p%41",
            "q&r",
            "-1",
            "_",
            "7"
        };
        return names[below(names.size())];
    }

    std::string text() {
        static const std::vector<std::string> pieces{
            "a",
            " ",
            "+",
            "&",
            "=",
            "#9cbeee",
            "%20",
            "[x]",
            "Да",
            "😀",
            "\n",
            "\x01",
            "\"",
            "\\",
            "$",
            "?",
            ";",
            "\xC2\x80",
            std::string(1, '\0')
        };
        std::string made;
        const auto size = below(6);
        for (std::size_t i = 0; i < size; ++i) made += pieces[below(pieces.size())];
        return made;
    }

    model::value value(int depth) {
        switch (depth > 0 ? below(5) : below(3)) {
            case 0:
                return boost::json::string(text());
            case 1:
                return static_cast<std::int64_t>(below(1000)) - 500;
            case 2:
                return below(2) == 0;
            case 3: {
                model::array list;
                const auto size = 1 + below(3);
                for (std::size_t i = 0; i < size; ++i) list.push_back(value(depth - 1));
                return list;
            }
            default:
                return object(depth - 1);
        }
    }

    std::mt19937 chance_;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(wire, fixture)

BOOST_AUTO_TEST_CASE(php_reads_what_was_meant) {
    for (unsigned seed = 0; seed < 500; ++seed) BOOST_TEST_CONTEXT("seed " << seed) {
            auto what = command("c0", "m");
            what.params = value_maker(seed).object(3);
            const auto message = portal::encode(batch({what}));
            BOOST_REQUIRE_MESSAGE(message.has_value(), why_not(message));
            const auto body = boost::json::parse(message->body);
            const std::string_view sent = body.at("cmd").at("c0").as_string();
            const auto read = portal_sim::php::parse_str(sent.substr(sent.find('?') + 1));
            BOOST_TEST(
                boost::json::serialize(portal_sim::php::canonical(read)) ==
                boost::json::serialize(as_texts(what.params))
            );
        }
}

BOOST_AUTO_TEST_CASE(a_false_arrives_as_false_and_a_text_unharmed) {
    const auto reply = ask(batch({
        command(
            "set",
            "calendar.user.settings.set",
            R"({"settings":{"showDeclined":false,"denyBusyInvitation":true,"view":"week"}})"
        ),
        command("get", "calendar.user.settings.get"),
        command(
            "add",
            "calendar.section.add",
            R"({"type":"user","name":"#1 a+b & Да 😀 %41","color":"#9cbeee"})"
        ),
        command("list", "calendar.section.get", R"({"type":"user","ownerId":2})"),
    }));
    BOOST_TEST(result(reply, 0).as_bool());
    BOOST_TEST(!result(reply, 1).at("showDeclined").as_bool());
    BOOST_TEST(result(reply, 1).at("denyBusyInvitation").as_bool());
    BOOST_TEST(result(reply, 1).at("view").as_string() == "week");
    const auto& added = result(reply, 3).as_array().back();
    BOOST_TEST(added.at("NAME").as_string() == "#1 a+b & Да 😀 %41");
    BOOST_TEST(boost::json::serialize(result(reply, 2)) == added.at("ID").as_string());
}

BOOST_AUTO_TEST_CASE(a_reference_takes_the_result_of_an_earlier_command) {
    auto set = command("set", "calendar.user.settings.set", R"({"settings":{}})");
    set.references.push_back({{"settings", "meetSection"}, "add"});
    const auto reply = ask(batch({
        command("add", "calendar.section.add", R"({"type":"user","name":"Meetings"})"),
        set,
        command("get", "calendar.user.settings.get"),
    }));
    const auto id = boost::json::serialize(result(reply, 0));
    const auto seen = boost::json::serialize(result(reply, 2).at("meetSection"));
    BOOST_TEST((seen == id || seen == '"' + id + '"'), seen);
}

BOOST_AUTO_TEST_CASE(a_text_that_looks_like_a_reference_goes_singly) {
    const auto tricky =
        command("c0", "calendar.section.add", R"({"type":"user","name":"pay $result[0] now"})");
    BOOST_TEST(!portal::encode(batch({tricky})).has_value());
    ask(single(tricky));
    const auto reply =
        ask(single(command("c0", "calendar.section.get", R"({"type":"user","ownerId":2})")));
    BOOST_TEST(result(reply).as_array().back().at("NAME").as_string() == "pay $result[0] now");
}

BOOST_AUTO_TEST_CASE(a_command_that_fails_leaves_its_neighbours_alone) {
    auto what = batch({
        command("a", "profile"),
        command("b", "calendar.section.add", R"({"type":"user"})"),
        command("c", "no.such.method"),
        command("d", "profile"),
    });
    const auto reply = ask(what);
    BOOST_TEST(result(reply, 0).at("ID").as_string() == "2");
    BOOST_TEST(refusal(reply, 1).code == "");
    BOOST_TEST((refusal(reply, 1).what_to_do == model::reaction::fail));
    BOOST_TEST(refusal(reply, 2).code == "ERROR_METHOD_NOT_FOUND");
    BOOST_TEST(result(reply, 3).at("ID").as_string() == "2");
    BOOST_TEST(!reply.whole.has_value());

    what.then = model::after_error::halt;
    const auto halted = ask(what);
    BOOST_TEST(
        (std::get<model::not_sent>(halted.answers[3]).why == model::not_sent_reason::not_executed)
    );
}

BOOST_AUTO_TEST_CASE(whole_requests_are_refused_for_their_reason) {
    const auto whoami = batch({command("a", "profile"), command("b", "profile")});
    BOOST_TEST((refusal(ask(whoami, "wrongcode")).what_to_do == model::reaction::stop_credential));
    BOOST_TEST(
        (refusal(ask(single(command("a", "no.such.method")))).what_to_do == model::reaction::fail)
    );
    order(R"({"overload":true})");
    BOOST_TEST((refusal(ask(whoami), 1).what_to_do == model::reaction::stop_portal));
    order(R"({"overload":false,"portal_deleted":true})");
    BOOST_TEST((refusal(ask(whoami)).what_to_do == model::reaction::stop_portal));
    order(R"({"portal_deleted":false,"redirect":"https://new.example:8443"})");
    BOOST_TEST(ask(whoami).moved_to.value() == "new.example:8443");
}

BOOST_AUTO_TEST_CASE(an_empty_bucket_slows_the_lane_down) {
    std::optional<model::rejected> refused;
    for (int i = 0; i < 200 && !refused; ++i) {
        const auto reply = ask(single(command("a", "profile")));
        now -= std::chrono::seconds(1);  // all within one second
        if (reply.whole) refused = std::get<model::rejected>(*reply.whole);
    }
    BOOST_REQUIRE(refused.has_value());
    BOOST_TEST(refused->code == "QUERY_LIMIT_EXCEEDED");
    BOOST_TEST((refused->what_to_do == model::reaction::slow_down));
    BOOST_TEST((refused->took == model::effect::none));
}

BOOST_AUTO_TEST_SUITE_END()
