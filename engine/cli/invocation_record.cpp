#include "cli/invocation_record.hpp"

#include "base/sha256.hpp"
#include "roster/selection.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <system_error>
#include <utility>

namespace cli {

namespace {

namespace fs = std::filesystem;
using paths = std::vector<fs::path>;

std::string sum_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    base::sha256 sum;
    std::array<char, 1 << 16> part{};
    while (in.read(part.data(), part.size()) || in.gcount() > 0)
        sum.add({part.data(), static_cast<std::size_t>(in.gcount())});
    return in.eof() ? sum.hex() : std::string();
}

paths lists_of(const std::optional<roster::selection>& whom) {
    paths all;
    if (!whom) return all;
    for (const auto& each : whom->terms())
        if (each.what.kind == roster::atom_kind::file)
            all.emplace_back(each.what.text.substr(1));  // behind the @
    return all;
}

paths definitions_in(const std::vector<fs::path>& folders) {
    paths all;
    std::error_code ignored;  // it was read a moment ago
    for (const auto& folder : folders)
        for (const auto& each : fs::directory_iterator(folder, ignored))
            if (each.is_regular_file(ignored)) all.push_back(each.path());
    std::ranges::sort(all);
    return all;
}

std::vector<deciding_file> files_of(const options& given, const workspace& from) {
    std::vector<deciding_file> all;
    const auto add = [&](std::string_view what, const auto& files) {
        for (const auto& each : files) {
            std::error_code ignored;
            const auto path = fs::absolute(each, ignored).lexically_normal();
            all.push_back({std::string(what), path.string(), sum_of(path)});
        }
    };
    const auto& settings = *from.settings;
    if (!given.plan_file.empty()) {
        // All that it does stands in the plan.
        add("plan", paths{given.plan_file});
        add("catalog", definitions_in(settings.catalogs));
        return all;
    }
    if (given.policies.empty())
        add("policy", settings.policies_of(from.portal));
    else
        add("policy", given.policies);
    if (const auto& but = settings.exceptions_of(from.portal); !but.empty())
        add("exceptions", paths{but});
    add("variables", given.var_files);
    add("catalog", definitions_in(settings.catalogs));
    if (!from.people.directory.empty()) add("directory", paths{from.people.directory});
    add("roster", from.people.files);
    add("list", lists_of(from.whom.limit));
    add("list", lists_of(from.whom.exclude));
    return all;
}

boost::json::array words_as_json(const std::vector<std::string>& words) {
    boost::json::array all;
    for (const auto& each : words) all.emplace_back(each);
    return all;
}

base::failure unreadable() {
    return {
        std::make_error_code(std::errc::invalid_argument),
        "what was asked for is not written down in a way that this version understands"
    };
}

// Puts what stands under `key` into `into`; false where it is missing or something else.
bool read(const boost::json::object& from, std::string_view key, std::string& into) {
    const auto* found = from.if_contains(key);
    if (found == nullptr || !found->is_string()) return false;
    into = found->get_string();
    return true;
}

bool read(const boost::json::object& from, std::string_view key, std::vector<std::string>& into) {
    const auto* found = from.if_contains(key);
    if (found == nullptr || !found->is_array()) return false;
    for (const auto& each : found->get_array()) {
        if (!each.is_string()) return false;
        into.emplace_back(each.get_string());
    }
    return true;
}

bool read(const boost::json::object& from, std::vector<deciding_file>& into) {
    const auto* found = from.if_contains("files");
    if (found == nullptr || !found->is_array()) return false;
    for (const auto& each : found->get_array()) {
        deciding_file file;
        const auto* parts = each.if_object();
        if (parts == nullptr || !read(*parts, "what", file.what) ||
            !read(*parts, "path", file.path) || !read(*parts, "sha256", file.sha256))
            return false;
        into.push_back(std::move(file));
    }
    return true;
}

constexpr std::size_t enough_digits = 12;

std::string short_sum(const deciding_file& which) {
    return which.sha256.empty() ? "unreadable" : which.sha256.substr(0, enough_digits) + "...";
}

}  // namespace

std::string to_text(const invocation_record& what) {
    boost::json::array files;
    for (const auto& each : what.files)
        files.push_back(
            boost::json::object{{"what", each.what}, {"path", each.path}, {"sha256", each.sha256}}
        );
    return boost::json::serialize(boost::json::object{
        {"writes", what.purpose == purpose_of_run::writes},
        {"folder", what.folder.string()},
        {"words", words_as_json(what.words)},
        {"config", what.config},
        {"files", std::move(files)}
    });
}

base::result<invocation_record> read_invocation(std::string_view text) {
    boost::system::error_code wrong;
    const auto parsed = boost::json::parse(text, wrong);
    const auto* parts = wrong ? nullptr : parsed.if_object();
    invocation_record made;
    std::string folder;
    const auto* writes = parts == nullptr ? nullptr : parts->if_contains("writes");
    if (writes == nullptr || !writes->is_bool() || !read(*parts, "folder", folder) ||
        !read(*parts, "words", made.words) || !read(*parts, "config", made.config) ||
        !read(*parts, made.files))
        return std::unexpected(unreadable());
    made.purpose = writes->get_bool() ? purpose_of_run::writes : purpose_of_run::looks;
    made.folder = folder;
    return made;
}

invocation_record record_of(const options& given, const workspace& files, purpose_of_run purpose) {
    invocation_record made;
    made.purpose = purpose;
    std::error_code ignored;
    made.folder = given.folder.empty() ? fs::current_path(ignored) : fs::path(given.folder);
    made.words = given.words;
    made.config = fs::absolute(files.settings->file, ignored).string();
    made.files = files_of(given, files);
    return made;
}

std::vector<std::string> changes_since(
    const std::vector<deciding_file>& then, const std::vector<deciding_file>& now
) {
    std::vector<std::string> all;
    const auto in = [](const std::vector<deciding_file>& where, const deciding_file& which) {
        return std::ranges::find_if(where, [&](const deciding_file& each) {
            return each.what == which.what && each.path == which.path;
        });
    };
    for (const auto& each : then) {
        const auto found = in(now, each);
        if (found == now.end())
            all.push_back(fmt::format("{} {} is no longer asked for", each.what, each.path));
        else if (found->sha256 != each.sha256)
            all.push_back(fmt::format(
                "{} {} has changed (sha256 {}, then {})",
                each.what,
                each.path,
                short_sum(*found),
                short_sum(each)
            ));
    }
    for (const auto& each : now)
        if (in(then, each) == then.end())
            all.push_back(fmt::format("{} {} was not asked for then", each.what, each.path));
    return all;
}

}  // namespace cli
