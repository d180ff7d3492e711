#include "portal/token_file.hpp"

#include "portal/portal_error.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <optional>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace portal {

namespace {

namespace json = boost::json;

constexpr std::int64_t format_version = 1;
constexpr off_t most_bytes = off_t{256} << 20;
constexpr off_t writers_byte = 0;  // users' ids begin at 1

using failed = std::unexpected<base::failure>;

std::error_code last_error() {
    return {errno, std::generic_category()};
}

class descriptor final : public token_claim {
public:
    explicit descriptor(int number) : number_(number) {}
    descriptor(const descriptor&) = delete;
    descriptor& operator=(const descriptor&) = delete;
    ~descriptor() override {
        if (number_ >= 0) ::close(number_);
    }
    [[nodiscard]] int number() const noexcept { return number_; }

private:
    int number_;
};

// Locks of the open file and not of the process, so that two claims of one process exclude each
// other as well. Null = taken.
base::result<std::unique_ptr<token_claim>> lock(const std::filesystem::path& store, off_t byte) {
    const auto file = store.string() + ".lock";
    const auto doing = "locking " + file;
    auto made = std::make_unique<descriptor>(
        ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)
    );
    if (made->number() < 0) return failed(base::failure{last_error(), doing});
    struct flock range{};
    range.l_type = F_WRLCK;
    range.l_whence = SEEK_SET;
    range.l_start = byte;
    range.l_len = 1;
    if (::fcntl(made->number(), F_OFD_SETLK, &range) == 0)
        return std::unique_ptr<token_claim>(std::move(made));
    if (errno == EAGAIN || errno == EACCES) return std::unique_ptr<token_claim>();
    return failed(base::failure{last_error(), doing});
}

// Asked for its mode after it was opened, so that nobody can put another one in its place between.
base::result<base::secret> read_text(const std::filesystem::path& path) {
    const auto doing = "reading the tokens in " + path.string();
    const descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat about{};
    if (file.number() < 0 || ::fstat(file.number(), &about) != 0)
        return failed(base::failure{last_error(), doing});
    const auto mode = about.st_mode & 07777U;
    if ((mode & 077U) != 0)
        return failed(base::failure{
            portal_error::store_open_to_others,
            fmt::format(
                "{}, whose mode is {:04o} (put that right with: chmod 600 {})",
                doing,
                mode,
                path.string()
            )
        });
    if (!S_ISREG(about.st_mode) || about.st_size > most_bytes)
        return failed(base::failure{portal_error::store_malformed, doing});
    std::string text(static_cast<std::size_t>(about.st_size), '\0');
    std::size_t have = 0;
    while (have < text.size()) {
        const auto got = ::read(file.number(), text.data() + have, text.size() - have);
        if (got < 0) return failed(base::failure{last_error(), doing});
        if (got == 0) break;
        have += static_cast<std::size_t>(got);
    }
    return base::secret(std::move(text));
}

failed malformed(const std::filesystem::path& path, std::string_view what) {
    return failed(base::failure{
        portal_error::store_malformed,
        fmt::format("reading the tokens in {}: {}", path.string(), what)
    });
}

base::result<json::object> read_document(const std::filesystem::path& path) {
    const auto text = read_text(path);
    if (!text) return failed(text.error());
    json::error_code wrong;
    auto document = json::parse(text->reveal(), wrong);
    if (wrong || !document.is_object()) return malformed(path, "it is no JSON object");
    auto& all = document.get_object();
    const auto* version = all.if_contains("format_version");
    if (version == nullptr || !version->is_int64() || version->get_int64() != format_version)
        return malformed(path, "its format_version is not 1");
    const auto* tokens = all.if_contains("tokens");
    if (tokens == nullptr || !tokens->is_object())
        return malformed(path, "it has no object 'tokens'");
    return std::move(all);
}

std::string text_of(const json::object& from, std::string_view key) {
    const auto* found = from.if_contains(key);
    if (found == nullptr || !found->is_string()) return {};
    return std::string(std::string_view(found->get_string()));
}

// "" = good.
std::string_view read_pair(token_pair& into, const json::value& entry) {
    if (!entry.is_object()) return "is no object";
    const auto& from = entry.get_object();
    into.access = base::secret(text_of(from, "access_token"));
    into.refresh = base::secret(text_of(from, "refresh_token"));
    if (!is_token(into.access.reveal())) return "has no access_token";
    if (!is_token(into.refresh.reveal())) return "has no refresh_token";
    into.member_id = text_of(from, "member_id");
    if (into.member_id.empty()) return "has no member_id";
    const auto* expires = from.if_contains("expires");
    if (expires != nullptr && !expires->is_int64()) return "has an 'expires' that is no unix time";
    into.expires = expires == nullptr ? 0 : expires->get_int64();
    into.server_endpoint = text_of(from, "server_endpoint");
    into.enrolment = text_of(from, "enrolment");
    return {};
}

std::optional<model::user_id> user_of(std::string_view key) {
    std::int64_t number = 0;
    const auto [end, wrong] = std::from_chars(key.data(), key.data() + key.size(), number);
    if (wrong != std::errc() || end != key.data() + key.size() || number <= 0) return std::nullopt;
    return model::user_id(number);
}

bool write_all(int file, std::string_view text) {
    while (!text.empty()) {
        const auto written = ::write(file, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

base::result<void> flush_folder(const std::filesystem::path& folder) {
    const descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (opened.number() < 0 || ::fsync(opened.number()) != 0)
        return failed(base::failure{last_error(), "flushing the folder " + folder.string()});
    return {};
}

// The caller holds the writers' lock, so that the file beside is nobody else's.
base::result<void> put_in_place(const std::filesystem::path& path, const base::secret& text) {
    const auto beside = path.string() + ".new";
    const auto doing = "writing the tokens to " + beside;
    ::unlink(beside.c_str());
    const descriptor file(
        ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)
    );
    if (file.number() < 0) return failed(base::failure{last_error(), doing});
    if (!write_all(file.number(), text.reveal()) || ::fsync(file.number()) != 0) {
        const auto why = last_error();
        ::unlink(beside.c_str());
        return failed(base::failure{why, doing});
    }
    if (::rename(beside.c_str(), path.c_str()) != 0)
        return failed(base::failure{last_error(), "replacing " + path.string()});
    return flush_folder(path.parent_path());
}

}  // namespace

bool is_token(std::string_view text) noexcept {
    const auto fits = [](char c) { return c > ' ' && c < '\x7F' && c != '"' && c != '\\'; };
    return !text.empty() && text.size() <= 4096 && std::ranges::all_of(text, fits);
}

token_file::token_file(std::filesystem::path file) : file_(std::move(file)) {
    std::error_code ignored;
    auto whole = std::filesystem::weakly_canonical(std::filesystem::absolute(file_), ignored);
    if (!ignored) file_ = std::move(whole);
}

base::result<token_table> token_file::read() const {
    const auto document = read_document(file_);
    if (!document) return failed(document.error());
    token_table table;
    for (const auto& each : document->at("tokens").get_object()) {
        const auto who = user_of(each.key());
        if (!who) return malformed(file_, "a key of 'tokens' is no user's id");
        const auto wrong = read_pair(table[*who], each.value());
        if (!wrong.empty())
            return malformed(file_, fmt::format("the entry of user {} {}", who->value(), wrong));
    }
    return table;
}

base::result<std::unique_ptr<token_claim>> token_file::claim(model::user_id who) {
    return lock(file_, static_cast<off_t>(who.value()));
}

base::result<void> token_file::replace(model::user_id who, const token_pair& pair) {
    const auto alone = lock(file_, writers_byte);
    if (!alone) return failed(alone.error());
    if (!*alone)
        return failed(base::failure{portal_error::store_busy, "locking " + file_.string()});
    auto document = read_document(file_);
    if (!document) return failed(document.error());
    auto& tokens = document->at("tokens").get_object();
    auto& slot = tokens[std::to_string(who.value())];
    auto& entry = slot.is_object() ? slot.get_object() : slot.emplace_object();
    entry["access_token"] = pair.access.reveal();
    entry["refresh_token"] = pair.refresh.reveal();
    entry["expires"] = pair.expires;
    entry["member_id"] = pair.member_id;
    entry["server_endpoint"] = pair.server_endpoint;
    if (!pair.enrolment.empty()) entry["enrolment"] = pair.enrolment;
    return put_in_place(file_, base::secret(json::serialize(*document) + '\n'));
}

}  // namespace portal
