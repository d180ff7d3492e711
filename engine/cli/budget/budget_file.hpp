#pragma once

#include "base/result.hpp"
#include "cli/budget/locked_file.hpp"
#include "dispatch/ports/shared_budget.hpp"
#include "pacing/host_budget.hpp"
#include "pacing/leaky_bucket.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

// What everybody on this host who has the same state directory may send to one portal together: a
// file of a few kilobytes that all of them have in their memory. Its times are those of the steady
// clock, which goes on from boot to boot; a file of an earlier boot holds nothing that is younger
// than this one.
//
// A process that dies leaves its lock and its seat; whoever needs them sees that nobody holds them.
// A file that nobody can have written counts as a full bucket, and is begun anew.
class budget_file final : public dispatch::shared_budget {
public:
    // `boot` names the running boot of the machine. Fails when the file cannot be had, or everybody
    // has a seat already.
    static base::result<std::unique_ptr<budget_file>> open(
        const std::filesystem::path& file,
        const pacing::bucket_limits& limits,
        std::string_view boot,
        base::time_point now
    );
    ~budget_file() override;

    std::optional<base::time_point> take(base::time_point now) override;
    void put_back(base::time_point now) override;
    void answered(base::time_point now) override;
    void refused(base::time_point sent, base::time_point now, base::duration pause) override;
    // As of the last place taken.
    [[nodiscard]] double rate_in_force() const override { return rate_; }

    // What a person should know of how the file was found; "" = nothing.
    [[nodiscard]] const std::string& complaint() const noexcept { return complaint_; }

private:
    class turn;

    budget_file(locked_file file, std::uint32_t seat);
    base::result<void> settle_in(
        const pacing::bucket_limits& limits, std::string_view boot, base::time_point now
    );
    [[nodiscard]] bool somebody_else() const;
    void write_down();
    void bury_the_dead(base::time_point now);

    locked_file file_;
    std::uint32_t seat_;
    pacing::host_budget budget_;
    std::vector<base::time_point> unwritten_;  // answers, while nobody else is about
    bool alone_ = true;
    double rate_ = 0;
    base::time_point last_{};
    base::time_point looked_{};
    std::string complaint_;
};

// The file for a portal below the state directory, named after its host and port:
// "https://acme:8443" has budget/acme_8443.bucket.
std::filesystem::path budget_path(const std::filesystem::path& state, std::string_view portal_url);

// The running boot; "" where the system does not tell.
std::string running_boot();

}  // namespace cli
