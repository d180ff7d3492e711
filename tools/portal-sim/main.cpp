#include "portal-sim/core/hosting.hpp"
#include "portal-sim/server/arguments.hpp"
#include "portal-sim/server/certificate.hpp"
#include "portal-sim/server/folder.hpp"
#include "portal-sim/server/portal_clock.hpp"
#include "portal-sim/server/server.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <sys/resource.h>

namespace {

using namespace portal_sim;

// Every connection is one, and thousands of portals have thousands of them.
void allow_many_open_files() {
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
}

int run(arguments chosen) {
    allow_many_open_files();
    make_folder(chosen.folder);
    const auto identity = make_certificates();
    write_certificates(chosen.folder, identity);
    server https(chosen.host, chosen.port, identity);
    const auto url = fmt::format("https://localhost:{}/", https.port());
    const portal_clock clock;
    chosen.portal.url = url;
    chosen.portal.founded = clock.now();
    hosting answers(chosen.portal, chosen.portals, https.port());
    write_portals(chosen.folder, answers, url, https.port());
    fmt::print("portal-sim ready {}\n", url);
    std::fflush(stdout);

    https.run(answers, clock);
    if (chosen.speech == verbosity::normal)
        fmt::print(stderr, "portal-sim saw {}\n", boost::json::serialize(answers.totals()));
    return 0;
}

}  // namespace

int main(int count, char** words) {
    const auto parsed = parse_arguments(count, words);
    if (!parsed.chosen) return parsed.exit_code;
    try {
        return run(*parsed.chosen);
    } catch (const std::exception& failed) {
        fmt::print(stderr, "portal-sim: {}\n", failed.what());
        return 1;
    }
}
