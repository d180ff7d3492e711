#include "base/embedded_file.hpp"
#include "catalog/definitions.hpp"
#include "catalog/values.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <span>
#include <string>

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
