#include "cli/saved_plan.hpp"

#include "plan/saved_head.hpp"

#include <utility>

namespace cli {

namespace {

void refuse(
    base::diagnostics& problems, std::string code, std::string what, const std::string& file
) {
    base::diagnostic made;
    made.code = std::move(code);
    made.message = std::move(what);
    made.where = {std::make_shared<const std::string>(file), 0, 0};
    made.hint = "a plan is what 'muster plan --out FILE' saves";
    problems.add(std::move(made));
}

}  // namespace

bool is_plan(const std::string& file) {
    const auto opened = run::plan_file::existing(file);
    if (!opened) return false;
    run::plan_file::lines lines(*opened);
    const auto first = lines.next();
    return first && *first && plan::head_from(**first).has_value();
}

std::string portal_of_plan(const std::string& file, base::diagnostics& problems) {
    const auto opened = run::plan_file::existing(file);
    if (!opened) {
        refuse(problems, "plan.unreadable", base::describe(opened.error()), file);
        return {};
    }
    run::plan_file::lines lines(*opened);
    const auto first = lines.next();
    if (!first || !*first) {
        refuse(
            problems,
            first ? "plan.not-a-plan" : "plan.unreadable",
            first ? "this file is empty, and no plan" : base::describe(first.error()),
            file
        );
        return {};
    }
    const auto head = plan::head_from(**first);
    if (!head) {
        refuse(problems, "plan.not-a-plan", head.error(), file);
        return {};
    }
    return head->portal.value();
}

std::unique_ptr<saved_plan> open_plan(
    const std::string& file,
    std::shared_ptr<const catalog::definitions> catalog,
    base::diagnostics& problems
) {
    auto opened = run::plan_file::existing(file);
    if (!opened) {
        refuse(problems, "plan.unreadable", base::describe(opened.error()), file);
        return nullptr;
    }
    std::unique_ptr<saved_plan> made(new saved_plan{std::move(*opened), std::move(catalog), nullptr}
    );
    auto reader = run::plan_reader::open(made->file, *made->catalog, problems);
    if (!reader) return nullptr;
    made->reader = std::make_unique<run::plan_reader>(std::move(*reader));
    return made;
}

}  // namespace cli
