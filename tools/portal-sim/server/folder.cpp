#include "portal-sim/server/folder.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace portal_sim {

namespace {

namespace json = boost::json;

enum class readers { everybody, owner };

void write_file(const std::filesystem::path& path, std::string_view text, readers who) {
    const mode_t mode = who == readers::owner ? 0600 : 0644;
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    bool done = file >= 0 && ::fchmod(file, mode) == 0;
    while (done && !text.empty()) {
        const auto written = ::write(file, text.data(), text.size());
        done = written > 0;
        if (done) text.remove_prefix(static_cast<std::size_t>(written));
    }
    const int failed = errno;
    if (file >= 0) ::close(file);
    if (!done) throw std::system_error(failed, std::generic_category(), "writing " + path.string());
}

// A cell after RFC 4180.
std::string cell(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == text.npos) return std::string(text);
    std::string quoted = "\"";
    for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
    return quoted + '"';
}

std::string webhook_url(const portal& what, const std::string& url, std::int64_t user) {
    return fmt::format("{}rest/{}/{}/", url, user, what.webhook_code(user));
}

}  // namespace

void make_folder(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
}

void write_certificates(const std::filesystem::path& folder, const certificates& made) {
    write_file(folder / "ca.pem", made.authority.text, readers::everybody);
    write_file(folder / "ca.key", made.authority.key, readers::owner);
    write_file(folder / "server.pem", made.server.text, readers::everybody);
    write_file(folder / "server.key", made.server.key, readers::owner);
}

void write_portal(const std::filesystem::path& folder, const portal& what, const std::string& url) {
    constexpr std::int64_t admin = 1;
    std::string roster = "id,email,name,last_name,department,position,active\n";
    std::string webhooks = "user_id,webhook\n";
    for (const auto& each : what.roster()) {
        roster += fmt::format(
            "{},{},{},{},{},{},{}\n",
            each.id,
            cell(each.email),
            cell(each.name),
            cell(each.last_name),
            cell(each.department),
            cell(each.position),
            each.active
        );
        webhooks += fmt::format("{},{}\n", each.id, webhook_url(what, url, each.id));
    }
    const auto app = what.app();
    const json::object keys{
        {"client_id", app.client_id},
        {"client_secret", app.client_secret},
        {"member_id", app.member_id},
        {"application_token", app.application_token},
        {"token_endpoint", url + "oauth/token/"},
    };
    write_file(folder / "roster.csv", roster, readers::everybody);
    write_file(folder / "webhooks.csv", webhooks, readers::owner);
    write_file(folder / "admin.webhook", webhook_url(what, url, admin) + "\n", readers::owner);
    write_file(folder / "app.json", json::serialize(keys) + "\n", readers::owner);
}

void write_portals(
    const std::filesystem::path& folder, const hosting& all, const std::string& url, unsigned port
) {
    const auto several = all.portals().size() > 1;
    std::string list = "name,url\n";
    for (const auto& each : all.portals()) {
        const auto place = several ? folder / each.name : folder;
        make_folder(place);
        write_portal(place, each.answers, each.url);
        list += fmt::format("{},{}\n", each.name, each.url);
    }
    if (several) write_file(folder / "portals.csv", list, readers::everybody);
    const json::object about{{"url", url}, {"port", port}, {"pid", ::getpid()}};
    write_file(folder / "portal.json", json::serialize(about) + "\n", readers::everybody);
}

}  // namespace portal_sim
