#include "base/embedded_file.hpp"
#include "catalog/definitions.hpp"

#include <boost/assert.hpp>
#include <fmt/format.h>

#include <span>
#include <string>

namespace catalog {

// Generated from config/catalog/ (muster_embed in CMakeLists.txt).
std::span<const base::embedded_file> embedded_files();

namespace {

definitions read_built_in() {
    definitions all;
    base::diagnostics problems;
    for (const auto& file : embedded_files()) {
        // The name that messages show: it is no file of the user's.
        all.add(file.text, fmt::format("built-in catalog, {}", file.name), problems);
    }
    const auto fault = problems.empty() ? std::string() : base::to_text(problems.sorted().front());
    BOOST_ASSERT_MSG(fault.empty(), fault.c_str());
    return all;
}

}  // namespace

const definitions& definitions::built_in() {
    static const definitions all = read_built_in();
    return all;
}

}  // namespace catalog
