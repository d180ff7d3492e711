#include "cli/config/find_config.hpp"

#include "scratch_folder.hpp"
#include "variables.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

// Everything there is: each found only when what comes before it is gone.
struct everything {
    scratch_folder root{"find_config_test"};
    std::filesystem::path asked = root.write("asked.yaml", "");
    std::filesystem::path by_variable = root.write("variable.yaml", "");
    std::filesystem::path in_repository = root.write("repository/muster.yaml", "");
    std::filesystem::path of_user = root.write("home/.config/muster/config.yaml", "");
    std::filesystem::path of_machine = root.write("machine.yaml", "");
    std::filesystem::path current = root.path() / "repository/a/b";

    everything() {
        std::filesystem::create_directories(current);
        std::filesystem::create_directories(root.path() / "repository/.git");
    }

    std::string found(const std::filesystem::path& named, std::map<std::string, std::string> set)
        const {
        const auto file = cli::find_config(named, variables(std::move(set)), current, of_machine);
        return file ? file->string() : file.error().message;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(find_config)

BOOST_AUTO_TEST_CASE(the_order_of_places) {
    const everything all;
    const std::map<std::string, std::string> home = {{"HOME", (all.root.path() / "home").string()}};
    auto with_variable = home;
    with_variable["MUSTER_CONFIG"] = all.by_variable.string();
    BOOST_TEST(all.found(all.asked, with_variable) == all.asked.string());
    BOOST_TEST(all.found("", with_variable) == all.by_variable.string());
    BOOST_TEST(all.found("", home) == all.in_repository.string());
    std::filesystem::remove(all.in_repository);
    BOOST_TEST(all.found("", home) == all.of_user.string());
    std::filesystem::remove(all.of_user);
    BOOST_TEST(all.found("", home) == all.of_machine.string());
}

BOOST_AUTO_TEST_CASE(the_nearest_of_the_repository_wins) {
    const everything all;
    const auto nearer = all.root.write("repository/a/muster.yaml", "");
    BOOST_TEST(all.found("", {}) == nearer.string());
}

BOOST_AUTO_TEST_CASE(a_parent_beyond_the_repository_is_not_looked_at) {
    const everything all;
    all.root.write("muster.yaml", "");
    std::filesystem::remove(all.in_repository);
    BOOST_TEST(all.found("", {}) == all.of_machine.string());
}

BOOST_AUTO_TEST_CASE(outside_a_repository_only_the_folder_itself_is_looked_at) {
    const everything all;
    std::filesystem::remove(all.root.path() / "repository/.git");
    BOOST_TEST(all.found("", {}) == all.of_machine.string());
    const auto here = all.root.write("repository/a/b/muster.yaml", "");
    BOOST_TEST(all.found("", {}) == here.string());
}

BOOST_AUTO_TEST_CASE(xdg_config_home_goes_before_home) {
    const everything all;
    std::filesystem::remove(all.in_repository);
    const auto file = all.root.write("xdg/muster/config.yaml", "");
    BOOST_TEST(
        all.found(
            "",
            {{"HOME", (all.root.path() / "home").string()},
             {"XDG_CONFIG_HOME", (all.root.path() / "xdg").string()}}
        ) == file.string()
    );
}

BOOST_AUTO_TEST_CASE(an_empty_variable_is_as_good_as_none) {
    const everything all;
    BOOST_TEST(
        all.found("", {{"MUSTER_CONFIG", ""}, {"XDG_CONFIG_HOME", ""}, {"HOME", ""}}) ==
        all.in_repository.string()
    );
}

BOOST_AUTO_TEST_CASE(what_is_named_and_not_there_is_an_error) {
    const everything all;
    BOOST_TEST(
        all.found("/nowhere/m.yaml", {}) ==
        "there is no configuration /nowhere/m.yaml, which --config names"
    );
    BOOST_TEST(
        all.found("", {{"MUSTER_CONFIG", "/nowhere/m.yaml"}}) ==
        "there is no configuration /nowhere/m.yaml, which $MUSTER_CONFIG names"
    );
}

BOOST_AUTO_TEST_CASE(when_there_is_none_the_message_says_where_it_looked) {
    const auto file = cli::find_config(
        "", variables({{"HOME", "/nowhere/home"}}), "/nowhere/here", "/nowhere/etc.yaml"
    );
    BOOST_TEST_REQUIRE(!file.has_value());
    BOOST_TEST(
        base::to_text(file.error()) ==
        "error: there is no configuration; looked for /nowhere/here/muster.yaml, "
        "/nowhere/home/.config/muster/config.yaml, /nowhere/etc.yaml\n"
        "  write a muster.yaml here, or name one with --config"
    );
}

BOOST_AUTO_TEST_SUITE_END()
