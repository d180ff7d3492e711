#include "cli/config/webhooks.hpp"

#include "scratch_folder.hpp"
#include "support/told.hpp"
#include "variables.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace {

const portal::origin acme{"acme.example", "443"};

// Where the reference stands in the configuration.
cli::secret_reference from_variable() {
    cli::secret_reference made;
    made.from = cli::secret_reference::kind::environment;
    made.what = "HOOKS";
    made.where = {std::make_shared<const std::string>("m.yaml"), 8, 23};
    made.path = "portals.acme.users.webhooks";
    return made;
}

// Every webhook as "user owner url", or what was told.
std::string table_of(const std::string& text) {
    base::diagnostics problems;
    const auto table =
        cli::read_user_webhooks(from_variable(), variables({{"HOOKS", text}}), acme, problems);
    BOOST_TEST(table.has_value() == !problems.has_errors());
    if (!table) return support::told(problems);
    std::string all;
    for (const auto& [who, hook] : *table) {
        all += std::to_string(who.value()) + ' ' + std::to_string(hook.owner_in_url.value()) + ' ' +
               std::string(hook.url.reveal()) + '\n';
    }
    return all;
}

std::string admin_of(const std::string& text) {
    base::diagnostics problems;
    const auto hook =
        cli::read_admin_webhook(from_variable(), variables({{"HOOKS", text}}), acme, problems);
    if (!hook) return support::told(problems);
    return std::to_string(hook->owner_in_url.value()) + ' ' + std::string(hook->url.reveal());
}

struct row {
    const char* name;
    const char* csv;
    const char* told;
};

constexpr row refused[] = {
    {"no header",
     "17,https://acme.example/rest/17/h4sh/\n18,https://acme.example/rest/18/h4sh/\n",
     "env:HOOKS:1: error: the first line has to name the columns user_id and webhook (and email, "
     "if "
     "there is one), and no others"},
    {"no column webhook",
     "user_id,url\n17,https://acme.example/rest/17/h4sh/\n",
     "env:HOOKS:1: error: the first line has to name the columns user_id and webhook (and email, "
     "if "
     "there is one), and no others"},
    {"two columns of users",
     "id,user_id,webhook\n17,17,https://acme.example/rest/17/h4sh/\n",
     "env:HOOKS:1: error: the first line has to name the columns user_id and webhook (and email, "
     "if "
     "there is one), and no others"},
    {"a column that nobody knows",
     "user_id,webhook,h4sh\n17,https://acme.example/rest/17/h4sh/,x\n",
     "env:HOOKS:1: error: the first line has to name the columns user_id and webhook (and email, "
     "if "
     "there is one), and no others"},
    {"a user twice",
     "user_id,webhook\n17,https://acme.example/rest/17/h4sh/\n17,https://acme.example/rest/17/"
     "h4sh2/\n",
     "env:HOOKS:3: error: the user 17 has two webhooks: in line 2 and here in line 3"},
    {"a user twice, the first being wrong",
     "user_id,webhook\n17,h4sh\n17,https://acme.example/rest/17/h4sh2/\n",
     "env:HOOKS:2: error: the webhook of user 17 is not an address (expected https://HOST/...)\n"
     "env:HOOKS:3: error: the user 17 has two webhooks: in line 2 and here in line 3"},
    {"a user that is none",
     "user_id,webhook\nx,https://acme.example/rest/17/h4sh/\n",
     "env:HOOKS:2: error: the user_id of a webhook is a whole number from 1"},
    {"another portal",
     "user_id,webhook\n17,https://other.example/rest/17/h4sh/\n",
     "env:HOOKS:2: error: the webhook of user 17 belongs to other.example, not to acme.example"},
    {"another port",
     "user_id,webhook\n17,https://acme.example:8443/rest/17/h4sh/\n",
     "env:HOOKS:2: error: the webhook of user 17 belongs to acme.example:8443, not to acme.example"
    },
    {"http",
     "user_id,webhook\n17,http://acme.example/rest/17/h4sh/\n",
     "env:HOOKS:2: error: the webhook of user 17 must begin with https://"},
    {"another user",
     "user_id,webhook\n17,https://acme.example/rest/18/h4sh/\n",
     "env:HOOKS:2: error: the webhook of user 17 belongs to user 18, as its /rest/18/ says"},
    {"no code",
     "user_id,webhook\n17,https://acme.example/rest/17/\n",
     "env:HOOKS:2: error: the webhook of user 17 holds no code (expected "
     "https://HOST/rest/ID/CODE/ "
     "with letters and digits)"},
    {"a method at the end",
     "user_id,webhook\n17,https://acme.example/rest/17/h4sh/profile.json\n",
     "env:HOOKS:2: error: the webhook of user 17 must end after the code, without a method"},
    {"nothing",
     "user_id,webhook\n17,\n",
     "env:HOOKS:2: error: the webhook of user 17 is not an address (expected https://HOST/...)"},
    {"a cell too many",
     "user_id,webhook\n17,https://acme.example/rest/17/h4sh/,h4sh\n",
     "env:HOOKS:2: error: the number of cells in this row is 3, the header names 2 columns\n"
     "  put a cell that holds ',' into double quotes"},
    {"a quote that is never closed",
     "user_id,webhook\n17,\"https://acme.example/rest/17/h4sh/\n",
     "env:HOOKS:2: error: the row that begins here opens a quote that is never closed"},
    {"nothing at all",
     "\n",
     "m.yaml:8:23: error: reading the secret env:HOOKS: it is empty [portals.acme.users.webhooks]"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(webhooks)

BOOST_AUTO_TEST_CASE(a_table_gives_each_user_his_own) {
    BOOST_TEST(
        table_of("user_id;email;webhook\n18;b@acme.example; https://ACME.example/rest/18/c0de \n"
                 "17;;https://acme.example:443/rest/17/h4sh/\n"
        ) == "17 17 https://acme.example/rest/17/h4sh/\n18 18 https://acme.example/rest/18/c0de/\n"
    );
    BOOST_TEST(
        table_of("webhook,ID\nhttps://acme.example/rest/1/a/,1\n") ==
        "1 1 https://acme.example/rest/1/a/\n"
    );
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_told_with_its_line_and_never_with_its_code) {
    for (const auto& each : refused) {
        BOOST_TEST_CONTEXT(each.name) {
            const auto told = table_of(each.csv);
            BOOST_TEST(told == each.told);
            BOOST_TEST(!told.contains("h4sh"));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_file_is_named_in_messages) {
    const scratch_folder here("webhooks_test");
    auto reference = from_variable();
    reference.from = cli::secret_reference::kind::file;
    reference.what = here.write("users.csv", "user_id,webhook\nx,y\n").string();
    base::diagnostics problems;
    BOOST_TEST(!cli::read_user_webhooks(reference, variables({}), acme, problems).has_value());
    BOOST_TEST(problems.sorted().at(0).where.line == 2U);
    BOOST_TEST(*problems.sorted().at(0).where.file == reference.what);
}

BOOST_AUTO_TEST_CASE(a_table_that_others_may_read_is_refused) {
    const scratch_folder here("webhooks_test");
    auto reference = from_variable();
    reference.from = cli::secret_reference::kind::file;
    reference.what = here.write("users.csv", "user_id,webhook\n", 0644).string();
    base::diagnostics problems;
    BOOST_TEST(!cli::read_user_webhooks(reference, variables({}), acme, problems).has_value());
    BOOST_TEST(support::told(problems).contains("chmod 600"));
}

BOOST_AUTO_TEST_CASE(the_administrators_webhook) {
    BOOST_TEST(
        admin_of("https://acme.example/rest/1/h4sh\n") == "1 https://acme.example/rest/1/h4sh/"
    );
    BOOST_TEST(
        admin_of("https://other.example/rest/1/h4sh/") ==
        "m.yaml:8:23: error: the webhook in env:HOOKS belongs to other.example, not to "
        "acme.example "
        "[portals.acme.users.webhooks]"
    );
    BOOST_TEST(
        admin_of("h4sh") ==
        "m.yaml:8:23: error: the webhook in env:HOOKS is not an address (expected "
        "https://HOST/...) "
        "[portals.acme.users.webhooks]"
    );
}

BOOST_AUTO_TEST_SUITE_END()
