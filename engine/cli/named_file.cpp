#include "cli/named_file.hpp"

#include "cli/config/as_typed.hpp"

#include <fmt/format.h>

#include <memory>
#include <system_error>

namespace cli {

base::source_pos whole(const std::filesystem::path& file) {
    return {std::make_shared<const std::string>(file.string()), 0, 0};
}

std::string named_by(std::string_view key, std::string_view flag, const config& settings) {
    if (!flag.empty()) return fmt::format("{} names it", flag);
    return fmt::format("it is named under '{}' in {}", key, settings.file.string());
}

bool is_there(const std::filesystem::path& file, std::string named, base::diagnostics& problems) {
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored)) return true;
    base::diagnostic missing;
    missing.code = "config.no-file";
    missing.message = "there is no such file";
    missing.hint = std::move(named);
    missing.where = whole(as_typed(file.string()));
    problems.add(std::move(missing));
    return false;
}

}  // namespace cli
