#include "policy/read_set.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace policy {
namespace {

constexpr std::size_t longest_lineage = 16;

const document::node* text_at(
    const document::node& root, std::string_view outer, std::string_view key
) {
    const auto* in = root.find(outer);
    const auto* found = in == nullptr ? nullptr : in->find(key);
    return found == nullptr || found->kind != document::node_kind::text ? nullptr : found;
}

std::string name_of(const policy_source& which) {
    const auto* name = text_at(which.root, "metadata", "name");
    return name == nullptr ? std::string() : name->text;
}

class set_reader {
public:
    set_reader(
        std::vector<policy_source> sources,
        const catalog::definitions& all,
        const reading& with,
        base::diagnostics& problems
    )
        : sources_(std::move(sources)),
          all_(all),
          with_(with),
          problems_(problems),
          done_(sources_.size()) {}

    std::vector<policy_file> read() {
        override_all();
        std::vector<policy_file> made;
        for (std::size_t i = 0; i < sources_.size(); ++i) read_one(i);
        for (auto& each : done_)
            if (each->has_value()) made.push_back(std::move(**each));
        return made;
    }

private:
    void override_all() {
        std::vector<bool> used(with_.overrides.size(), false);
        for (auto& each : sources_) override_variables(each.root, with_.overrides, used);
        for (std::size_t i = 0; i < used.size(); ++i) {
            if (used[i]) continue;
            const auto& which = with_.overrides[i];
            base::diagnostic wrong;
            wrong.code = "policy.unknown-variable";
            wrong.message = fmt::format("no policy has the variable '{}'", which.name);
            wrong.where = which.value.where;
            wrong.hint = suggestion(
                which.name, variables(), "only what stands in spec.vars of a policy can be given"
            );
            problems_.add(std::move(wrong));
        }
    }

    [[nodiscard]] std::vector<std::string> variables() const {
        std::vector<std::string> all;
        for (const auto& each : sources_) {
            const auto* spec = each.root.find("spec");
            const auto* vars = spec == nullptr ? nullptr : spec->find("vars");
            if (vars == nullptr) continue;
            for (const auto& [name, value] : vars->entries) all.push_back(name.text);
        }
        return all;
    }

    void read_one(std::size_t which) {
        if (done_[which]) return;
        const auto lineage = lineage_of(which);
        if (!lineage) {
            done_[which].emplace();
            return;
        }
        bool parents_right = true;
        for (const auto each : std::span(*lineage).subspan(1)) {
            read_one(each);
            parents_right = parents_right && done_[each]->has_value();
        }
        std::vector<const policy_source*> sources;
        for (const auto each : *lineage) sources.push_back(&sources_[each]);
        done_[which].emplace(
            parents_right ? read_policy(sources, all_, with_.known, problems_) : std::nullopt
        );
    }

    // The policy, its parent, the parent's parent ...; nothing when that leads nowhere.
    std::optional<std::vector<std::size_t>> lineage_of(std::size_t which) {
        std::vector<std::size_t> all{which};
        for (;;) {
            const auto& last = sources_[all.back()];
            const auto* parent = text_at(last.root, "spec", "extends");
            if (parent == nullptr) return all;
            const auto found = std::ranges::find(sources_, parent->text, name_of);
            if (found == sources_.end()) {
                // Told once, at the policy that says so.
                if (all.size() == 1) refuse_unknown(last, *parent);
                return std::nullopt;
            }
            const auto index = static_cast<std::size_t>(found - sources_.begin());
            const bool circle = std::ranges::find(all, index) != all.end();
            if (circle && index == which) refuse_circle(all, index);
            if (circle) return std::nullopt;
            all.push_back(index);
            if (all.size() <= longest_lineage) continue;
            refuse(
                sources_[which],
                *text_at(sources_[which].root, "spec", "extends"),
                "policy.too-large",
                fmt::format("policies may extend each other {} deep at most", longest_lineage),
                ""
            );
            return std::nullopt;
        }
    }

    void refuse_unknown(const policy_source& from, const document::node& parent) {
        std::vector<std::string> names;
        for (const auto& each : sources_)
            if (&each != &from) names.push_back(name_of(each));
        refuse(
            from,
            parent,
            "policy.unknown-parent",
            fmt::format("there is no policy '{}' among those given", parent.text),
            suggestion(
                parent.text, names, "give its file as well; it is found by its metadata.name"
            )
        );
    }

    void refuse_circle(const std::vector<std::size_t>& all, std::size_t again) {
        std::vector<std::string> names;
        for (const auto each : all) names.push_back(name_of(sources_[each]));
        names.push_back(name_of(sources_[again]));
        const auto& from = sources_[again];
        refuse(
            from,
            *text_at(from.root, "spec", "extends"),
            "policy.cycle",
            fmt::format("policies extend each other in a circle: {}", fmt::join(names, " -> ")),
            ""
        );
    }

    void refuse(
        const policy_source& from,
        const document::node& at,
        std::string code,
        std::string message,
        std::string hint
    ) {
        reporter(*from.text, problems_)
            .error(std::move(code), at.where, "spec.extends", std::move(message), std::move(hint));
    }

    std::vector<policy_source> sources_;
    const catalog::definitions& all_;
    const reading& with_;
    base::diagnostics& problems_;
    std::vector<std::optional<std::optional<policy_file>>> done_;  // by source, once it was read
};

}  // namespace

std::vector<policy_file> read_policies(
    std::vector<policy_source> sources,
    const catalog::definitions& all,
    const reading& with,
    base::diagnostics& problems
) {
    return set_reader(std::move(sources), all, with, problems).read();
}

}  // namespace policy
