#include "policy_samples.hpp"

#include "catalog/definitions.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace {

std::string_view word(model::step_kind kind) {
    switch (kind) {
        case model::step_kind::settings:
            return "settings";
        case model::step_kind::collection:
            return "collection";
        case model::step_kind::call:
            return "call";
    }
    return "";
}

[[noreturn]] void not_right(const base::diagnostics& problems) {
    throw std::runtime_error("the policy is not right:\n" + lines_of(problems));
}

}  // namespace

model::user sample_user(std::string_view attributes) {
    model::user who;
    who.id = model::user_id(17);
    who.email = "ann@acme.example";
    who.attributes = {{"id", 17}, {"email", who.email}};
    const auto more = boost::json::parse(attributes);
    for (const auto& each : more.get_object()) who.attributes[each.key()] = each.value();
    return who;
}

std::string policy_of(std::string_view spec, std::string_view name) {
    return fmt::format(
        "apiVersion: muster/v1\nkind: Policy\nmetadata: {{ name: {} }}\nspec:\n{}", name, spec
    );
}

std::string settings_of(std::string_view keys, std::string_view name) {
    return policy_of(
        fmt::format("  steps:\n    - ensure: calendar.user.settings\n      with:\n{}", keys), name
    );
}

policy::policy_set read_right(std::string_view text) {
    base::diagnostics problems;
    auto read =
        policy::policy_set::read_text(text, "p.yaml", catalog::definitions::built_in(), problems);
    if (!read) not_right(problems);
    return std::move(*read);
}

namespace {

std::optional<policy::policy_set> read_files(
    const std::vector<std::string>& texts, base::diagnostics& problems
) {
    std::string pattern = (std::filesystem::temp_directory_path() / "policy_test.XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder for the test");
    const std::filesystem::path folder(pattern);
    std::vector<std::filesystem::path> files;
    for (const auto& text : texts) {
        files.push_back(folder / fmt::format("{}.yaml", files.size() + 1));
        std::ofstream(files.back()) << text;
    }
    auto read = policy::policy_set::read(files, catalog::definitions::built_in(), problems);
    std::filesystem::remove_all(folder);
    return read;
}

}  // namespace

policy::policy_set read_all(const std::vector<std::string>& texts) {
    base::diagnostics problems;
    auto read = read_files(texts, problems);
    if (!read) not_right(problems);
    return std::move(*read);
}

std::string faults_of_all(const std::vector<std::string>& texts) {
    base::diagnostics problems;
    const auto read = read_files(texts, problems);
    if (read) return "nothing is wrong";
    return lines_of(problems);
}

std::string to_text(const model::job& what) {
    std::string text;
    for (const auto& step : what.steps) {
        if (!step.id.empty()) text += step.id + ": ";
        text += fmt::format(
            "{} {} as {}{}\n",
            word(step.kind),
            step.target,
            step.as == model::acts_as::admin ? "admin" : "user",
            step.repeat == model::repetition::once_per_user ? " once" : ""
        );
        for (const auto& key : step.with) {
            const auto* reference = std::get_if<model::step_reference>(&key.wanted);
            text += fmt::format(
                "  {} = {}\n",
                key.key(),
                reference != nullptr ? "id of " + reference->step_id
                                     : boost::json::serialize(model::in_words(key.wanted))
            );
        }
    }
    return text;
}

std::string job_of(const policy::policy_set& policies, const model::user& who) {
    base::diagnostics problems;
    const auto job = policies.expand(who, problems);
    if (!problems.empty()) return lines_of(problems);
    return job ? to_text(*job) : "nothing";
}

std::string lines_of(const base::diagnostics& problems) {
    std::string text;
    for (const auto& each : problems.sorted()) {
        text += fmt::format(
            "{}:{} {} {}",
            each.where.line,
            each.where.column,
            base::to_string(each.level),
            each.message
        );
        if (!each.path.empty()) text += fmt::format(" [{}]", each.path);
        if (!each.hint.empty()) text += fmt::format(" {}", each.hint);
        text += '\n';
    }
    return text;
}
