#include "cli/config/config.hpp"

#include "document/yaml.hpp"
#include "scratch_folder.hpp"
#include "support/told.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace {

using namespace std::chrono_literals;

cli::config read(std::string_view text) {
    base::diagnostics problems;
    const auto root = document::read_yaml(text, "/etc/muster/muster.yaml", problems);
    BOOST_TEST_REQUIRE(root.has_value(), support::told(problems));
    auto made = cli::read_config(*root, "/etc/muster/muster.yaml", problems);
    BOOST_TEST_REQUIRE(made.has_value(), support::told(problems));
    BOOST_TEST(problems.empty());
    return *made;
}

constexpr std::string_view smallest =
    "apiVersion: muster/v1\nkind: Config\nportals: {acme: {url: https://acme.bitrix24.com}}\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(config)

BOOST_AUTO_TEST_CASE(one_folder_of_a_catalog_needs_no_list) {
    const auto read_back = read(std::string(smallest) + "catalog: ../catalog\n");
    BOOST_TEST_REQUIRE(read_back.catalogs.size() == 1U);
    BOOST_TEST(read_back.catalogs[0] == "/etc/catalog");
}

BOOST_AUTO_TEST_CASE(everything_that_can_be_written_is_read) {
    const auto read_back = read(
        "apiVersion: muster/v1\n"
        "kind: Config\n"
        "portals:\n"
        "  acme:\n"
        "    url: https://ACME.bitrix24.com/\n"
        "    plan: enterprise\n"
        "    ca_file: ca.pem\n"
        "    admin: { webhook: \"file:acme-admin.webhook\" }\n"
        "    users: { webhooks: \"cred:users\" }\n"
        "  branch:\n"
        "    url: https://localhost:8443\n"
        "    plan: selfhosted\n"
        "    weight: 4\n"
        "    burst: 20\n"
        "    rate: 7.5\n"
        "limits:  { share: 0.5, refused_requests: free, connections: 4, total_connections: 64, "
        "request_timeout: 2m, "
        "retries: 0, operating: 480s, backoff_cap: "
        "500ms }\n"
        "batch:   { max_commands: 10, target_seconds: 2.5 }\n"
        "safety:  { max_change_percent: 30, min_population: 10, max_changes: 500,\n"
        "           protected: [1, boss@acme.example, executives] }\n"
        "errors:  { max_fail: 3, max_fail_percent: 2.5, on_error: stop-run, serial: [1, 5%, 100%] "
        "}\n"
        "reports: { dir: \"out/{{portal}}/{{run}}\", textfile: /var/lib/m.prom }\n"
        "roster: ../people.csv\n"
        "policies: [policies/a.yaml, /srv/b.yaml]\n"
        "exceptions: exceptions.yaml\n"
        "environment: [CITY, _x1]\n"
        "catalog: [catalog, /srv/catalog]\n"
        "state: { dir: state }\n"
    );
    BOOST_TEST_REQUIRE(read_back.portals.size() == 2U);
    const auto& acme = *read_back.find(model::portal_name("acme"));
    BOOST_TEST(acme.url == "https://acme.bitrix24.com");
    BOOST_TEST((acme.plan == cli::portal_plan::enterprise));
    BOOST_TEST(acme.burst == 250U);
    BOOST_TEST(acme.rate == 5.0);
    BOOST_TEST(acme.ca_file == "/etc/muster/ca.pem");
    BOOST_TEST(acme.where.line == 4U);
    BOOST_TEST(cli::to_string(*acme.admin_webhook) == "file:/etc/muster/acme-admin.webhook");
    BOOST_TEST(acme.admin_webhook->path == "portals.acme.admin.webhook");
    BOOST_TEST(acme.admin_webhook->where.line == 8U);
    BOOST_TEST(cli::to_string(*acme.user_webhooks) == "cred:users");
    const auto& branch = read_back.portals[1];
    BOOST_TEST_REQUIRE(read_back.catalogs.size() == 2U);
    BOOST_TEST(read_back.catalogs[0] == "/etc/muster/catalog");
    BOOST_TEST(read_back.catalogs[1] == "/srv/catalog");
    BOOST_TEST(branch.url == "https://localhost:8443");
    BOOST_TEST(branch.burst == 20U);
    BOOST_TEST(branch.weight == 4U);
    BOOST_TEST(acme.weight == 1U);
    BOOST_TEST(branch.rate == 7.5);
    BOOST_TEST(!branch.admin_webhook.has_value());
    BOOST_TEST(read_back.limits.share == 0.5);
    BOOST_TEST((read_back.limits.refused_requests == pacing::refused_requests::free));
    BOOST_TEST(read_back.limits.connections == 4U);
    BOOST_TEST(read_back.limits.total_connections == 64U);
    BOOST_TEST((read_back.limits.request_timeout == 120s));
    BOOST_TEST(read_back.limits.retries == 0U);
    BOOST_TEST((read_back.limits.backoff_cap == 500ms));
    BOOST_TEST((read_back.limits.operating == 480s));
    BOOST_TEST(read_back.batch.max_commands == 10U);
    BOOST_TEST((read_back.batch.target == 2500ms));
    BOOST_TEST(read_back.safety.max_change_percent.value() == 30.0);
    BOOST_TEST(read_back.safety.min_population.value() == 10U);
    BOOST_TEST(read_back.safety.max_changes.value() == 500U);
    BOOST_REQUIRE(read_back.safety.protected_users.size() == 3U);
    BOOST_TEST((read_back.safety.protected_users[0].who.kind == roster::atom_kind::id));
    BOOST_TEST((read_back.safety.protected_users[1].who.kind == roster::atom_kind::email));
    BOOST_TEST((read_back.safety.protected_users[2].who.kind == roster::atom_kind::group));
    BOOST_TEST(read_back.errors.max_fail.value() == 3U);
    BOOST_TEST(read_back.errors.max_fail_percent.value() == 2.5);
    BOOST_TEST((read_back.errors.on_error == pacing::on_error::stop_run));
    BOOST_TEST_REQUIRE(read_back.errors.serial.size() == 3U);
    BOOST_TEST(read_back.errors.serial[1].amount == 5.0);
    BOOST_TEST((read_back.errors.serial[0].of == pacing::wave_size::unit::users));
    BOOST_TEST((read_back.errors.serial[1].of == pacing::wave_size::unit::percent));
    BOOST_TEST(read_back.reports.dir == "/etc/muster/out/{{portal}}/{{run}}");
    BOOST_TEST(read_back.reports.textfile == "/var/lib/m.prom");
    BOOST_TEST_REQUIRE(read_back.roster.files.size() == 1U);
    BOOST_TEST(read_back.roster.files[0] == "/etc/people.csv");
    BOOST_TEST(read_back.exceptions == "/etc/muster/exceptions.yaml");
    BOOST_TEST((read_back.environment == std::vector<std::string>{"CITY", "_x1"}));
    BOOST_TEST_REQUIRE(read_back.policies.size() == 2U);
    BOOST_TEST(read_back.policies[0] == "/etc/muster/policies/a.yaml");
    BOOST_TEST(read_back.policies[1] == "/srv/b.yaml");
    BOOST_TEST(read_back.state_dir == "/etc/muster/state");
}

BOOST_AUTO_TEST_CASE(a_roster_may_be_several_files) {
    const auto listed = read(std::string(smallest) + "roster: [a.csv, b.yaml]\n").roster;
    BOOST_TEST_REQUIRE(listed.files.size() == 2U);
    BOOST_TEST(listed.files[1] == "/etc/muster/b.yaml");
    BOOST_TEST((listed.key == roster::join_key::id));
    const auto joined =
        read(std::string(smallest) + "roster: {files: [a.csv, /b.csv], key: email}\n").roster;
    BOOST_TEST_REQUIRE(joined.files.size() == 2U);
    BOOST_TEST(joined.files[1] == "/b.csv");
    BOOST_TEST((joined.key == roster::join_key::email));
}

BOOST_AUTO_TEST_CASE(what_is_not_written_has_its_default) {
    const auto read_back = read(smallest);
    const auto& acme = read_back.portals[0];
    BOOST_TEST((acme.plan == cli::portal_plan::standard));
    BOOST_TEST(acme.burst == 50U);
    BOOST_TEST(acme.rate == 2.0);
    BOOST_TEST(acme.ca_file.empty());
    BOOST_TEST(read_back.limits.share == 0.9);
    BOOST_TEST((read_back.limits.refused_requests == pacing::refused_requests::count));
    BOOST_TEST(read_back.limits.connections == 8U);
    BOOST_TEST((read_back.limits.request_timeout == 65s));
    BOOST_TEST(read_back.limits.retries == 6U);
    BOOST_TEST((read_back.limits.backoff_cap == 60s));
    BOOST_TEST(read_back.batch.max_commands == 50U);
    BOOST_TEST((read_back.batch.target == 20s));
    BOOST_TEST(!read_back.safety.max_changes.has_value());
    BOOST_TEST(read_back.safety.protected_users.empty());
    BOOST_TEST((read_back.portals[0].use == cli::portal_use::apply));
    BOOST_TEST(!read_back.errors.max_fail.has_value());
    BOOST_TEST(!read_back.errors.on_error.has_value());
    BOOST_TEST(read_back.errors.serial.empty());
    BOOST_TEST(read_back.reports.dir == "/etc/muster/reports/{{portal}}/{{run}}");
    BOOST_TEST(read_back.roster.files.empty());
    BOOST_TEST(read_back.policies.empty());
    BOOST_TEST(read_back.state_dir.empty());
    BOOST_TEST(read_back.find(model::portal_name("other")) == nullptr);
}

BOOST_AUTO_TEST_CASE(the_ends_of_the_ranges_belong_to_them) {
    const auto read_back = read(
        std::string(smallest) +
        "limits: {share: 1, connections: 256, request_timeout: 1h, retries: 100, backoff_cap: "
        "100ms}\n"
        "batch: {max_commands: 1, target_seconds: 400}\nsafety: {max_change_percent: 0, "
        "max_changes: 0}\n"
    );
    BOOST_TEST(read_back.limits.share == 1.0);
    BOOST_TEST(read_back.batch.max_commands == 1U);
    BOOST_TEST(read_back.safety.max_change_percent.value() == 0.0);
}

BOOST_AUTO_TEST_CASE(a_relative_file_lies_beside_the_configuration) {
    const scratch_folder here("config_test");
    const auto file = here.write("a/muster.yaml", std::string(smallest) + "roster: r.csv\n");
    base::diagnostics problems;
    const auto made = cli::read_config(file, problems);
    BOOST_TEST_REQUIRE(made.has_value(), support::told(problems));
    BOOST_TEST(made->roster.files.at(0) == here.path() / "a" / "r.csv");
    BOOST_TEST(made->file == file);
}

BOOST_AUTO_TEST_CASE(a_portal_may_have_files_of_its_own) {
    const auto made = read(
        "apiVersion: muster/v1\n"
        "kind: Config\n"
        "portals:\n"
        "  acme:\n"
        "    url: https://acme.bitrix24.com\n"
        "    roster: { files: [acme.csv, groups.yaml], key: email }\n"
        "    policies: [acme.yaml]\n"
        "    exceptions: acme-exceptions.yaml\n"
        "  branch: { url: https://branch.bitrix24.com }\n"
        "roster: people.csv\n"
        "policies: [all.yaml]\n"
        "exceptions: exceptions.yaml\n"
    );
    using files = std::vector<std::filesystem::path>;
    const auto& acme = made.portals[0];
    BOOST_TEST(
        (made.roster_of(acme).files == files{"/etc/muster/acme.csv", "/etc/muster/groups.yaml"})
    );
    BOOST_TEST((made.roster_of(acme).key == roster::join_key::email));
    BOOST_TEST((made.policies_of(acme) == files{"/etc/muster/acme.yaml"}));
    BOOST_TEST(made.exceptions_of(acme) == "/etc/muster/acme-exceptions.yaml");
    const auto& branch = made.portals[1];
    BOOST_TEST((made.roster_of(branch).files == files{"/etc/muster/people.csv"}));
    BOOST_TEST((made.policies_of(branch) == files{"/etc/muster/all.yaml"}));
    BOOST_TEST(made.exceptions_of(branch) == "/etc/muster/exceptions.yaml");
}

BOOST_AUTO_TEST_CASE(where_connections_go_may_be_said) {
    const auto made = read(
        "apiVersion: muster/v1\n"
        "kind: Config\n"
        "portals:\n"
        "  a: { url: \"https://a.example:8443\", connect_to: 10.0.0.7 }\n"
        "  b: { url: \"https://b.example\", connect_to: \"127.0.0.1:41733\" }\n"
        "  c: { url: \"https://c.example\", connect_to: \"::1\" }\n"
        "  d: { url: \"https://d.example\", connect_to: \"[::1]:8443\" }\n"
        "  e: { url: \"https://e.example\" }\n"
    );
    const portal::origin expected[] = {
        {"10.0.0.7", "8443"}, {"127.0.0.1", "41733"}, {"::1", "443"}, {"::1", "8443"}
    };
    for (std::size_t i = 0; i < std::size(expected); ++i) {
        BOOST_TEST_CONTEXT(made.portals[i].name.value()) {
            BOOST_TEST_REQUIRE(made.portals[i].connect_to.has_value());
            BOOST_TEST((*made.portals[i].connect_to == expected[i]));
        }
    }
    BOOST_TEST(!made.portals[4].connect_to.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
