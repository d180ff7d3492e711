#include "cli/config/config.hpp"
#include "document/yaml.hpp"
#include "input.hpp"

// The configuration. Nothing that it refers to is opened.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    base::diagnostics problems;
    const auto root = document::read_yaml(fuzz::text_of(data, size), "muster.yaml", problems);
    fuzz::expect(root.has_value() != problems.has_errors());
    if (root) {
        const auto read = cli::read_config(*root, "folder/muster.yaml", problems);
        fuzz::expect(read.has_value() != problems.has_errors());
    }
    fuzz::expect_printable(problems);
    return 0;
}
