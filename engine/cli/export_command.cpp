#include "cli/export_command.hpp"

#include "cli/export_source.hpp"
#include "cli/export_told.hpp"
#include "cli/live_directory.hpp"
#include "cli/named_file.hpp"
#include "cli/new_folder.hpp"
#include "cli/problems.hpp"
#include "cli/reference/indented_json.hpp"
#include "cli/reference/schema.hpp"
#include "cli/workspace.hpp"
#include "migration/passage.hpp"
#include "run/export_states.hpp"

#include <fmt/format.h>

#include <array>
#include <iostream>
#include <optional>
#include <utility>

namespace cli {

namespace {

constexpr std::array schemas{schema_kind::policy, schema_kind::roster, schema_kind::mapping};

std::unexpected<exit_code> complain(exit_code how, const base::failure& what) {
    std::cerr << "muster: " << base::describe(what) << '\n';
    return std::unexpected(how);
}

// Everybody on the roster of the other portal.
std::expected<migration::residents, exit_code> residents_of(
    const std::string& portal, const options& given, base::diagnostics& problems
) {
    auto there = given;
    there.portals = {portal};
    there.roster.clear();
    there.limit.reset();
    there.exclude.reset();
    const auto files = open_people(there, problems);
    const auto people =
        have_directory(files ? &*files : nullptr, there, network::allowed, problems);
    if (!people) return std::unexpected(people.error());
    migration::residents made;
    const auto who = files->open_roster(problems);
    while (who) {
        const auto user = who->next(problems);
        if (!user) break;
        made.add({user->id, user->email});
    }
    return made;
}

std::optional<migration::mapping> mapping_of(
    const export_wish& wished, base::diagnostics& problems
) {
    if (wished.mapping.empty()) return migration::mapping();
    if (!is_there(wished.mapping, "--mapping names it", problems)) return std::nullopt;
    return migration::mapping::read(wished.mapping, problems);
}

base::result<void> write(
    new_folder& into,
    const run::exported& made,
    const export_wish& wished,
    const catalog::definitions& all
) {
    base::result<void> done;
    const auto put = [&](const std::string& name, const std::string& text) {
        if (done) done = into.put(name, text);
    };
    for (const auto& each : made.files) put(each.name, each.text);
    for (const auto kind : schemas)
        put(fmt::format("schema/{}.v1.json", schema_names[static_cast<std::size_t>(kind)]),
            indented_json(schema_of(kind, all)));
    if (!made.left.empty()) put("left-out.csv", left_out_csv(made.left));
    if (!wished.to.empty())
        if (const auto draft = mapping_draft(made.left, wished.to); !draft.empty())
            put("mapping.yaml", draft);
    return done ? into.take_name() : done;
}

exit_code code_of(const run::exported& made, exit_code read) {
    const bool lost = std::ranges::any_of(made.left, [](const migration::left_out& each) {
        return each.what.empty();
    });
    return lost ? worse_of(read, exit_code::some_blocked) : read;
}

}  // namespace

exit_code export_command(const options& given, const export_wish& wished) {
    base::diagnostics problems;
    auto folder = new_folder::beside(wished.out);
    if (!folder) return complain(exit_code::state_lost, folder.error()).error();
    auto how = mapping_of(wished, problems);
    migration::residents there;
    if (!wished.to.empty()) {
        auto found = residents_of(wished.to, given, problems);
        if (!found) {
            print_problems(problems, given);
            return found.error();
        }
        there = std::move(*found);
    }
    if (problems.has_errors()) {
        print_problems(problems, given);
        return exit_code::invalid;
    }
    auto source = export_source_of(given, wished, problems);
    if (!source) return source.error();
    migration::passage passage(*how, there, wished.to);
    const auto made = run::export_states(
        {*source->from,
         *source->all,
         *how,
         wished.mode,
         wished.to.empty() ? nullptr : &passage,
         wished.to.empty() ? source->from->about().portal : wished.to,
         source->chosen},
        problems
    );
    print_problems(problems, given, notes::left_out, source->contact_made);
    if (!made) return exit_code::invalid;
    if (const auto done = write(*folder, *made, wished, *source->all); !done)
        return complain(exit_code::state_lost, done.error()).error();
    print_export(given, *made, wished, source->file);
    return code_of(*made, source->code);
}

}  // namespace cli
