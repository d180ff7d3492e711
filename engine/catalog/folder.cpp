#include "catalog/folder.hpp"

#include "document/file_text.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace catalog {

namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 20;  // of one file; ours have 8 KiB at most

}  // namespace

void add_folder(
    definitions& to,
    const std::filesystem::path& folder,
    std::string_view named,
    base::diagnostics& problems
) {
    std::error_code trouble;
    std::vector<std::filesystem::path> files;
    for (std::filesystem::directory_iterator at(folder, trouble), end; !trouble && at != end;
         at.increment(trouble)) {
        const auto kind = at->path().extension();
        if (kind == ".yaml" || kind == ".yml") files.push_back(at->path());
    }
    if (trouble || files.empty()) {
        auto what = document::file_problem(
            folder,
            "catalog.folder",
            trouble ? "this folder of a catalog cannot be read: " + trouble.message()
                    : "this folder of a catalog holds no .yaml file"
        );
        what.hint = named;
        problems.add(std::move(what));
        return;
    }
    std::ranges::sort(files);
    for (const auto& file : files) {
        const auto text = document::read_file(file, most_bytes, problems);
        if (text) to.add(*text, file.string(), problems);
    }
}

}  // namespace catalog
