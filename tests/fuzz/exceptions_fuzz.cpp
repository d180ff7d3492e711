#include "input.hpp"
#include "policy/exceptions.hpp"

#include <chrono>

// Accepted deviations, and which of them one user has.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace std::chrono_literals;
    model::user who;
    who.id = model::user_id(17);
    who.email = "ann@acme.example";
    base::diagnostics problems;
    const auto read = policy::exceptions::read_text(
        fuzz::text_of(data, size),
        "exceptions.yaml",
        catalog::definitions::built_in(),
        2026y / 11 / 24,
        problems
    );
    fuzz::expect(read.has_value() != problems.has_errors());
    if (read) {
        (void)read->of(who);
        policy::exception_use used;
        read->note(who, nullptr, used);
        read->warn_of_idle(used, problems);
    }
    fuzz::expect_printable(problems);
    return 0;
}
