#include "cli/approval.hpp"

#include "cli/safeguards.hpp"
#include "cli/shell_word.hpp"
#include "cli/terminal.hpp"
#include "report/escaping.hpp"

#include <fmt/format.h>

#include <iostream>
#include <vector>

namespace cli {

namespace {

std::unexpected<exit_code> refuse(const std::string& why) {
    std::cerr << "muster: refused, nothing was changed" << why << '\n';
    return std::unexpected(exit_code::refused);
}

std::string users(std::uint64_t count) {
    return fmt::format("{} {}", count, count == 1 ? "user" : "users");
}

// Whether somebody sits before it, who can read a question and answer it.
bool has_person() {
    return is_terminal(stream::standard_input) && is_terminal(stream::standard_error);
}

}  // namespace

std::expected<void, exit_code> allow_writing(const workspace& files) {
    if (files.portal.use != portal_use::plan_only) return {};
    return refuse(fmt::format(
        ": portal {0} is plan_only\n  --dry-run shows what would be; to write to it, take "
        "plan_only out of portals.{0}",
        files.portal.name.value()
    ));
}

std::expected<void, exit_code> hold_to_limits(
    const options& given, const workspace& files, const pending_plan& what
) {
    if (!given.accept.empty() && given.accept != what.sha256)
        return refuse(fmt::format(
            ": this is not the plan that --accept lets through\n"
            "  its sha256 is {}, because something else was found\n"
            "  see it: {}",
            what.sha256,
            what.look
        ));
    const auto found = plan::judge(safety_of(*files.settings, files.portal), what.counts);
    if (found.empty()) return {};
    std::string numbers;
    for (const auto& each : found) numbers += "\n  " + report::terminal_text(each.text);
    if (!given.accept.empty()) {
        std::cerr << "muster: let through by --accept:" << numbers << '\n';
        return {};
    }
    return refuse(fmt::format(
        ":{}\n  see it: {}\n  let exactly this through: {} --accept {} --reason \"WHY\"",
        numbers,
        what.look,
        what.again,
        what.sha256
    ));
}

// Where nobody is there to be asked, as in a timer's run, the command itself is the word; somebody
// who sits there, or says that nobody is to be asked, has to give it.
bool asks_approval(const options& given) {
    if (given.approval == approval_choice::given || !given.accept.empty()) return false;
    return given.input == input_choice::none || is_terminal(stream::standard_input);
}

std::expected<void, exit_code> ask_approval(
    const options& given,
    const std::string& of,
    const pending_plan& what,
    const std::function<void()>& show
) {
    if (!asks_approval(given) || what.counts.changing == 0) return {};
    if (given.input == input_choice::none || !has_person())
        return refuse(fmt::format(
            ": {} would be changed, and nobody can be asked\n"
            "  --auto-approve gives the word beforehand",
            users(what.counts.changing)
        ));
    show();
    std::cerr << fmt::format(
                     "\nChange {} of {}? Only 'yes' is a yes: ",
                     users(what.counts.changing),
                     report::terminal_text(of)
                 )
              << std::flush;
    std::string answer;
    if (!std::getline(std::cin, answer)) std::cerr << '\n';
    if (answer == "yes") return {};
    return refuse(": not approved");
}

std::string reason_of(const options& given) {
    if (given.accept.empty()) return given.reason;
    const auto accepted = "accepted plan " + given.accept;
    return given.reason.empty() ? accepted : accepted + ": " + given.reason;
}

}  // namespace cli
