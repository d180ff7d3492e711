#pragma once

#include "base/result.hpp"
#include "base/secret.hpp"
#include "base/source_pos.hpp"
#include "cli/config/environment.hpp"

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

namespace cli {

// Where a secret is to be had. The configuration holds these, never the secret itself.
struct secret_reference {
    enum class kind {
        file,         // file:PATH
        environment,  // env:NAME
        credential,   // cred:NAME, a file of systemd's $CREDENTIALS_DIRECTORY
        command,      // exec:COMMAND, what /bin/sh prints when it runs it
    };
    kind from = kind::file;
    std::string what;  // the path (absolute or relative to where the program runs), name or command
    base::source_pos where;  // in the configuration
    std::string path;        // of the key: "portals.acme.admin.webhook"
};

// "file:...", "env:...", "cred:..." or "exec:..."; a relative file lies in `folder`. The unexpected
// value says what is wrong without quoting `text`, which may be the secret itself.
std::expected<secret_reference, std::string> parse_secret_reference(
    std::string_view text, const std::filesystem::path& folder
);

// "file:/etc/muster/acme.webhook": for messages. Holds no secret.
std::string to_string(const secret_reference& reference);

enum class secret_error {
    open_to_others = 1,  // the file may be read or written by anybody on the machine
    not_set,             // the environment variable or $CREDENTIALS_DIRECTORY
    empty,               // there is a place for it, and nothing in it
    too_large,
    command_failed,
};
std::error_code make_error_code(secret_error what);

// The secret, without blanks and line ends around it. The failure says what was being read and what
// to do.
base::result<base::secret> resolve_secret(
    const secret_reference& reference, const environment& variables
);

}  // namespace cli

template <>
struct std::is_error_code_enum<cli::secret_error> : std::true_type {};
