#pragma once

#include "base/diagnostic.hpp"
#include "catalog/definitions.hpp"
#include "model/job.hpp"
#include "model/user.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace policy {

// What the exceptions of a run were good for, gathered user by user.
struct exception_use {
    std::vector<bool> user_seen;  // by entry
    std::vector<bool> used;
};

// Accepted deviations: a user keeps what he has in one key, until a day, and somebody answers for
// it. One that has expired has no effect and is a warning.
class exceptions {
public:
    // Nothing when there was an error. `today`: the day on which the run takes place.
    static std::optional<exceptions> read(
        const std::filesystem::path& file,
        const catalog::definitions& all,
        std::chrono::year_month_day today,
        base::diagnostics& problems
    );
    static std::optional<exceptions> read_text(
        std::string_view text,
        std::string_view file,
        const catalog::definitions& all,
        std::chrono::year_month_day today,
        base::diagnostics& problems
    );

    // Those of a user that are in force. The pointers are into this.
    [[nodiscard]] std::vector<const model::exemption*> of(const model::user& who) const;

    // Notes that the roster has this user, and which exceptions his job made use of.
    void note(const model::user& who, const model::job* what, exception_use& into) const;
    // Warns of those that are in force and speak of nobody, or of what no policy asks for. Only
    // right after every user of the roster was noted.
    void warn_of_idle(const exception_use& of, base::diagnostics& problems) const;

private:
    friend class exceptions_reader;

    struct entry {
        std::string user;  // "17" or "ann@acme.example"
        model::exemption what;
    };

    std::vector<entry> entries_;  // those in force
    std::map<std::string, std::vector<std::size_t>, std::less<>> by_user_;
};

}  // namespace policy
