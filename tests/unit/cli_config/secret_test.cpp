#include "cli/config/secret_reference.hpp"
#include "scratch_folder.hpp"
#include "variables.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

// What a reference gives: the secret, or what a person is told.
std::string resolved(const std::string& text, const cli::environment& set = variables({})) {
    const auto reference = cli::parse_secret_reference(text, "/nowhere");
    if (!reference) return reference.error();
    const auto secret = cli::resolve_secret(*reference, set);
    return secret ? std::string(secret->reveal()) : base::describe(secret.error());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(secret)

BOOST_AUTO_TEST_CASE(a_file_that_only_its_owner_reads) {
    const scratch_folder here("secret_test");
    const auto file = here.write("a.webhook", " h4sh\n\n", 0600);
    BOOST_TEST(resolved("file:" + file.string()) == "h4sh");
    here.write("b.webhook", "h4sh", 0640);  // a service's group may read what root gave it
    BOOST_TEST(resolved("file:" + (here.path() / "b.webhook").string()) == "h4sh");
}

BOOST_AUTO_TEST_CASE(a_file_that_others_may_read_or_write_is_refused) {
    const scratch_folder here("secret_test");
    const auto file = here.write("a.webhook", "h4sh", 0644).string();
    BOOST_TEST(
        resolved("file:" + file) == "reading the secret file " + file +
                                        ", whose mode is 0644 (put that right with: chmod 600 " +
                                        file + "): anybody on this machine may read or change it"
    );
    const auto open = here.write("b.webhook", "h4sh", 0602).string();
    BOOST_TEST(resolved("file:" + open).contains("whose mode is 0602"));
}

BOOST_AUTO_TEST_CASE(files_that_give_nothing) {
    const scratch_folder here("secret_test");
    BOOST_TEST(
        resolved("file:no.webhook") ==
        "reading the secret file /nowhere/no.webhook: No such file or directory"
    );
    BOOST_TEST(resolved("file:/") == "reading the secret file /: Is a directory");
    const auto empty = here.write("empty", " \n").string();
    BOOST_TEST(resolved("file:" + empty) == "reading the secret file:" + empty + ": it is empty");
    BOOST_TEST(resolved("file:/dev/zero").contains("may read"));
}

BOOST_AUTO_TEST_CASE(a_secret_of_many_blocks_is_whole) {
    const scratch_folder here("secret_test");
    std::string text;
    for (int i = 0; i < 40'000; ++i) text += std::to_string(i) + ',';
    const auto file = here.write("large", text);
    BOOST_TEST((resolved("file:" + file.string()) == text));
}

BOOST_AUTO_TEST_CASE(a_file_without_end_is_not_read_to_the_end) {
    const scratch_folder here("secret_test");
    const auto file = here.write("large", std::string((std::size_t{16} << 20) + 1, 'x')).string();
    BOOST_TEST(resolved("file:" + file) == "reading the secret file " + file + ": it is too large");
}

BOOST_AUTO_TEST_CASE(an_environment_variable) {
    const auto set = variables({{"HOOK", "h4sh"}, {"NOTHING", ""}});
    BOOST_TEST(resolved("env:HOOK", set) == "h4sh");
    BOOST_TEST(
        resolved("env:OTHER", set) == "reading the environment variable OTHER: it is not set"
    );
    BOOST_TEST(resolved("env:NOTHING", set) == "reading the secret env:NOTHING: it is empty");
}

BOOST_AUTO_TEST_CASE(a_credential_of_systemd) {
    const scratch_folder here("secret_test");
    here.write("hook", "h4sh\n", 0400);
    BOOST_TEST(
        resolved("cred:hook", variables({{"CREDENTIALS_DIRECTORY", here.path()}})) == "h4sh"
    );
    BOOST_TEST(
        resolved("cred:hook") ==
        "reading the credential hook: $CREDENTIALS_DIRECTORY, which systemd gives to a service "
        "with "
        "LoadCredential=hook:PATH: it is not set"
    );
}

BOOST_AUTO_TEST_CASE(what_a_command_prints) {
    BOOST_TEST(resolved("exec:printf 'h4%s\\n' sh") == "h4sh");
    BOOST_TEST(
        resolved("exec:false --token=h4sh") ==
        "running 'false' for a secret: it ended with 1: the command failed"
    );
    BOOST_TEST(resolved("exec:true") == "reading the secret exec:true: it is empty");
    BOOST_TEST(resolved("exec:yes").contains("it is too large"));
}

BOOST_AUTO_TEST_SUITE_END()
