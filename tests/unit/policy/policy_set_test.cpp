#include "policy/policy_set.hpp"

#include "catalog/definitions.hpp"
#include "policy_samples.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace {

// A folder that is gone afterwards.
class folder {
public:
    folder() {
        auto pattern = (std::filesystem::temp_directory_path() / "policy_set.XXXXXX").string();
        BOOST_REQUIRE(mkdtemp(pattern.data()) != nullptr);
        path_ = pattern;
    }
    folder(const folder&) = delete;
    folder& operator=(const folder&) = delete;
    ~folder() { std::filesystem::remove_all(path_); }

    [[nodiscard]] std::filesystem::path write(const std::string& name, const std::string& text)
        const {
        std::ofstream(path_ / name) << text;
        return path_ / name;
    }
    [[nodiscard]] std::filesystem::path path(const std::string& name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

const std::string right = policy_of("  steps: [{ ensure: user, with: { NAME: A } }]\n", "right");

}  // namespace

BOOST_AUTO_TEST_SUITE(policy_set)

BOOST_AUTO_TEST_CASE(reads_files_and_tells_their_names_in_order) {
    const auto policies = read_all(
        {policy_of("  steps: [{ ensure: user, with: { NAME: A } }]\n", "zebra"),
         policy_of("  priority: 5\n  steps: [{ ensure: user, with: { NAME: B } }]\n", "ape")}
    );
    const std::vector<std::string> expected{"zebra", "ape"};
    BOOST_TEST(policies.names() == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_faults_of_all_files_are_told_together) {
    const folder files;
    const std::vector paths{
        files.write("a.yaml", policy_of("  stepps: []\n", "a")),
        files.path("missing.yaml"),
        files.write("b.yaml", "kind: [\n"),
        files.write("c.yaml", right)
    };
    base::diagnostics problems;
    const auto read = policy::policy_set::read(paths, catalog::definitions::built_in(), problems);
    BOOST_TEST(!read.has_value());
    std::vector<std::string> named;
    for (const auto& each : problems.sorted())
        named.push_back(std::filesystem::path(*each.where.file).filename().string());
    for (const auto* name : {"a.yaml", "b.yaml", "missing.yaml"})
        BOOST_TEST(std::ranges::count(named, name) >= 1);
    BOOST_TEST(std::ranges::count(named, "c.yaml") == 0);
}

BOOST_AUTO_TEST_CASE(two_policies_of_one_name_are_refused) {
    const folder files;
    const std::vector paths{files.write("a.yaml", right), files.write("b.yaml", right)};
    base::diagnostics problems;
    BOOST_TEST(
        !policy::policy_set::read(paths, catalog::definitions::built_in(), problems).has_value()
    );
    const auto said = problems.sorted();
    BOOST_REQUIRE(said.size() == 1U);
    BOOST_TEST(base::to_string(said[0].where) == files.path("b.yaml").string() + ":3:19");
    BOOST_TEST(
        said[0].message ==
        "the policy at " + files.path("a.yaml").string() + ":3:19 is called 'right' too"
    );
}

BOOST_AUTO_TEST_CASE(no_files_are_a_fault_and_not_a_set_that_matches_nobody) {
    base::diagnostics problems;
    BOOST_TEST(!policy::policy_set::read({}, catalog::definitions::built_in(), problems).has_value()
    );
    BOOST_TEST(lines_of(problems) == "0:0 error no policy was given\n");
}

BOOST_AUTO_TEST_CASE(earlier_problems_of_others_do_not_stop_it) {
    base::diagnostics problems;
    problems.add({base::severity::error, "roster.other", "somebody else's", {}, "", "", ""});
    BOOST_TEST(
        policy::policy_set::read_text(right, "p.yaml", catalog::definitions::built_in(), problems)
            .has_value()
    );
}

BOOST_AUTO_TEST_CASE(the_fingerprint_tells_texts_apart) {
    const auto first = read_right(right);
    BOOST_TEST(first.fingerprint().size() == 16U);
    BOOST_TEST(first.fingerprint() == read_right(right).fingerprint());
    BOOST_TEST(first.fingerprint() != read_right(right + "# another version\n").fingerprint());
}

BOOST_AUTO_TEST_CASE(outlives_the_catalog_and_can_be_moved) {
    auto made = [] {
        catalog::definitions own;
        base::diagnostics problems;
        own.add(
            "apiVersion: muster/v1\nkind: Catalog\nmethods:\n"
            "  a.set: { description: x, scope: user, acts_on: named_user, idempotent: true,\n"
            "    parameters: { level: { type: choice, allowed: [low, high], description: x } } }\n",
            "c.yaml",
            problems
        );
        BOOST_REQUIRE_MESSAGE(problems.empty(), lines_of(problems));
        return policy::policy_set::read_text(
            policy_of("  steps: [{ call: a.set, with: { level: \"${user.level}\" } }]\n"),
            "p.yaml",
            own,
            problems
        );
    }();
    BOOST_REQUIRE(made.has_value());
    const auto moved = std::move(*made);
    BOOST_TEST(
        job_of(moved, sample_user(R"({"level": "high"})")) ==
        "call a.set as admin\n  level = \"high\"\n"
    );
    BOOST_TEST(job_of(moved, sample_user(R"({"level": "hihg"})")).contains("did you mean 'high'?"));
}

BOOST_AUTO_TEST_SUITE_END()
