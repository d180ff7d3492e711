#include "run/export_check.hpp"

#include "catalog/calls.hpp"
#include "catalog/values.hpp"
#include "document/yaml.hpp"
#include "policy/policy_set.hpp"
#include "roster/document_source.hpp"
#include "roster/equipped_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

namespace run {

namespace {

using complaint = std::optional<std::string>;

std::string first_of(const base::diagnostics& problems) {
    return base::to_text(problems.sorted().front());
}

std::optional<policy::policy_set> policies_in(
    const std::vector<text_file>& files,
    const catalog::definitions& all,
    base::diagnostics& problems
) {
    std::vector<policy::policy_text> texts;
    for (const auto& each : files)
        if (each.name.starts_with("policies/")) texts.push_back({each.text, each.name});
    return policy::policy_set::read_texts(texts, all, problems);
}

std::unique_ptr<roster::source> roster_in(
    const std::vector<text_file>& files, base::diagnostics& problems
) {
    const auto file = std::ranges::find(files, "roster.yaml", &text_file::name);
    auto root = document::read_yaml(file->text, file->name, problems);
    auto people = root ? roster::document_source::open(std::move(*root), problems) : nullptr;
    if (!people) return nullptr;
    return roster::equipped_source::open(std::move(people), {}, problems);
}

// The resource as somebody has it: his settings, or the item of this name.
std::optional<model::object> seen(
    const catalog::resource& what, const model::step& step, const model::value& state
) {
    if (what.kind == model::step_kind::settings) return state.as_object();
    const auto key = std::ranges::find(step.with, what.key_field, &model::setting::key);
    const auto* name = std::get_if<model::value>(&key->wanted);
    auto found =
        catalog::read_from_answer(what, state, std::string(std::string_view(name->as_string())));
    return found ? std::move(*found) : std::nullopt;
}

// One user's job against what he has.
class comparison {
public:
    comparison(const model::job& what, const snapshot::entry& has, const catalog::definitions& all)
        : what_(what), has_(has), all_(all) {}

    complaint first_difference() {
        for (const auto& step : what_.steps)
            if (auto wrong = of(step)) return wrong;
        return std::nullopt;
    }

private:
    complaint of(const model::step& step) {
        const auto* resource = all_.find_resource(step.target);
        const auto image = seen(*resource, step, has_.state.at(step.target));
        if (!image) return told(step, "", "is not there");
        if (!step.id.empty()) ids_[step.id] = catalog::item_id(*resource, *image).value_or("");
        for (const auto& each : step.with) {
            const auto* field = catalog::find_field(resource->fields, each.key());
            const auto* value = image->if_contains(catalog::answer_name(*field));
            const auto wanted = filled(each.wanted);
            if (value == nullptr || !catalog::same(*field, wanted, *value))
                return told(step, each.key(), "would be changed");
        }
        return std::nullopt;
    }

    [[nodiscard]] model::value filled(const model::wanted_value& what) const {
        if (const auto* value = std::get_if<model::value>(&what)) return *value;
        if (const auto* id = std::get_if<model::step_reference>(&what))
            return model::value(ids_.at(id->step_id));
        const auto& open = std::get<model::open_value>(what);
        auto made = open.what;
        for (const auto& each : open.places)
            model::put_at(made, each.path, model::value(ids_.at(each.step_id)));
        return made;
    }

    [[nodiscard]] std::string told(
        const model::step& step, const std::string& key, std::string_view what
    ) const {
        return fmt::format(
            "what was made of the snapshot does not say the same: of user {}, {} {}{}",
            what_.who.id.value(),
            model::label(step),
            key.empty() ? "" : key + ' ',
            what
        );
    }

    const model::job& what_;
    const snapshot::entry& has_;
    const catalog::definitions& all_;
    std::map<std::string, std::string> ids_;  // by step
};

}  // namespace

complaint misstatement(
    const std::vector<text_file>& files,
    const std::vector<snapshot::entry>* against,
    const catalog::definitions& all
) {
    base::diagnostics problems;
    const auto policies = policies_in(files, all, problems);
    const auto people = policies ? roster_in(files, problems) : nullptr;
    std::map<std::int64_t, const snapshot::entry*> known;
    if (against != nullptr)
        for (const auto& each : *against) known[each.user.value()] = &each;
    while (people) {
        auto user = people->next(problems);
        if (!user) break;
        const auto job = policies->expand(std::move(*user), problems);
        if (problems.has_errors()) break;
        const auto found = job ? known.find(job->who.id.value()) : known.end();
        if (found == known.end()) continue;
        if (auto wrong = comparison(*job, *found->second, all).first_difference()) return wrong;
    }
    if (problems.has_errors()) return "what was made cannot be read: " + first_of(problems);
    return std::nullopt;
}

}  // namespace run
