#include "portal-sim/server/arguments.hpp"

#include <CLI/CLI.hpp>

namespace portal_sim {

parsed_arguments parse_arguments(int count, const char* const* words) {
    constexpr int usage = 64;
    arguments chosen;
    auto& rules = chosen.portal.rules;
    bool no_limit = false;
    bool quiet = false;

    CLI::App app(
        "A stand-in Bitrix24 portal on HTTPS: it makes its own people, credentials and "
        "certificate, "
        "and can be told to fail.",
        "portal-sim"
    );
    app.add_option("--port", chosen.port, "where to listen; 0 finds a free port")
        ->capture_default_str();
    app.add_option("--host", chosen.host, "the address to listen at")
        ->capture_default_str()
        ->check(CLI::ValidIPV4 | CLI::IsMember({"::1", "::"}));
    app.add_option("--folder", chosen.folder, "where certificate, roster and webhooks are written")
        ->capture_default_str();
    app.add_option("--users", chosen.portal.users, "people besides the admin")
        ->capture_default_str()
        ->check(CLI::Range(1, 1'000'000));
    app.add_option(
           "--portals", chosen.portals, "how many portals, each with such people of its own"
    )
        ->capture_default_str()
        ->check(CLI::Range(1, 10'000));
    app.add_option("--seed", chosen.portal.seed, "the same seed gives the same people and codes")
        ->capture_default_str();
    app.add_option("--burst", rules.rate.burst, "requests that may come at once")
        ->capture_default_str()
        ->check(CLI::NonNegativeNumber);
    app.add_option("--rate", rules.rate.rate, "requests per second after that")
        ->capture_default_str()
        ->check(CLI::NonNegativeNumber);
    app.add_flag("--no-limit", no_limit, "no rate limit");
    app.add_option("--operating-limit", rules.operating_limit, "seconds per method and credential")
        ->capture_default_str()
        ->check(CLI::NonNegativeNumber);
    app.add_flag("--on-premise", rules.on_premise, "no limits at all, no operating times");
    app.add_option("--portal-name", chosen.portal.name, "how the portal is called")
        ->capture_default_str();
    app.add_flag("--quiet", quiet, "say nothing but that it is ready");

    try {
        app.parse(count, words);
    } catch (const CLI::ParseError& said) {
        return {std::nullopt, app.exit(said) == 0 ? 0 : usage};
    }
    rules.rate.limited = !no_limit;
    chosen.speech = quiet ? verbosity::quiet : verbosity::normal;
    return {chosen, 0};
}

}  // namespace portal_sim
