#pragma once

#include "portal-sim/core/options.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace portal_sim {

enum class verbosity { normal, quiet };

struct arguments {
    portal_options portal;
    std::size_t portals = 1;
    std::string host = "127.0.0.1";
    unsigned short port = 0;
    std::filesystem::path folder = "portal-sim";
    verbosity speech = verbosity::normal;
};

// The command line, or the exit code when there is nothing more to do (help, a mistake); what is to
// be said about it has been printed then.
struct parsed_arguments {
    std::optional<arguments> chosen;
    int exit_code = 0;
};

parsed_arguments parse_arguments(int count, const char* const* words);

}  // namespace portal_sim
