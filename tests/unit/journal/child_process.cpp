#include "child_process.hpp"

#include <cerrno>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr uid_t nobody = 65534;

}  // namespace

child_process::expecting_a_child::expecting_a_child() {
    struct sigaction plain = {};
    plain.sa_handler = SIG_DFL;
    ::sigaction(SIGCHLD, &plain, &before_);
}

child_process::expecting_a_child::~expecting_a_child() {
    ::sigaction(SIGCHLD, &before_, nullptr);
}

child_process::child_process(const std::function<int()>& work) : id_(::fork()) {
    if (id_ < 0) throw std::runtime_error("no child process");
    if (id_ == 0) ::_exit(work());
}

child_process::~child_process() {
    if (id_ > 0) wait();
}

child_end child_process::wait() {
    int status = 0;
    while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) {
    }
    id_ = 0;
    if (WIFSIGNALED(status)) return {-1, WTERMSIG(status)};
    return {WEXITSTATUS(status), 0};
}

child_end run_in_child(const std::function<int()>& work) {
    return child_process(work).wait();
}

child_end run_unprivileged(const std::function<int()>& work) {
    return run_in_child([&] {
        if (::geteuid() == 0 && (::setgid(nobody) != 0 || ::setuid(nobody) != 0)) return 99;
        return work();
    });
}
