#pragma once

#include <csignal>
#include <functional>

// How a child ended: by itself with a code, or killed by a signal.
struct child_end {
    int code = -1;   // -1: killed
    int signal = 0;  // 0: ended by itself
};

// A copy of this process that runs `work` and ends with the code that it gives.
class child_process {
public:
    explicit child_process(const std::function<int()>& work);
    ~child_process();
    child_process(const child_process&) = delete;
    child_process& operator=(const child_process&) = delete;

    // Waits for its end.
    child_end wait();

private:
    // Boost.Test takes the end of a child for an error of the test; here it is the test.
    class expecting_a_child {
    public:
        expecting_a_child();
        ~expecting_a_child();
        expecting_a_child(const expecting_a_child&) = delete;
        expecting_a_child& operator=(const expecting_a_child&) = delete;

    private:
        struct sigaction before_ = {};
    };

    expecting_a_child expecting_;
    int id_;
};

child_end run_in_child(const std::function<int()>& work);

// The same as a user who may write nothing that is not everybody's, also where the tests run as
// root.
child_end run_unprivileged(const std::function<int()>& work);
