#include "catalog/definitions.hpp"
#include "input.hpp"
#include "policy/policy_set.hpp"

#include <string>
#include <vector>

namespace {

constexpr std::string_view next_file = "\n# ---- next file\n";
constexpr std::size_t most_files = 4;

// Several policies in one input, so that one can extend another.
std::vector<policy::policy_text> files_in(std::string_view text) {
    static const std::vector<std::string> names{"1.yaml", "2.yaml", "3.yaml", "4.yaml"};
    std::vector<policy::policy_text> files;
    while (files.size() < most_files) {
        const auto end = text.find(next_file);
        files.push_back({text.substr(0, end), names[files.size()]});
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + next_file.size());
    }
    return files;
}

model::user one_user() {
    model::user who;
    who.id = model::user_id(17);
    who.email = "ann@acme.example";
    who.attributes = {
        {"id", 17},
        {"email", who.email},
        {"name", "Ann Smith"},
        {"department", "Sales EMEA"},
        {"position", "Account manager"},
        {"active", true},
        {"floor", 4},
        {"teams", model::array{"red", "blue"}},
        {"address", model::object{{"city", "Riga"}}},
        {"phone", nullptr},
    };
    return who;
}

policy::reading with_facts() {
    policy::reading made;
    made.known.portal_name = "acme";
    made.known.portal_url = "https://acme.example";
    made.known.environment.emplace("SEASON", "winter");
    made.known.environment.emplace("UNSET", std::nullopt);
    return made;
}

}  // namespace

// Reads the policies, and whatever is right makes and explains the job of one user.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto who = one_user();
    static const auto with = with_facts();
    base::diagnostics problems;
    const auto files = files_in(fuzz::text_of(data, size));
    const auto read =
        policy::policy_set::read_texts(files, catalog::definitions::built_in(), problems, with);
    fuzz::expect(read.has_value() != problems.has_errors());
    fuzz::expect_printable(problems);
    if (!read) return 0;

    base::diagnostics of_user;
    const auto job = read->expand(who, of_user);
    fuzz::expect(!job || !of_user.has_errors());
    fuzz::expect_printable(of_user);

    base::diagnostics of_words;
    const auto words = read->explain(who, of_words);
    fuzz::expect(words.has_value() == !of_user.has_errors());

    base::diagnostics of_tests;
    read->check_tests(of_tests);
    fuzz::expect_printable(of_tests);
    return 0;
}
