#include "input.hpp"
#include "migration/mapping.hpp"

// Who is who on another portal, and what becomes of one user's things there.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    base::diagnostics problems;
    auto read = migration::mapping::read_text(fuzz::text_of(data, size), "mapping.yaml", problems);
    fuzz::expect(read.has_value() != problems.has_errors());
    if (read) {
        (void)read->rule_of({model::user_id(17), "ann@acme.example"}, problems);
        read->warn_of_idle(problems);
        (void)read->calendar("Besprechungen");
        (void)read->section(501);
        (void)read->group(4);
    }
    fuzz::expect_printable(problems);
    return 0;
}
