#include "document/file_text.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <system_error>
#include <utility>

namespace document {

base::diagnostic file_problem(
    const std::filesystem::path& file, std::string code, std::string message
) {
    base::diagnostic made;
    made.code = std::move(code);
    made.message = std::move(message);
    made.where.file = std::make_shared<const std::string>(file.string());
    return made;
}

std::optional<std::string> read_file(
    const std::filesystem::path& file, std::size_t most, base::diagnostics& problems
) {
    const auto refuse = [&](std::string code, std::string message) {
        problems.add(file_problem(file, std::move(code), std::move(message)));
        return std::nullopt;
    };
    std::error_code ignored;
    if (std::filesystem::is_directory(file, ignored)) {
        return refuse("file.unreadable", "this is a folder, a file was expected");
    }
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        const auto why = std::error_code(errno, std::generic_category()).message();
        return refuse("file.unreadable", "the file cannot be opened: " + why);
    }
    // One byte more than allowed tells a file that is too large without reading all of it; a pipe
    // has no size to ask for.
    std::string text;
    char block[65536];
    while (text.size() <= most && in.read(block, sizeof block).gcount() > 0) {
        text.append(block, static_cast<std::size_t>(in.gcount()));
    }
    if (in.bad()) return refuse("file.unreadable", "reading the file failed");
    if (text.size() > most) {
        return refuse(
            "file.too-large", fmt::format("the file is larger than {} bytes and was not read", most)
        );
    }
    return text;
}

}  // namespace document
