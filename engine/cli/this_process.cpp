#include "cli/this_process.hpp"

#include "cli/budget/budget_file.hpp"

#include <array>
#include <fstream>
#include <pwd.h>
#include <string>
#include <unistd.h>

namespace cli {

namespace {

std::string host_name() {
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

std::string machine_id() {
    std::ifstream file("/etc/machine-id");
    std::string line;
    std::getline(file, line);
    return line;
}

// The number where the system has no name for it.
std::string user_name() {
    std::array<char, 4096> room{};
    struct passwd entry{};
    struct passwd* found = nullptr;
    const auto who = ::geteuid();
    if (::getpwuid_r(who, &entry, room.data(), room.size(), &found) == 0 && found != nullptr)
        return found->pw_name;
    return std::to_string(who);
}

}  // namespace

journal::machine this_machine() {
    return {host_name(), machine_id(), running_boot()};
}

journal::lock_holder this_process(const model::run_header& run) {
    journal::lock_holder who;
    who.run = run.id;
    who.since = run.started;
    who.command = run.command;
    who.where = this_machine();
    who.pid = ::getpid();
    who.user = user_name();
    return who;
}

}  // namespace cli
