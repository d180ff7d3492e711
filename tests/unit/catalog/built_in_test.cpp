#include "base/embedded_file.hpp"
#include "catalog/calls.hpp"
#include "catalog/check.hpp"
#include "catalog/definitions.hpp"
#include "catalog/values.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <span>
#include <string>
#include <string_view>

namespace catalog {
std::span<const base::embedded_file> embedded_files();
}

BOOST_AUTO_TEST_SUITE(built_in)

BOOST_AUTO_TEST_CASE(every_file_that_is_compiled_in_reads_without_a_fault) {
    catalog::definitions all;
    BOOST_TEST(catalog::embedded_files().size() >= 5U);
    for (const auto& file : catalog::embedded_files()) {
        base::diagnostics problems;
        all.add(file.text, file.name, problems);
        for (const auto& each : problems.sorted()) BOOST_TEST_ERROR(base::to_text(each));
    }
    BOOST_TEST(all.methods().size() == catalog::definitions::built_in().methods().size());
}

BOOST_AUTO_TEST_CASE(what_the_program_needs_is_there) {
    const auto& all = catalog::definitions::built_in();
    for (const auto* name :
         {"calendar.user.settings.get",
          "calendar.user.settings.set",
          "calendar.section.get",
          "calendar.section.add",
          "calendar.section.update",
          "user.get",
          "user.update",
          "im.notify.system.add",
          "profile"}) {
        BOOST_TEST(all.find_method(name) != nullptr, name);
    }
    for (const auto* name : {"calendar.user.settings", "calendar.section", "user"}) {
        BOOST_TEST(all.find_resource(name) != nullptr, name);
    }
}

// What provisions people: name, scope, whom it acts on, and whether a lost answer may be repeated.
struct expected_method {
    std::string_view name;
    std::string_view scope;
    catalog::acts_on target;
    catalog::idempotent repeat;
};

constexpr auto yes = catalog::idempotent::yes;
constexpr auto no = catalog::idempotent::no;
constexpr auto caller = catalog::acts_on::caller;
constexpr auto named = catalog::acts_on::named_user;
constexpr auto portal = catalog::acts_on::portal;

const expected_method provisioning[] = {
    {"calendar.event.add", "calendar", named, no},
    {"calendar.meeting.status.get", "calendar", caller, yes},
    {"calendar.meeting.status.set", "calendar", caller, yes},
    {"crm.item.details.configuration.get", "crm", named, yes},
    {"crm.item.details.configuration.set", "crm", named, yes},
    {"department.add", "department", portal, no},
    {"department.get", "department", portal, yes},
    {"department.update", "department", portal, yes},
    {"disk.folder.shareToUser", "disk", named, yes},
    {"humanresources.node.member.add", "humanresources", named, yes},
    {"humanresources.node.member.move", "humanresources", named, yes},
    {"humanresources.node.member.remove", "humanresources", named, yes},
    {"humanresources.node.member.set", "humanresources", portal, yes},
    {"im.chat.mute", "im", caller, yes},
    {"im.chat.user.add", "im", named, yes},
    {"im.chat.user.list", "im", portal, yes},
    {"im.notify.personal.add", "im", named, no},
    {"im.notify.system.add", "im", named, no},
    {"im.user.status.get", "im", caller, yes},
    {"im.user.status.set", "im", caller, yes},
    {"sonet_group.user.add", "sonet_group", named, yes},
    {"sonet_group.user.delete", "sonet_group", named, yes},
    {"sonet_group.user.get", "sonet_group", portal, yes},
    {"sonet_group.user.invite", "sonet_group", named, no},
    {"sonet_group.user.update", "sonet_group", named, yes},
    {"tasks.task.add", "task", named, no},
    {"timeman.close", "timeman", named, no},
    {"timeman.open", "timeman", named, no},
    {"timeman.pause", "timeman", named, no},
    {"timeman.status", "timeman", named, yes},
    {"user.add", "user", portal, no},
    {"user.option.get", "basic", caller, yes},
    {"user.option.set", "basic", caller, yes},
};

BOOST_AUTO_TEST_CASE(the_methods_that_provision_people_are_described) {
    const auto& all = catalog::definitions::built_in();
    for (const auto& row : provisioning) {
        BOOST_TEST_CONTEXT(row.name) {
            const auto* found = all.find_method(row.name);
            BOOST_REQUIRE(found != nullptr);
            BOOST_TEST(found->scope == row.scope);
            BOOST_TEST((found->target == row.target));
            BOOST_TEST((found->repeat == row.repeat));
            BOOST_TEST(!found->description.empty());
        }
    }
}

// The portal would take them for the caller's, and the caller is the administrator.
BOOST_AUTO_TEST_CASE(a_method_on_a_named_user_requires_the_name) {
    for (const auto* name :
         {"timeman.open", "timeman.pause", "timeman.close", "crm.item.details.configuration.set"}) {
        const auto* found = catalog::definitions::built_in().find_method(name);
        BOOST_REQUIRE(found != nullptr);
        const auto* who = catalog::find_field(found->parameters, "USER_ID");
        if (who == nullptr) who = catalog::find_field(found->parameters, "userId");
        BOOST_REQUIRE(who != nullptr);
        BOOST_TEST(who->required, name);
    }
}

BOOST_AUTO_TEST_CASE(what_belongs_to_rest_3_is_said_to_be_not_supported) {
    for (const auto& [name, method] : catalog::definitions::built_in().methods()) {
        const auto why = catalog::unsupported(method);
        BOOST_TEST(why.has_value() == name.starts_with("humanresources."), name);
        if (!why) continue;
        BOOST_TEST(why->message == name + " belongs to REST 3.0, which is not supported yet");
        BOOST_TEST(
            !catalog::batch_form(catalog::definitions::built_in(), catalog::call{name, {}, {}})
        );
    }
}

BOOST_AUTO_TEST_CASE(what_depends_on_more_than_the_caller_is_cautioned) {
    for (const auto* name :
         {"user.option.set", "user.add", "sonet_group.user.invite", "humanresources.node.member.set"
         }) {
        const auto* found = catalog::definitions::built_in().find_method(name);
        BOOST_REQUIRE(found != nullptr);
        BOOST_TEST(!found->caution.empty(), name);
    }
}

BOOST_AUTO_TEST_CASE(every_read_back_is_a_known_method_that_changes_nothing) {
    const auto& all = catalog::definitions::built_in();
    for (const auto& [name, method] : all.methods()) {
        if (method.read_back.empty()) continue;
        const auto* reader = all.find_method(method.read_back);
        BOOST_TEST_CONTEXT(name) {
            BOOST_REQUIRE(reader != nullptr);
            BOOST_TEST((reader->repeat == catalog::idempotent::yes));
        }
    }
}

// `!default` writes what the portal answers when a key was never set.
BOOST_AUTO_TEST_CASE(every_default_can_be_written_and_is_then_seen_as_what_it_is) {
    const auto* settings = catalog::definitions::built_in().find_resource("calendar.user.settings");
    BOOST_REQUIRE(settings != nullptr);
    std::set<std::string> with_default;
    for (const auto& field : settings->fields) {
        if (field.may == catalog::access::read_only) continue;
        BOOST_TEST_CONTEXT(field.name) {
            BOOST_REQUIRE(field.portal_default.has_value());
            const auto normal = catalog::normalise(field, *field.portal_default);
            BOOST_REQUIRE(normal.has_value());
            BOOST_TEST(catalog::same(field, *normal, *field.portal_default));
            with_default.insert(field.name);
        }
    }
    BOOST_TEST(with_default.size() == 16U);
}

BOOST_AUTO_TEST_SUITE_END()
