#include "cli/diff_plans.hpp"

#include "cli/known_catalog.hpp"
#include "cli/problems.hpp"
#include "cli/saved_plan.hpp"
#include "cli/terminal.hpp"
#include "report/plan_diff.hpp"

#include <fmt/format.h>

#include <functional>
#include <iostream>

namespace cli {

namespace {

base::result<void> each_user(
    run::plan_reader& plan, const std::function<void(const model::job_result&)>& visit
) {
    plan.rewind();
    for (;;) {
        const auto user = plan.next();
        if (!user) return std::unexpected(user.error());
        if (!*user) return {};
        visit((*user)->seen);
    }
}

base::result<report::plan_diff> compare(run::plan_reader& first, run::plan_reader& second) {
    report::plan_diff made;
    const std::pair<run::plan_reader*, std::function<void(const model::job_result&)>> passes[] = {
        {&first, [&](const auto& each) { made.add_first(each); }},
        {&second, [&](const auto& each) { made.add_second(each); }},
        {&first,
         [&](const auto& each) {
             if (made.is_shown(each.what.who.id)) made.show_first(each);
         }},
        {&second,
         [&](const auto& each) {
             if (made.is_shown(each.what.who.id)) made.show_second(each);
         }}
    };
    for (const auto& [plan, visit] : passes)
        if (const auto done = each_user(*plan, visit); !done) return std::unexpected(done.error());
    return made;
}

void refuse_other_portal(
    const plan::saved_head& first, const plan::saved_head& second, base::diagnostics& problems
) {
    base::diagnostic made;
    made.code = "plan.other-portal";
    made.message = fmt::format(
        "these plans are of different portals: {} at {}, and {} at {}",
        first.portal.value(),
        first.portal_url,
        second.portal.value(),
        second.portal_url
    );
    made.hint = "users of different portals have nothing in common but their numbers";
    problems.add(std::move(made));
}

void print(
    const options& given, const report::plan_diff& diff, const report::plan_diff_names& names
) {
    if (given.output != output_format::text) {
        std::cout << report::plan_diff_json(diff, names) << std::flush;
        return;
    }
    const bool paint = may_colour(stream::standard_output, given.colour);
    std::cout << report::plan_diff_text(
                     diff, names, paint ? report::colors::on : report::colors::off
                 )
              << std::flush;
}

}  // namespace

exit_code diff_plans(const options& given, const std::string& first, const std::string& second) {
    base::diagnostics problems;
    const auto catalog = known_catalog(given, problems);
    const auto one = open_plan(first, catalog, problems);
    const auto other = open_plan(second, catalog, problems);
    if (one && other && one->reader->head().portal_url != other->reader->head().portal_url)
        refuse_other_portal(one->reader->head(), other->reader->head(), problems);
    print_problems(problems, given, notes::left_out, contact::never);
    if (problems.has_errors()) return exit_code::invalid;
    const auto diff = compare(*one->reader, *other->reader);
    if (!diff) {
        std::cerr << "muster: " << base::describe(diff.error()) << '\n';
        return exit_code::error;
    }
    print(
        given, *diff, {first, one->reader->head().created, second, other->reader->head().created}
    );
    const bool tells = !diff->is_empty() && given.detail == exit_detail::differences;
    return tells ? exit_code::differences : exit_code::done;
}

}  // namespace cli
