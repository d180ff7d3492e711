#include "catalog/calls.hpp"
#include "catalog/values.hpp"
#include "portal-sim/core/portal.hpp"
#include "portal/wire/encoded_request.hpp"
#include "portal/wire/reply_decoder.hpp"
#include "unit/catalog/field_values.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

// What is written and read back never differs under the typed comparison: for every field of every
// resource and many of its values, through the bytes that travel and the stand-in portal's own
// PHP-like reading, singly as JSON and in a batch.

namespace {

const catalog::definitions& known() {
    return catalog::definitions::built_in();
}

// One portal, asked slowly enough that its limits have no part in this.
class bench {
public:
    bench() : portal_(options()) {
        for (const auto& each : portal_.roster()) {
            if (portal_.webhook_code(each.id).empty()) continue;
            who_.id = model::user_id(each.id);
            who_.email = each.email;
            break;
        }
    }

    [[nodiscard]] const model::user& who() const { return who_; }

    // The results of the calls, in their order; nothing when one was refused or has no form.
    std::optional<std::vector<model::value>> singly(
        const catalog::resource& what, const std::vector<catalog::call>& calls
    ) {
        std::vector<model::value> results;
        for (const auto& each : calls) {
            model::request one;
            one.commands.push_back({"c0", each.method, each.params, {}, {}, {}});
            auto got = send(what, one);
            if (!got) return std::nullopt;
            results.push_back(std::move(got->front()));
        }
        return results;
    }

    std::optional<std::vector<model::value>> in_batch(
        const catalog::resource& what, const std::vector<catalog::call>& calls
    ) {
        model::request batch;
        batch.form = model::request_form::batch;
        for (const auto& each : calls) {
            auto form = catalog::batch_form(known(), each);
            if (!form) return std::nullopt;
            const auto key = "c" + std::to_string(batch.commands.size());
            batch.commands.push_back({key, each.method, std::move(*form), {}, {}, {}});
        }
        return send(what, batch);
    }

private:
    static portal_sim::portal_options options() {
        portal_sim::portal_options made;
        made.users = 3;
        return made;
    }

    std::optional<std::vector<model::value>> send(
        const catalog::resource& what, const model::request& asked
    ) {
        const auto said = portal::encode(asked);
        BOOST_REQUIRE_MESSAGE(said.has_value(), (said ? "" : said.error()));
        const auto user = what.as == model::acts_as::admin ? 1 : who_.id.value();
        portal_sim::request made;
        made.target =
            "/rest/" + std::to_string(user) + "/" + portal_.webhook_code(user) + "/" + said->method;
        made.content_type = "application/json";
        made.body = said->body;
        made.source = "10.0.0.1";
        now_ += std::chrono::seconds(30);
        const auto answer = portal_.handle(made, now_);
        const auto reply =
            portal::decode(asked, {answer.status, answer.content_type, "", answer.body});
        std::vector<model::value> results;
        for (const auto& each : reply.answers) {
            const auto* taken = std::get_if<model::accepted>(&each);
            BOOST_TEST(taken != nullptr, what.name << ": " << said->body << " -> " << answer.body);
            if (taken == nullptr) return std::nullopt;
            results.push_back(taken->result);
        }
        return results;
    }

    portal_sim::portal portal_;
    portal_sim::time_point now_{std::chrono::hours(24 * 365 * 50)};
    model::user who_;
};

struct tally {
    int singly = 0;
    int in_batch = 0;
};

// The field as it stands in the answer to a read.
void compare(
    const catalog::resource& what,
    const catalog::field& which,
    const model::value& wanted,
    const model::value& answer,
    const std::optional<std::string>& key,
    std::string_view way
) {
    const auto item = catalog::read_from_answer(what, answer, key);
    BOOST_REQUIRE_MESSAGE(item.has_value(), (item ? "" : item.error()));
    BOOST_REQUIRE_MESSAGE(item->has_value(), what.name << " is not there");
    const auto* seen = (*item)->if_contains(catalog::answer_name(which));
    const model::value nothing;
    const auto& found = seen == nullptr ? nothing : *seen;
    BOOST_TEST(
        catalog::same(which, wanted, found),
        what.name << "." << which.name << " " << way << ": " << wanted << " came back as " << found
    );
}

std::vector<catalog::assignment> values_of(
    const catalog::resource& what,
    const catalog::field& which,
    const model::value& normal,
    const std::string& key
) {
    std::vector<catalog::assignment> made{{which.name, normal}};
    if (!what.key_field.empty() && which.name != what.key_field) {
        made.push_back({what.key_field, model::value(key)});
    }
    return made;
}

void write_and_read(
    bench& portal,
    const catalog::resource& what,
    const catalog::field& which,
    const model::value& normal,
    tally& counted
) {
    const bool collection = what.kind == model::step_kind::collection;
    std::optional<std::string> key;
    if (collection)
        key = which.name == what.key_field ? std::string(normal.get_string()) : "the calendar";
    const auto values = values_of(what, which, normal, key.value_or(""));
    const auto write = collection ? catalog::create_call(what, portal.who(), values)
                                  : catalog::write_call(what, portal.who(), nullptr, values);
    const auto read = catalog::read_call(what, portal.who());
    if (const auto got = portal.singly(what, {write, read})) {
        if (!collection) compare(what, which, normal, got->back(), key, "as JSON");
        ++counted.singly;
    }
    if (!catalog::batch_form(known(), write)) return;
    if (const auto got = portal.in_batch(what, {write, read})) {
        if (!collection) compare(what, which, normal, got->back(), key, "in a batch");
        ++counted.in_batch;
    }
    if (!collection) return;
    // The item that is found by its key is the oldest of that name: it is changed, both ways.
    const auto before = portal.singly(what, {read});
    BOOST_REQUIRE(before.has_value());
    const auto item = catalog::read_from_answer(what, before->front(), key);
    BOOST_REQUIRE((item.has_value() && item->has_value()));
    const auto update = catalog::write_call(what, portal.who(), **item, values);
    if (const auto got = portal.singly(what, {update, read}))
        compare(what, which, normal, got->back(), key, "changed as JSON");
    if (const auto got = portal.in_batch(what, {update, read}))
        compare(what, which, normal, got->back(), key, "changed in a batch");
}

tally every_value_survives(std::string_view name) {
    const auto* what = known().find_resource(name);
    BOOST_REQUIRE(what != nullptr);
    bench portal;
    field_values::source source;
    tally counted;
    for (const auto& which : what->fields) {
        if (which.may == catalog::access::read_only) continue;
        for (const auto& each : field_values::worth_trying(which, source)) {
            const auto normal = catalog::normalise(which, each);
            if (!normal) continue;  // "" where that is no value, or no text to find an item by
            BOOST_TEST_CONTEXT(which.name << " = " << each) {
                write_and_read(portal, *what, which, *normal, counted);
            }
        }
    }
    return counted;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(typed_comparison)

BOOST_AUTO_TEST_CASE(no_resource_of_the_catalog_is_left_out) {
    BOOST_TEST(known().resources().size() == 3U);
}

BOOST_AUTO_TEST_CASE(calendar_settings_come_back_as_they_were_written) {
    const auto counted = every_value_survives("calendar.user.settings");
    BOOST_TEST(counted.singly > 300);
    BOOST_TEST(counted.in_batch == counted.singly);
}

BOOST_AUTO_TEST_CASE(calendars_come_back_as_they_were_written) {
    const auto counted = every_value_survives("calendar.section");
    BOOST_TEST(counted.singly > 150);
    BOOST_TEST(counted.in_batch > 100);
}

BOOST_AUTO_TEST_CASE(users_come_back_as_they_were_written) {
    const auto counted = every_value_survives("user");
    BOOST_TEST(counted.singly > 600);
    BOOST_TEST(counted.in_batch > 500);
}

BOOST_AUTO_TEST_SUITE_END()
