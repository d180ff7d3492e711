#include "cli/new_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <system_error>
#include <utility>

namespace cli {

namespace {

std::unexpected<base::failure> failed(std::error_code code, std::string doing) {
    return std::unexpected(base::failure{code, std::move(doing)});
}

}  // namespace

base::result<new_folder> new_folder::beside(const std::filesystem::path& name) {
    auto whole = std::filesystem::absolute(name).lexically_normal();
    if (!whole.has_filename()) whole = whole.parent_path();
    std::error_code code;
    const bool taken =
        std::filesystem::exists(whole, code) &&
        !(std::filesystem::is_directory(whole, code) && std::filesystem::is_empty(whole, code));
    if (taken)
        return failed(
            std::make_error_code(std::errc::file_exists),
            "writing into " + name.string() + ", where nothing may be overwritten"
        );
    std::filesystem::create_directories(whole.parent_path(), code);
    if (code) return failed(code, "creating " + whole.parent_path().string());
    auto own = whole.string() + ".XXXXXX";
    if (::mkdtemp(own.data()) == nullptr)
        return failed(std::error_code(errno, std::generic_category()), "creating " + own);
    return new_folder(std::move(whole), std::move(own));
}

new_folder::new_folder(new_folder&& other) noexcept
    : name_(std::move(other.name_)), own_(std::exchange(other.own_, {})) {}

new_folder::~new_folder() {
    std::error_code ignored;
    if (!own_.empty()) std::filesystem::remove_all(own_, ignored);
}

base::result<void> new_folder::put(const std::filesystem::path& name, const std::string& text) {
    const auto file = own_ / name;
    std::error_code code;
    std::filesystem::create_directories(file.parent_path(), code);
    if (code) return failed(code, "creating " + file.parent_path().string());
    errno = 0;
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (out) return {};
    return failed(
        std::error_code(errno != 0 ? errno : EIO, std::generic_category()),
        "writing " + file.string()
    );
}

base::result<void> new_folder::take_name() {
    std::error_code code;
    std::filesystem::rename(own_, name_, code);  // onto an empty folder, if there is one
    if (code) return failed(code, "renaming " + own_.string() + " to " + name_.string());
    own_.clear();
    return {};
}

}  // namespace cli
