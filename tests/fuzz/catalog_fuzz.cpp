#include "catalog/definitions.hpp"
#include "input.hpp"

#include <string>

// A company's own catalog beside the built-in one; what it defines is found again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text_of(data, size);
    base::diagnostics alone;
    catalog::definitions own;
    own.add(text, "catalog.yaml", alone);
    fuzz::expect_printable(alone);
    for (const auto& [name, what] : own.methods()) {
        fuzz::expect(own.find_method(name) == &what);
        (void)catalog::nearest_field(what.parameters, name);
    }
    for (const auto& [name, what] : own.resources()) {
        fuzz::expect(own.find_resource(name) == &what);
        (void)catalog::nearest_field(what.fields, name);
    }

    base::diagnostics beside;
    auto all = catalog::definitions::built_in();
    const auto methods = all.methods().size();
    all.add(text, "catalog.yaml", beside);
    fuzz::expect(all.methods().size() >= methods);
    fuzz::expect_printable(beside);
    return 0;
}
