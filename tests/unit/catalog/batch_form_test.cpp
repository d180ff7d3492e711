#include "catalog/calls.hpp"
#include "catalog/portal_reference.hpp"
#include "unit/catalog/reading.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using reading::json;

namespace {

catalog::call calling(std::string_view method, std::string_view params) {
    return {std::string(method), json(params).as_object(), {}};
}

struct expressible {
    std::string_view method;
    std::string_view params;
    std::string_view in_batch;
};

const expressible expressible_calls[] = {
    {"calendar.user.settings.set",
     R"({"settings": {"showDeclined": false, "denyBusyInvitation": true}})",
     R"({"settings": {"showDeclined": false, "denyBusyInvitation": true}})"},
    {"calendar.user.settings.set",
     R"({"settings": {"showTasks": "Y", "view": "week"}})",
     R"({"settings": {"showTasks": "Y", "view": "week"}})"},
    {"calendar.user.settings.set",
     R"({"settings": {"meetSection": false, "crmSection": null, "lastUsedSection": "7"}})",
     R"({"settings": {"meetSection": "", "crmSection": "", "lastUsedSection": "7"}})"},
    {"calendar.user.settings.set",
     R"({"settings": {"sendFromEmail": false}})",
     R"({"settings": {"sendFromEmail": ""}})"},
    {"calendar.user.settings.set",
     R"({"settings": {"defaultSections": {}}})",
     R"({"settings": {"defaultSections": "{}"}})"},
    {"calendar.user.settings.set",
     R"({"settings": {"defaultSections": []}})",
     R"({"settings": {"defaultSections": "{}"}})"},
    {"calendar.user.settings.set",
     R"({"settings": {"defaultSections": {"user1": "2"}}})",
     R"({"settings": {"defaultSections": "{\"user1\":\"2\"}"}})"},
    {"calendar.user.settings.set",
     R"({"settings": {"defaultReminders": {"fullDay": [], "withTime": [{"type": "min", "count": 5}]}}})",
     R"({"settings": {"defaultReminders": "{\"fullDay\":[],\"withTime\":[{\"type\":\"min\",\"count\":5}]}"}})"
    },
    {"user.update",
     R"({"ID": 17, "ACTIVE": true, "UF_DEPARTMENT": [5, 7]})",
     R"({"ID": 17, "ACTIVE": "Y", "UF_DEPARTMENT": [5, 7]})"},
    {"user.update", R"({"ID": 17, "ACTIVE": "N"})", R"({"ID": 17, "ACTIVE": "N"})"},
    {"user.update",
     R"({"ID": 17, "NAME": "A+B & C #1 Ж 🙂 $5 [x]"})",
     R"({"ID": 17, "NAME": "A+B & C #1 Ж 🙂 $5 [x]"})"},
    {"user.get",
     R"({"FILTER": {">=ID": 3, "ACTIVE": true}, "ADMIN_MODE": true})",
     R"({"FILTER": {">=ID": 3, "ACTIVE": true}, "ADMIN_MODE": true})"},
    {"profile", "{}", "{}"},
};

struct inexpressible {
    std::string_view method;
    std::string_view params;
    std::string_view reason;
};

const inexpressible inexpressible_calls[] = {
    {"user.update",
     R"({"ID": 17, "UF_DEPARTMENT": []})",
     "an empty list or mapping (UF_DEPARTMENT) cannot be written in it"},
    {"user.get", R"({"FILTER": {"ID": null}})", "nothing (FILTER[ID]) cannot be written in it"},
    {"user.get",
     R"({"FILTER": {"ID": {}}})",
     "an empty list or mapping (FILTER[ID]) cannot be written in it"},
    {"user.get", R"({"FILTER": {"ID": 1.5}})", "FILTER[ID] is not a whole number"},
    {"user.update", "{\"NAME\": \"a\\u0000b\"}", "NAME holds a NUL"},
    {"user.update",
     R"({"NAME": "see $result[a][ID]"})",
     "the portal would take the text of NAME for a reference"},
    {"user.get",
     R"({"select": ["ID", "$Next[x]"]})",
     "the portal would take the text of select[1] for a reference"},
    {"user.get",
     R"({"FILTER": {"a]b": 1}})",
     "the portal would read the key 'a]b' of FILTER as another"},
    {"user.get", R"({"FILTER": {"": 1}})", "the portal would read the key '' of FILTER as another"},
    {"user.get",
     R"({"FILTER": {" ID": 1}})",
     "the portal would read the key ' ID' of FILTER as another"},
    {"user.update", R"({"a.b": 1})", "the portal would read the name 'a.b' as another"},
    {"user.update", R"({"a b": 1})", "the portal would read the name 'a b' as another"},
    {"user.update", R"({"a[b": 1})", "the portal would read the name 'a[b' as another"},
    {"user.update", R"({"": 1})", "the portal would read the name '' as another"},
    {"no.such.method", "{}", "the method no.such.method is not known"},
    {"calendar.user.settings.set",
     R"({"settings": {"defaultSections": ""}})",
     "settings[defaultSections] is no mapping"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(batch_form)

BOOST_AUTO_TEST_CASE(says_it_as_php_reads_it) {
    const auto& all = catalog::definitions::built_in();
    for (const auto& row : expressible_calls) {
        BOOST_TEST_CONTEXT(row.method << " " << row.params) {
            const auto form = catalog::batch_form(all, calling(row.method, row.params));
            BOOST_REQUIRE(form.has_value());
            BOOST_TEST(*form == json(row.in_batch).as_object());
        }
    }
}

BOOST_AUTO_TEST_CASE(says_why_a_call_has_to_go_singly) {
    const auto& all = catalog::definitions::built_in();
    for (const auto& row : inexpressible_calls) {
        BOOST_TEST_CONTEXT(row.method << " " << row.params) {
            const auto form = catalog::batch_form(all, calling(row.method, row.params));
            BOOST_REQUIRE(!form.has_value());
            BOOST_TEST(form.error() == row.reason);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_method_may_be_refused_by_the_portal) {
    const auto all = reading::defined(R"(
apiVersion: muster/v1
kind: Catalog
methods:
  upload: { description: x, scope: disk, acts_on: caller, idempotent: false, in_batch: false }
)");
    const auto form = catalog::batch_form(all, calling("upload", "{}"));
    BOOST_REQUIRE(!form.has_value());
    BOOST_TEST(form.error() == "the portal refuses upload in a batch");
}

BOOST_AUTO_TEST_CASE(an_empty_mapping_that_a_reference_fills_is_left_to_the_reference) {
    auto what = calling("calendar.user.settings.set", R"({"settings": {}})");
    BOOST_TEST(!catalog::batch_form(catalog::definitions::built_in(), what).has_value());
    what.references.push_back({{"settings", "meetSection"}, "sec"});
    const auto form = catalog::batch_form(catalog::definitions::built_in(), what);
    BOOST_REQUIRE(form.has_value());
    BOOST_TEST(form->empty());
}

BOOST_AUTO_TEST_CASE(more_values_than_php_reads_go_singly) {
    model::array ids;
    for (int id = 1; id < 1000; ++id) ids.push_back(id);
    auto what = calling("user.update", R"({"ID": 17})");
    what.params["UF_DEPARTMENT"] = ids;
    const auto& all = catalog::definitions::built_in();
    BOOST_TEST(catalog::batch_form(all, what).has_value());
    what.params["NAME"] = "one too many";
    const auto form = catalog::batch_form(all, what);
    BOOST_REQUIRE(!form.has_value());
    BOOST_TEST(form.error() == "1001 values are more than PHP reads (1000)");
}

BOOST_AUTO_TEST_CASE(a_nesting_deeper_than_php_reads_goes_singly) {
    model::value nested = 1;
    for (int depth = 0; depth < 40; ++depth) nested = model::array{nested};
    auto what = calling("user.get", "{}");
    what.params["FILTER"] = {{"a", nested}};
    BOOST_TEST(!catalog::batch_form(catalog::definitions::built_in(), what).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(portal_reference)

BOOST_AUTO_TEST_CASE(knows_what_the_portal_would_resolve) {
    struct row {
        std::string_view text;
        bool refers;
    };
    const row rows[] = {
        {"$result[a]", true},
        {"$RESULT[a][0][ID]", true},
        {"total: $total[a] pieces", true},
        {"$time[a]", true},
        {"$next[a]", true},
        {"$error[a]", true},
        {"$resultXYZ[a]", true},
        {"$$result[a]", true},
        {"$5 and $result[a]", true},
        {"$result and, later, [a]", true},  // more careful than the portal
        {"[a] $result", false},
        {"$result", false},
        {"result[a]", false},
        {"$results", false},
        {"$res[a]", false},
        {"$", false},
        {"", false},
    };
    for (const auto& row : rows) {
        BOOST_TEST(catalog::looks_like_reference(row.text) == row.refers, row.text);
    }
}

// In a batch string everything is text.
BOOST_AUTO_TEST_CASE(where_types_have_to_arrive_only_texts_travel_in_a_batch) {
    const auto form = [](std::string_view params) {
        auto what = calling("calendar.user.settings.set", params);
        what.keep = model::fidelity::types;
        return catalog::batch_form(catalog::definitions::built_in(), what);
    };
    const auto texts =
        form(R"({"settings": {"view": "day", "meetSection": "false", "sendFromEmail": ""}})");
    BOOST_REQUIRE(texts.has_value());
    BOOST_TEST(
        *texts ==
        json(R"({"settings": {"view": "day", "meetSection": "false", "sendFromEmail": ""}})")
    );
    for (const std::string_view each :
         {R"({"settings": {"syncPeriodPast": 3}})",
          R"({"settings": {"meetSection": false}})",
          R"({"settings": {"showDeclined": null}})",
          R"({"settings": {"defaultSections": []}})",
          R"({"settings": {"defaultReminders": {"withTime": [{"type": "min", "count": 15}]}}})"})
        BOOST_TEST(!form(each).has_value(), each);
}

BOOST_AUTO_TEST_SUITE_END()
