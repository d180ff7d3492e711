#include "cli/open_files.hpp"

#include <algorithm>
#include <sys/resource.h>

namespace cli {

std::size_t allow_many_open_files() {
    constexpr rlim_t enough = 1U << 20U;  // where there is no limit at all
    constexpr std::size_t by_posix = 1024;
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return by_posix;
    const auto most = std::min(files.rlim_max, enough);
    if (files.rlim_cur < most) {
        auto more = files;
        more.rlim_cur = most;
        if (::setrlimit(RLIMIT_NOFILE, &more) == 0) files = more;
    }
    return static_cast<std::size_t>(std::min(files.rlim_cur, enough));
}

}  // namespace cli
