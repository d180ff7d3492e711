#include "cli/config/config.hpp"
#include "document/yaml.hpp"
#include "scratch_folder.hpp"
#include "support/told.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace {

std::string refused(std::string_view text) {
    base::diagnostics problems;
    const auto root = document::read_yaml(text, "m.yaml", problems);
    BOOST_TEST_REQUIRE(root.has_value(), support::told(problems));
    BOOST_TEST(!cli::read_config(*root, "m.yaml", problems).has_value());
    return support::told(problems);
}

struct row {
    const char* name;
    std::string_view yaml;
    std::string_view told;
};

// Below a head that is right; the first line of these is line 3.
constexpr row below_the_head[] = {
    {"no portals",
     "roster: r.csv\n",
     "m.yaml:1:1: error: the key 'portals' is missing here [portals]"},
    {"an empty list of portals",
     "portals: {}\n",
     "m.yaml:3:10: error: a mapping of portals by their names was expected [portals]\n"
     "  write at least one, such as acme: {url: https://acme.bitrix24.com}"},
    {"a portal that is an address",
     "portals: {acme: https://acme.bitrix24.com}\n",
     "m.yaml:3:17: error: a mapping was expected, not the text 'https://acme.bitrix24.com' "
     "[portals.acme]\n  a space belongs behind the ':'"},
    {"a portal's name with a slash",
     "portals: {../acme: {url: https://a.example}}\n",
     "m.yaml:3:11: error: the name of a portal holds letters, digits, '-', '_' and '.' and begins "
     "with "
     "a letter, a digit or '_', not '../acme' [portals]"},
    {"no address",
     "portals: {acme: {plan: standard}}\n",
     "m.yaml:3:17: error: the key 'url' is missing here [portals.acme.url]"},
    {"http",
     "portals: {acme: {url: http://a.example}}\n",
     "m.yaml:3:23: error: the address of a portal must begin with https:// [portals.acme.url]\n"
     "  write it as https://acme.bitrix24.com"},
    {"a host alone",
     "portals: {acme: {url: a.example}}\n",
     "m.yaml:3:23: error: the address of a portal is not an address (expected https://HOST/...) "
     "[portals.acme.url]\n  write it as https://acme.bitrix24.com"},
    {"a place to connect to that is an address with a path",
     "portals: {acme: {url: https://a.example, connect_to: 10.0.0.7/x}}\n",
     "m.yaml:3:54: error: a host to connect to must end after the host (and port) "
     "[portals.acme.connect_to]\n  write it as 10.0.0.7 or 10.0.0.7:8443; without a port it is "
     "that of the url"},
    {"a path",
     "portals: {acme: {url: https://a.example/x/}}\n",
     "m.yaml:3:23: error: the address of a portal must end after the host (and port) "
     "[portals.acme.url]\n  write it as https://acme.bitrix24.com"},
    {"a webhook for an address",
     "portals: {acme: {url: https://a.example/rest/1/h4sh/}}\n",
     "m.yaml:3:23: error: the address of a portal must end after the host (and port) "
     "[portals.acme.url]\n  this looks like a webhook; put it into a file of its own and name that "
     "under admin.webhook; here belongs https://HOST alone"},
    {"an unknown plan",
     "portals: {acme: {url: https://a.example, plan: pro}}\n",
     "m.yaml:3:48: error: a plan is one of: standard, enterprise, selfhosted [portals.acme.plan]\n"
     "  the plan tells how fast a portal may be asked"},
    {"a rate beside a plan",
     "portals: {acme: {url: https://a.example, rate: 3}}\n",
     "m.yaml:3:48: error: the plan 'standard' has a rate of its own [portals.acme.rate]\n"
     "  leave it out, or write plan: selfhosted"},
    {"a self-hosted portal without numbers",
     "portals: {acme: {url: https://a.example, plan: selfhosted}}\n",
     "m.yaml:3:17: error: the key 'burst' is missing here [portals.acme.burst]\n"
     "m.yaml:3:17: error: the key 'rate' is missing here [portals.acme.rate]"},
    {"numbers out of range",
     "portals: {acme: {url: https://a.example, plan: selfhosted, burst: 0, rate: 0}}\n",
     "m.yaml:3:67: error: a whole number from 1 to 100000 was expected, not 0 "
     "[portals.acme.burst]\n"
     "m.yaml:3:76: error: a number above 0 and up to 10000 was expected, not 0 [portals.acme.rate]"
    },
    {"an unknown key of a portal",
     "portals: {acme: {url: https://a.example, brust: 1}}\n",
     "m.yaml:3:42: error: the key 'brust' is not known here [portals.acme.brust]\n"
     "  did you mean 'burst'?"},
    {"the administrator by both kinds of credential",
     "portals: {acme: {url: https://a.example, users: {oauth: {client_id: x, client_secret: "
     "'env:S', store: t.json}}, admin: {webhook: 'env:W', oauth: {user_id: 1}}}}\n",
     "m.yaml:3:146: error: the administrator has a webhook already [portals.acme.admin.oauth]\n"
     "  leave one of them out"},
    {"a token endpoint off https",
     "portals: {acme: {url: https://a.example}}\noauth: {endpoint: "
     "http://a.example/oauth/token/}\n",
     "m.yaml:4:19: error: the address of the token endpoint must begin with https:// "
     "[oauth.endpoint]\n"
     "  write it as https://oauth.bitrix.info/oauth/token/"},
    {"a token endpoint that is not among the allowed hosts",
     "portals: {acme: {url: https://a.example}}\noauth: {endpoint: "
     "https://a.example/oauth/token/, allowed_hosts: [b.example]}\n",
     "m.yaml:4:66: error: the host of oauth.endpoint is not among the allowed hosts "
     "[oauth.allowed_hosts]\n"
     "  add it, or leave allowed_hosts out"},
    {"no webhook",
     "portals: {acme: {url: https://a.example, admin: {}}}\n",
     "m.yaml:3:49: error: the key 'webhook' is missing here [portals.acme.admin.webhook]"},
    {"a reference without its kind",
     "portals: {acme: {url: https://a.example, admin: {webhook: admin.webhook}}}\n",
     "m.yaml:3:59: error: a reference was expected: file:PATH, env:NAME, cred:NAME or exec:COMMAND "
     "[portals.acme.admin.webhook]\n  a secret itself does not belong here: put it into a file of "
     "its "
     "own, chmod 600, and write file:PATH"},
    {"a reference to nothing",
     "portals: {acme: {url: https://a.example, admin: {webhook: 'file:'}}}\n",
     "m.yaml:3:59: error: nothing follows the ':' of this reference [portals.acme.admin.webhook]\n"
     "  a secret itself does not belong here: put it into a file of its own, chmod 600, and write "
     "file:PATH"},
    {"a variable that cannot be",
     "portals: {acme: {url: https://a.example, admin: {webhook: 'env:A B'}}}\n",
     "m.yaml:3:59: error: no variable can have this name [portals.acme.admin.webhook]\n"
     "  a secret itself does not belong here: put it into a file of its own, chmod 600, and write "
     "file:PATH"},
    {"a credential outside its folder",
     "portals: {acme: {url: https://a.example, users: {webhooks: 'cred:../x'}}}\n",
     "m.yaml:3:60: error: no credential can have this name [portals.acme.users.webhooks]\n"
     "  a secret itself does not belong here: put it into a file of its own, chmod 600, and write "
     "file:PATH"},
};

// Below a head and a portal that are right; the first line of these is line 4.
constexpr row below_a_portal[] = {
    {"an unknown section",
     "limit: {share: 1}\n",
     "m.yaml:4:1: error: the key 'limit' is not known here [limit]\n  did you mean 'limits'?"},
    {"an unknown limit",
     "limits: {shares: 1}\n",
     "m.yaml:4:10: error: the key 'shares' is not known here [limits.shares]\n  did you mean "
     "'share'?"},
    {"no share",
     "limits: {share: 0}\n",
     "m.yaml:4:17: error: a number above 0 and up to 1 was expected, not 0 [limits.share]"},
    {"too much of a share",
     "limits: {share: 1.1}\n",
     "m.yaml:4:17: error: a number above 0 and up to 1 was expected, not 1.1 [limits.share]"},
    {"a percentage for a share",
     "limits: {share: 90%}\n",
     "m.yaml:4:17: error: a number was expected, not the text '90%' [limits.share]"},
    {"no number at all",
     "limits: {share: .nan}\n",
     "m.yaml:4:17: error: a number above 0 and up to 1 was expected, not nan [limits.share]"},
    {"no connections",
     "limits: {connections: 0}\n",
     "m.yaml:4:23: error: a whole number from 1 to 256 was expected, not 0 [limits.connections]"},
    {"retries below nothing",
     "limits: {retries: -1}\n",
     "m.yaml:4:19: error: a whole number from 0 to 100 was expected, not -1 [limits.retries]"},
    {"a duration without its unit",
     "limits: {request_timeout: 65}\n",
     "m.yaml:4:27: error: the unit of this duration is missing [limits.request_timeout]\n"
     "  seconds are written 65s"},
    {"a duration that is none",
     "limits: {request_timeout: soon}\n",
     "m.yaml:4:27: error: a duration such as 500ms, 65s, 2m or 1h was expected, not the text "
     "'soon' "
     "[limits.request_timeout]"},
    {"a duration that is too short",
     "limits: {request_timeout: 10ms}\n",
     "m.yaml:4:27: error: a duration from 1s to 1h was expected, not 10ms [limits.request_timeout]"
    },
    {"too many commands",
     "batch: {max_commands: 51}\n",
     "m.yaml:4:23: error: a whole number from 1 to 50 was expected, not 51 [batch.max_commands]"},
    {"no time",
     "batch: {target_seconds: 0}\n",
     "m.yaml:4:25: error: a number above 0 and up to 400 was expected, not 0 [batch.target_seconds]"
    },
    {"more than everybody",
     "safety: {max_change_percent: 101}\n",
     "m.yaml:4:30: error: a number from 0 to 100 was expected, not 101 [safety.max_change_percent]"
    },
    {"protected users that are no list",
     "safety: {protected: boss}\n",
     "m.yaml:4:21: error: a list of users was expected [safety.protected]\n"
     "  as in: protected: [1, boss@acme.example, executives]"},
    {"a protected user without a name",
     "safety: {protected: [1, \"\"]}\n",
     "m.yaml:4:21: error: a user is named by an id, an email or a group, not by the text '' "
     "[safety.protected]\n"
     "  as in: protected: [1, boss@acme.example, executives]"},
    {"limits of failures that are none",
     "errors: {max_fail: -1, max_fail_percent: 101, on_error: stop}\n",
     "m.yaml:4:20: error: a whole number from 0 to 1000000000 was expected, not -1 "
     "[errors.max_fail]\n"
     "m.yaml:4:42: error: a number from 0 to 100 was expected, not 101 [errors.max_fail_percent]\n"
     "m.yaml:4:57: error: expected one of continue, stop-portal, stop-run, not 'stop' "
     "[errors.on_error]"},
    {"waves that are none",
     "errors: {serial: [1, 0, 5, 101%]}\n",
     "m.yaml:4:18: error: a wave is a number of users above 0, or a percentage of them above 0% "
     "and "
     "up to 100%, not the number 0 [errors.serial]\n"
     "  as in: serial: [1, 5%, 25%, 100%]\n"
     "m.yaml:4:18: error: a wave is a number of users above 0, or a percentage of them above 0% "
     "and "
     "up to 100%, not the text '101%' [errors.serial]\n"
     "  as in: serial: [1, 5%, 25%, 100%]"},
    {"no wave at all",
     "errors: {serial: []}\n",
     "m.yaml:4:18: error: a run has at least one wave [errors.serial]\n"
     "  as in: serial: [1, 5%, 25%, 100%]"},
    {"an empty path",
     "roster: ''\n",
     "m.yaml:4:9: error: a path was expected, not an empty text [roster]"},
    {"a roster of no files",
     "roster: []\n",
     "m.yaml:4:9: error: at least one file was expected [roster]\n"
     "  as in: roster: [people.csv, groups.yaml]"},
    {"rosters joined by something else",
     "roster: {files: [a.csv, b.csv], key: name}\n",
     "m.yaml:4:38: error: rosters are joined by id or by email [roster.key]"},
    {"a column of no known type",
     "roster: {files: a.csv, columns: {floor: int}}\n",
     "m.yaml:4:41: error: expected one of text, integer, number, boolean, list, not 'int' "
     "[roster.columns.floor]"},
    {"a column that has its type",
     "roster: {files: a.csv, columns: {Active: text}}\n",
     "m.yaml:4:42: error: this column has its type already [roster.columns.Active]"},
    {"a roster without files",
     "roster: {key: id}\n",
     "m.yaml:4:9: error: the key 'files' is missing here [roster.files]"},
    {"an environment with a value in it",
     "environment: [\"CITY=Oslo\"]\n",
     "m.yaml:4:14: error: the name of an environment variable was expected, not 'CITY=Oslo' "
     "[environment]\n  policies read it as env.NAME"},
    {"exceptions in the configuration itself",
     "exceptions: [{user: 1}]\n",
     "m.yaml:4:13: error: text was expected, not a list [exceptions]"},
    {"one policy that is no list",
     "policies: p.yaml\n",
     "m.yaml:4:11: error: a list was expected, not the text 'p.yaml' [policies]"},
    {"reports without a space",
     "reports:\n  dir:out\n",
     "m.yaml:5:3: error: a mapping was expected, not the text 'dir:out' [reports]\n"
     "  a space belongs behind the ':'"},
};

constexpr row heads[] = {
    {"another version",
     "apiVersion: v1\nkind: Config\nportals: {a: {url: https://a.example}}\n",
     "m.yaml:1:13: error: this program reads apiVersion muster/v1 [apiVersion]"},
    {"another kind",
     "apiVersion: muster/v1\nkind: Policy\nportals: {a: {url: https://a.example}}\n",
     "m.yaml:2:7: error: a configuration has kind: Config [kind]"},
    {"no head",
     "portals: {a: {url: https://a.example}}\n",
     "m.yaml:1:1: error: the key 'apiVersion' is missing here [apiVersion]\n"
     "m.yaml:1:1: error: the key 'kind' is missing here [kind]"},
    {"a list", "- a\n", "m.yaml:1:1: error: a mapping was expected, not a list"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(config_refused)

BOOST_AUTO_TEST_CASE(what_is_wrong_is_told_with_its_place_and_what_to_do) {
    const std::string head = "apiVersion: muster/v1\nkind: Config\n";
    const std::string portal = head + "portals: {acme: {url: https://a.example}}\n";
    for (const auto& each : heads) {
        BOOST_TEST_CONTEXT(each.name) {
            BOOST_TEST(refused(each.yaml) == each.told);
        }
    }
    for (const auto& each : below_the_head) {
        BOOST_TEST_CONTEXT(each.name) {
            BOOST_TEST(refused(head + std::string(each.yaml)) == each.told);
        }
    }
    for (const auto& each : below_a_portal) {
        BOOST_TEST_CONTEXT(each.name) {
            BOOST_TEST(refused(portal + std::string(each.yaml)) == each.told);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_secret_in_the_file_is_refused_and_never_shown) {
    const scratch_folder here("config_refused_test");
    constexpr std::string_view places[] = {
        "admin: {webhook: https://a.example/rest/1/h4sh/}",
        "admin: {webhook: h4sh}",
        "admin: https://a.example/rest/1/h4sh/",
        "admin: h4sh",
        "admin: [h4sh]",
        "admin: {webhook: [h4sh]}",
        "admin: {webhook: 'file://h4sh'}",
        "users: {webhooks: h4sh, hook: h4sh}",
        "users: {webhooks: {17: h4sh}}",
        "users: {oauth: {client_secret: h4sh}}",
        "plan: 5, url: https://a.example/rest/1/h4sh/",
        "plan: standard, url: [https://a.example/rest/1/h4sh/]",
        "plan: standard, url: https://user:h4sh@a.example",
    };
    for (const auto place : places) {
        BOOST_TEST_CONTEXT(place) {
            const bool with_url = place.contains("url:");
            const auto file = here.write(
                "muster.yaml",
                "apiVersion: muster/v1\nkind: Config\nportals: {acme: {" +
                    std::string(with_url ? "" : "url: 'https://a.example', ") + std::string(place) +
                    "}}\n"
            );
            base::diagnostics problems;
            BOOST_TEST(!cli::read_config(file, problems).has_value());
            BOOST_TEST(problems.has_errors());
            BOOST_TEST(!support::told(problems).contains("h4sh"), support::told(problems));
        }
    }
}

BOOST_AUTO_TEST_CASE(the_line_of_a_harmless_mistake_is_shown) {
    const scratch_folder here("config_line_test");
    const auto file =
        here.write("muster.yaml", "apiVersion: muster/v1\nkind: Konfig\nportals: {}\n");
    base::diagnostics problems;
    BOOST_TEST(!cli::read_config(file, problems).has_value());
    BOOST_TEST(
        base::to_text(problems.sorted().at(0)) ==
        file.string() +
            ":2:7: error: a configuration has kind: Config [kind]\n    kind: Konfig\n          ^"
    );
}

BOOST_AUTO_TEST_SUITE_END()
