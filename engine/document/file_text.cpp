#include "document/file_text.hpp"

#include <fmt/format.h>

#include <array>
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

std::unique_ptr<std::istream> open_file(
    const std::filesystem::path& file, base::diagnostics& problems
) {
    const auto refuse = [&](std::string message) {
        problems.add(file_problem(file, "file.unreadable", std::move(message)));
        return std::unique_ptr<std::istream>();
    };
    std::error_code ignored;
    if (std::filesystem::is_directory(file, ignored)) {
        return refuse("this is a folder, a file was expected");
    }
    errno = 0;
    auto in = std::make_unique<std::ifstream>(file, std::ios::binary);
    if (*in) return in;
    const auto why = std::error_code(errno, std::generic_category()).message();
    return refuse("the file cannot be opened: " + why);
}

std::optional<std::string> read_file(
    const std::filesystem::path& file, std::size_t most, base::diagnostics& problems
) {
    const auto in = open_file(file, problems);
    if (!in) return std::nullopt;
    const auto refuse = [&](std::string code, std::string message) {
        problems.add(file_problem(file, std::move(code), std::move(message)));
        return std::nullopt;
    };
    // One block more than allowed tells a file that is too large without reading all of it; a pipe
    // has no size to ask for.
    std::string text;
    std::array<char, 65536> block;
    while (text.size() <= most && in->read(block.data(), block.size()).gcount() > 0) {
        text.append(block.data(), static_cast<std::size_t>(in->gcount()));
    }
    if (in->bad()) return refuse("file.unreadable", "reading the file failed");
    if (text.size() > most) {
        return refuse(
            "file.too-large", fmt::format("the file is larger than {} bytes and was not read", most)
        );
    }
    return text;
}

}  // namespace document
