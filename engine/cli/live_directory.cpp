#include "cli/live_directory.hpp"

#include "async/system_clock_source.hpp"
#include "cli/advice.hpp"
#include "cli/directory_session.hpp"
#include "cli/problems.hpp"
#include "cli/state_folder.hpp"
#include "report/duration_text.hpp"
#include "roster/directory_stamp.hpp"
#include "run/directory_refresh.hpp"

#include <boost/crc.hpp>
#include <fmt/format.h>

#include <csignal>
#include <iostream>
#include <string>

namespace cli {

namespace {

using found = std::expected<roster::directory_stamp, roster::cache_state>;

constexpr std::string_view how_to_read = "'muster roster check' reads the directory and keeps it";

run::directory_request request_of(const config& settings, const portal_config& portal) {
    const auto& asked = *settings.directory_of(portal);
    run::directory_request made;
    made.portal = portal.name.value();
    made.url = portal.url;
    made.departments = asked.departments;
    made.who.fields = asked.filter;
    made.who.active = asked.active;
    made.who.from = asked.from;
    made.where = asked.where;
    return made;
}

std::chrono::milliseconds age_of(const roster::directory_stamp& what) {
    return async::system_clock_source().wall_now() - what.read_at;
}

// A time that lies ahead tells nothing.
bool is_too_old(const roster::directory_stamp& what, const directory_config& asked) {
    const auto age = age_of(what);
    return age < std::chrono::milliseconds(0) || age >= asked.max_age;
}

void say(const options& given, const std::string& text) {
    if (given.talk != verbosity::quiet) std::cerr << text << '\n';
}

void tell_age(const options& given, const roster::directory_stamp& what) {
    say(given,
        fmt::format(
            "Directory of {}: {} {}, read {} ago ({}).",
            what.portal,
            what.users,
            what.users == 1 ? "user" : "users",
            report::duration_text(age_of(what)),
            base::to_rfc3339(what.read_at)
        ));
}

base::diagnostic problem(const people_workspace& files, std::string code, std::string message) {
    base::diagnostic made;
    made.code = std::move(code);
    made.message = std::move(message);
    made.where = files.settings->directory_of(files.portal)->where;
    made.path = "roster.directory";
    made.hint = how_to_read;
    return made;
}

std::expected<void, exit_code> take_what_is_kept(
    const people_workspace& files,
    const options& given,
    const found& kept,
    base::diagnostics& problems
) {
    if (kept) {
        tell_age(given, *kept);
        if (!is_too_old(*kept, *files.settings->directory_of(files.portal))) return {};
        auto old = problem(
            files,
            "roster.old-directory",
            fmt::format(
                "the directory of {} was read {} ago, which is more than its max_age",
                kept->portal,
                report::duration_text(age_of(*kept))
            )
        );
        old.level = base::severity::warning;
        problems.add(std::move(old));
        return {};
    }
    const bool damaged = kept.error() == roster::cache_state::damaged;
    problems.add(problem(
        files,
        damaged ? "roster.damaged-directory" : "roster.unread-directory",
        damaged ? "what was kept of the portal's directory is damaged, and this command asks no "
                  "portal"
                : "the portal's directory was not read yet, and this command asks no portal"
    ));
    return std::unexpected(exit_code::invalid);
}

std::expected<void, exit_code> complain(exit_code how, const std::string& text) {
    std::cerr << "muster: " << text << '\n';
    return std::unexpected(how);
}

std::expected<void, exit_code> tell_failure(
    const people_workspace& files, const found& kept, const run::refresh_end& ended
) {
    const auto& why = ended.why;
    auto text = fmt::format("the directory of {} could not be read", files.portal.name.value());
    if (!why.code.empty()) text += ": " + why.code;
    if (!why.text.empty()) text += ": " + why.text;
    if (const auto advice = advice_about(why.code); !why.code.empty() && !advice.empty())
        text += "\n  " + advice;
    if (why.code == "insufficient_scope")
        text += "\n  Reading the directory takes the scopes user and department.";
    if (kept)
        text += fmt::format(
            "\n  What was read {} ago is not used in its place.",
            report::duration_text(age_of(*kept))
        );
    model::run_summary as_run;
    as_run.end = ended.how;
    return complain(exit_code_of(as_run), text);
}

std::expected<void, exit_code> read_again(
    const people_workspace& files,
    const options& given,
    const found& kept,
    base::diagnostics& problems
) {
    if (!files.has_admin()) {
        auto missing = files.missing_admin();
        missing.message = fmt::format(
            "the roster is the directory of {}, which takes an administrator's webhook",
            files.portal.name.value()
        );
        problems.add(std::move(missing));
        return std::unexpected(exit_code::invalid);
    }
    const auto& cache = files.people.directory;
    const auto state = state_folder(files.settings->state_dir);
    if (!state) return complain(exit_code::state_lost, base::describe(state.error()));
    std::error_code wrong;
    std::filesystem::create_directories(cache.parent_path(), wrong);
    if (wrong)
        return complain(
            exit_code::state_lost, cache.parent_path().string() + ": " + wrong.message()
        );

    say(given, fmt::format("Reading the directory of {} ...", files.portal.name.value()));
    directory_session session(files);
    const auto ended = session.read(request_of(*files.settings, files.portal), cache, problems);
    if (!ended) return complain(exit_code::state_lost, base::describe(ended.error()));
    if (session.signal()) {
        if (ended->how == model::run_end::interrupted)
            say(given, "Stopped; what was kept of the directory is as it was.");
        return std::unexpected(
            *session.signal() == SIGTERM ? exit_code::terminated : exit_code::interrupted
        );
    }
    if (ended->how != model::run_end::complete) return tell_failure(files, kept, *ended);
    if (problems.has_errors()) {
        print_problems(problems, given, notes::left_out, contact::asked);
        problems = {};  // told
        return std::unexpected(exit_code::invalid);
    }
    say(given,
        fmt::format(
            "Directory of {}: {} {}, read now with {} requests.",
            ended->stamp.portal,
            ended->stamp.users,
            ended->stamp.users == 1 ? "user" : "users",
            ended->counts.requests
        ));
    return {};
}

}  // namespace

std::filesystem::path directory_cache(const config& settings, const portal_config& portal) {
    const auto question = run::query_text(request_of(settings, portal));
    boost::crc_32_type sum;
    sum.process_bytes(question.data(), question.size());
    return state_folder_name(settings.state_dir) / "directory" /
           fmt::format("{}-{:08x}.jsonl", portal.name.value(), sum.checksum());
}

std::expected<void, exit_code> have_directory(
    const people_workspace* files, const options& given, network how, base::diagnostics& problems
) {
    if (files == nullptr) return std::unexpected(exit_code::invalid);
    if (files->people.directory.empty()) return {};
    const auto kept = roster::look_into_cache(
        files->people.directory, run::query_text(request_of(*files->settings, files->portal))
    );
    if (how == network::forbidden) return take_what_is_kept(*files, given, kept, problems);
    const bool fresh = kept && !is_too_old(*kept, *files->settings->directory_of(files->portal));
    if (!fresh || given.refresh == refresh_choice::always)
        return read_again(*files, given, kept, problems);
    tell_age(given, *kept);
    return {};
}

}  // namespace cli
