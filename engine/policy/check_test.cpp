#include "policy/check_test.hpp"

#include "catalog/misfits.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace policy {
namespace {

std::string shown(const model::value& value) {
    return value.is_structured() ? boost::json::serialize(value) : catalog::described(value);
}

std::string shown(const model::wanted_value& wanted) {
    if (const auto* whole = std::get_if<model::step_reference>(&wanted))
        return model::reference_in_words(whole->step_id);
    return shown(model::in_words(wanted));
}

std::string shown(const expected_key& key) {
    if (const auto* value = std::get_if<model::value>(&key.wanted)) return shown(*value);
    if (const auto* item = std::get_if<expected_key::item_id>(&key.wanted))
        return fmt::format("${{steps.{}.id}}", item->step);
    return "nothing, because the key is not managed";
}

bool fits(const expected_key& key, const model::setting* got) {
    if (std::holds_alternative<expected_key::unmanaged>(key.wanted)) return got == nullptr;
    if (got == nullptr) return false;
    if (const auto* value = std::get_if<model::value>(&key.wanted)) {
        return !std::holds_alternative<model::step_reference>(got->wanted) &&
               model::in_words(got->wanted) == *value;
    }
    const auto* has = std::get_if<model::step_reference>(&got->wanted);
    return has != nullptr && has->step_id == std::get<expected_key::item_id>(key.wanted).step;
}

const model::setting* find_setting(const model::job& in, const expected_key& which) {
    for (const auto& step : in.steps) {
        if (step.id != which.step && step.target != which.step) continue;
        const auto found = std::ranges::find(step.with, which.key, &model::setting::key);
        if (found != step.with.end()) return std::to_address(found);
    }
    return nullptr;
}

class checker {
public:
    checker(
        const policy_file& of,
        const policy_test& which,
        const model::job* job,
        const base::diagnostics& faults,
        base::diagnostics& problems
    )
        : which_(which), job_(job), faults_(faults), report_(reporter_of(of, problems)) {}

    void check() {
        switch (which_.expected) {
            case policy_test::verdict::no_match:
                if (job_ != nullptr || faults_.has_errors()) fail("no match");
                return;
            case policy_test::verdict::error:
                return check_error();
            case policy_test::verdict::values:
                if (job_ == nullptr) return fail("values");
                for (const auto& each : which_.keys) check_key(each);
        }
    }

private:
    void fail(std::string_view expected) {
        std::string got = "no match";
        if (job_ != nullptr) got = "values";
        if (faults_.has_errors())
            got = fmt::format("the error \"{}\"", faults_.sorted().front().message);
        report_.error(
            "policy.test-failed",
            which_.where,
            which_.path,
            fmt::format("the test '{}' expected {}, got {}", which_.name, expected, got)
        );
    }

    void check_error() {
        const auto all = faults_.sorted();
        const bool told = std::ranges::any_of(all, [&](const base::diagnostic& each) {
            return each.message.contains(which_.error);
        });
        if (!told) fail(fmt::format("an error with \"{}\"", which_.error));
    }

    void check_key(const expected_key& key) {
        const auto* got = find_setting(*job_, key);
        if (fits(key, got)) return;
        report_.error(
            "policy.test-failed",
            key.where,
            key.path,
            fmt::format(
                "the test '{}' expected {}, got {}",
                which_.name,
                shown(key),
                got == nullptr ? "nothing" : shown(got->wanted)
            ),
            got == nullptr ? "the policy does not manage this key for such a user"
                           : fmt::format("it is said at {}", base::to_string(got->origin->where))
        );
    }

    const policy_test& which_;
    const model::job* job_;
    const base::diagnostics& faults_;
    reporter report_;
};

}  // namespace

void check_test(
    const policy_file& of,
    const policy_test& which,
    const model::job* job,
    const base::diagnostics& faults,
    base::diagnostics& problems
) {
    checker(of, which, job, faults, problems).check();
}

}  // namespace policy
