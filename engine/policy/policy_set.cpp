#include "policy/policy_set.hpp"

#include "document/file_text.hpp"
#include "document/json_value.hpp"
#include "document/yaml.hpp"
#include "policy/check_test.hpp"
#include "policy/merge.hpp"
#include "policy/policy_file.hpp"
#include "policy/user_names.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>

namespace policy {
namespace {

// FNV-1a, 64 bits.
class text_hash {
public:
    void add(std::string_view text) {
        for (const auto c : text) add_byte(static_cast<unsigned char>(c));
        add_byte(0);  // so that what belongs to which text counts as well
    }
    [[nodiscard]] std::string hex() const { return fmt::format("{:016x}", hash_); }

private:
    void add_byte(unsigned char byte) {
        hash_ ^= byte;
        hash_ *= 0x100000001b3ULL;
    }

    std::uint64_t hash_ = 0xcbf29ce484222325ULL;
};

// A policy is written by hand; one beyond this is something else.
constexpr std::size_t largest_file = std::size_t{1} << 20U;

void add_source(
    std::string_view text,
    std::string_view file,
    std::vector<policy_source>& into,
    base::diagnostics& problems
) {
    auto root = document::read_yaml(text, file, problems, {.bytes = largest_file});
    if (root) into.push_back({std::make_shared<const source_text>(file, text), std::move(*root)});
}

void refuse_same_names(const std::vector<policy_file>& policies, base::diagnostics& problems) {
    for (std::size_t i = 1; i < policies.size(); ++i) {
        const auto& which = policies[i];
        const auto before = std::span(policies).first(i);
        const auto same = std::ranges::find(before, which.name, &policy_file::name);
        if (same == before.end()) continue;
        reporter(*which.source, problems)
            .error(
                "policy.duplicate-name",
                which.where,
                "metadata.name",
                fmt::format(
                    "the policy at {} is called '{}' too", base::to_string(same->where), which.name
                ),
                "give each policy a name of its own"
            );
    }
}

std::vector<policy_file> read_different(
    std::vector<policy_source> sources,
    const catalog::definitions& all,
    const reading& with,
    base::diagnostics& problems
) {
    auto policies = read_policies(std::move(sources), all, with, problems);
    refuse_same_names(policies, problems);
    return policies;
}

}  // namespace

struct policy_set::state {
    std::vector<policy_file> policies;
    std::vector<std::size_t> by_priority;  // the higher first, those of one priority as they came
    std::string fingerprint;
    turn_taking turns = turn_taking::none;

    state(std::vector<policy_file> read, const reading& with) : policies(std::move(read)) {
        by_priority.resize(policies.size());
        std::iota(by_priority.begin(), by_priority.end(), std::size_t{0});
        std::ranges::sort(by_priority, [this](std::size_t a, std::size_t b) {
            if (policies[a].priority != policies[b].priority)
                return policies[a].priority > policies[b].priority;
            return a < b;
        });
        const bool given = std::ranges::any_of(policies, [](const policy_file& each) {
            return each.turns.weight != 1 || each.turns.throttle != 0;
        });
        if (given) turns = turn_taking::given;
        // Otherwise all jobs are one lot: their order is that of the roster.
        if (!given)
            for (auto& each : policies) each.turns = {};
        text_hash hash;
        for (const auto& each : policies) hash.add(each.source->text());
        for (const auto& each : with.overrides) {
            hash.add(each.name);
            hash.add(boost::json::serialize(document::to_json(each.value)));
        }
        fingerprint = hash.hex();
    }
};

policy_set::policy_set(std::unique_ptr<const state> what) : state_(std::move(what)) {}
policy_set::policy_set(policy_set&&) noexcept = default;
policy_set& policy_set::operator=(policy_set&&) noexcept = default;
policy_set::~policy_set() = default;

std::optional<policy_set> policy_set::read(
    std::span<const std::filesystem::path> files,
    const catalog::definitions& all,
    base::diagnostics& problems,
    const reading& with
) {
    const auto errors = problems.errors();
    if (files.empty())
        problems.add(
            {base::severity::error, "policy.no-policy", "no policy was given", {}, "", "", ""}
        );
    std::vector<policy_source> sources;
    for (const auto& file : files) {
        const auto text = document::read_file(file, largest_file, problems);
        if (text) add_source(*text, file.string(), sources, problems);
    }
    auto policies = read_different(std::move(sources), all, with, problems);
    if (problems.errors() != errors) return std::nullopt;
    return policy_set(std::make_unique<const state>(std::move(policies), with));
}

std::optional<policy_set> policy_set::read_texts(
    std::span<const policy_text> texts,
    const catalog::definitions& all,
    base::diagnostics& problems,
    const reading& with
) {
    const auto errors = problems.errors();
    std::vector<policy_source> sources;
    for (const auto& each : texts) add_source(each.text, each.file, sources, problems);
    auto policies = read_different(std::move(sources), all, with, problems);
    if (problems.errors() != errors) return std::nullopt;
    return policy_set(std::make_unique<const state>(std::move(policies), with));
}

std::optional<policy_set> policy_set::read_text(
    std::string_view text,
    std::string_view file,
    const catalog::definitions& all,
    base::diagnostics& problems,
    const reading& with
) {
    const policy_text only{text, file};
    return read_texts({&only, 1}, all, problems, with);
}

namespace {

using verdict = explained_policy::verdict;

// Whether the policy is meant for the user. A fault is reported, and nothing is said.
std::optional<verdict> verdict_for(
    const policy_file& which, const model::user& who, base::diagnostics& problems
) {
    if (which.meant == purpose::parent_only) return verdict::parent_only;
    std::expected<bool, fault> said = true;
    if (which.match) said = matches(*which.match, who);
    if (said && !*said) return verdict::not_matched;
    if (said && which.when) {
        user_names known(&who, which.variables);
        said = decide(which.when->what, known);
        if (!said) place(said.error(), which.when->from);
    }
    if (said) return *said ? verdict::applies : verdict::condition_false;
    reporter_of(which, problems).error(said.error(), about(who));
    return std::nullopt;
}

}  // namespace

std::optional<model::job> policy_set::expand(
    model::user who, base::diagnostics& problems, std::vector<std::uint64_t>* matched
) const {
    merger made(who, problems);
    bool any = false;
    bool faulty = false;
    if (matched != nullptr) matched->resize(state_->policies.size(), 0);
    for (const auto index : state_->by_priority) {
        const auto& which = state_->policies[index];
        const auto said = verdict_for(which, who, problems);
        faulty = faulty || !said;
        if (!said || *said != verdict::applies) continue;
        any = true;
        if (matched != nullptr) ++(*matched)[index];
        made.add(which);
    }
    if (faulty || !any) return std::nullopt;
    auto job = made.finish(but_);
    if (job) job->who = std::move(who);
    return job;
}

std::optional<explanation> policy_set::explain(const model::user& who, base::diagnostics& problems)
    const {
    merger made(who, problems, memory::everything);
    explanation all{who, {}, {}};
    bool faulty = false;
    for (const auto index : state_->by_priority) {
        const auto& which = state_->policies[index];
        const auto said = verdict_for(which, who, problems);
        faulty = faulty || !said;
        if (!said) continue;
        all.policies.push_back(
            {which.name,
             which.priority,
             which.where,
             *said,
             which.turns.weight,
             which.turns.throttle}
        );
        if (*said == verdict::applies) made.add(which);
    }
    auto steps = made.explain(but_);
    if (faulty || !steps) return std::nullopt;
    all.steps = std::move(*steps);
    return all;
}

void policy_set::warn_of_idle(
    const std::vector<std::uint64_t>& matched, base::diagnostics& problems
) const {
    for (std::size_t i = 0; i < state_->policies.size(); ++i) {
        const auto& which = state_->policies[i];
        const bool is_idle = i >= matched.size() || matched[i] == 0;
        if (!is_idle || which.meant == purpose::parent_only) continue;
        reporter_of(which, problems)
            .warning(
                "policy.matches-nobody",
                which.where,
                "metadata.name",
                fmt::format("the policy '{}' matches nobody on the roster", which.name),
                "look at its spec.match and spec.when, and at the roster's columns"
            );
    }
}

std::size_t policy_set::check_tests(base::diagnostics& problems) const {
    std::size_t count = 0;
    for (const auto& which : state_->policies) {
        count += which.tests.size();
        for (const auto& each : which.tests) {
            base::diagnostics faults;
            const auto said = verdict_for(which, each.who, faults);
            std::optional<model::job> job;
            if (said == verdict::applies || said == verdict::parent_only) {
                merger made(each.who, faults);
                made.add(which);
                job = made.finish({});
            }
            check_test(which, each, job ? &*job : nullptr, faults, problems);
        }
    }
    return count;
}

std::vector<std::string> policy_set::names() const {
    std::vector<std::string> names;
    for (const auto& each : state_->policies) names.push_back(each.name);
    return names;
}

turn_taking policy_set::turns() const {
    return state_->turns;
}

std::string policy_set::fingerprint() const {
    return state_->fingerprint;
}

}  // namespace policy
