#include "cli/config/secret_reference.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace cli {
namespace {

// A table of webhooks for the largest company fits; a device that never ends does not.
constexpr std::size_t most_bytes = std::size_t{16} << 20;

std::unexpected<base::failure> failed(std::error_code why, std::string doing) {
    return std::unexpected(base::failure{why, std::move(doing)});
}

std::error_code last_error() {
    return {errno, std::generic_category()};
}

class descriptor {
public:
    explicit descriptor(int number) : number_(number) {}
    descriptor(const descriptor&) = delete;
    descriptor& operator=(const descriptor&) = delete;
    ~descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    [[nodiscard]] int number() const noexcept { return number_; }

private:
    int number_;
};

// A buffer that forgets what it held.
struct passing_block {
    passing_block() = default;
    passing_block(const passing_block&) = delete;
    passing_block& operator=(const passing_block&) = delete;
    ~passing_block() { ::explicit_bzero(bytes.data(), bytes.size()); }

    std::array<char, 65536> bytes{};
};

// A text that grows without leaving copies of itself behind in freed memory.
class growing_secret {
public:
    growing_secret() = default;
    growing_secret(const growing_secret&) = delete;
    growing_secret& operator=(const growing_secret&) = delete;
    ~growing_secret() { (void)take(); }

    void append(std::string_view more) {
        if (text_.size() + more.size() > text_.capacity()) {
            std::string longer;
            longer.reserve(2 * (text_.size() + more.size()));
            longer.append(text_);
            (void)take();
            text_ = std::move(longer);
        }
        text_.append(more);
    }

    [[nodiscard]] std::size_t size() const noexcept { return text_.size(); }
    base::secret take() { return base::secret(std::exchange(text_, {})); }

private:
    std::string text_;
};

// All that `read` gives, block by block: a count of bytes, 0 at the end, -1 with errno on failure.
template <class Read>
base::result<base::secret> read_all(Read read, const std::string& doing) {
    passing_block block;
    growing_secret text;
    for (;;) {
        const auto got = read(block.bytes.data(), block.bytes.size());
        if (got < 0) return failed(last_error(), doing);
        if (got == 0) return text.take();
        text.append({block.bytes.data(), static_cast<std::size_t>(got)});
        if (text.size() > most_bytes) return failed(secret_error::too_large, doing);
    }
}

// The file is asked for its mode after it was opened, so that nobody can put another one in its
// place between.
base::result<base::secret> read_secret_file(const std::string& path) {
    auto doing = fmt::format("reading the secret file {}", path);
    const descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.number() < 0) return failed(last_error(), std::move(doing));
    struct stat about{};
    if (::fstat(file.number(), &about) != 0) return failed(last_error(), std::move(doing));
    if (S_ISDIR(about.st_mode))
        return failed(std::error_code(EISDIR, std::generic_category()), std::move(doing));
    const auto mode = about.st_mode & 07777U;
    if ((mode & (S_IROTH | S_IWOTH)) != 0) {
        return failed(
            secret_error::open_to_others,
            fmt::format(
                "{}, whose mode is {:04o} (put that right with: chmod 600 {})", doing, mode, path
            )
        );
    }
    return read_all(
        [&](char* into, std::size_t size) { return ::read(file.number(), into, size); }, doing
    );
}

base::result<base::secret> read_variable(const std::string& name, const environment& variables) {
    auto value = variables(name);
    if (!value) {
        return failed(
            secret_error::not_set, fmt::format("reading the environment variable {}", name)
        );
    }
    return base::secret(std::move(*value));
}

base::result<base::secret> read_credential(const std::string& name, const environment& variables) {
    const auto folder = variables("CREDENTIALS_DIRECTORY");
    if (!folder || folder->empty()) {
        return failed(
            secret_error::not_set,
            fmt::format(
                "reading the credential {}: $CREDENTIALS_DIRECTORY, which systemd gives to a "
                "service "
                "with LoadCredential={}:PATH",
                name,
                name
            )
        );
    }
    return read_secret_file(*folder + "/" + name);
}

base::result<base::secret> read_command(const std::string& command) {
    const auto program = command.substr(0, command.find_first_of(" \t\n"));
    auto doing = fmt::format("running '{}' for a secret", program);
    FILE* output = ::popen(command.c_str(), "re");
    if (output == nullptr) return failed(last_error(), std::move(doing));
    auto text = read_all(
        [&](char* into, std::size_t size) {
            const auto got = std::fread(into, 1, size, output);
            return got == 0 && std::ferror(output) != 0 ? -1 : static_cast<ssize_t>(got);
        },
        doing
    );
    const int status = ::pclose(output);
    if (text && status != 0) {
        const auto how = WIFEXITED(status) ? fmt::format("it ended with {}", WEXITSTATUS(status))
                                           : std::string("it did not end by itself");
        return failed(secret_error::command_failed, fmt::format("{}: {}", doing, how));
    }
    return text;
}

base::result<base::secret> read_from(
    const secret_reference& reference, const environment& variables
) {
    switch (reference.from) {
        case secret_reference::kind::file:
            return read_secret_file(reference.what);
        case secret_reference::kind::environment:
            return read_variable(reference.what, variables);
        case secret_reference::kind::credential:
            return read_credential(reference.what, variables);
        case secret_reference::kind::command:
            return read_command(reference.what);
    }
    return failed(secret_error::not_set, to_string(reference));
}

}  // namespace

base::result<base::secret> resolve_secret(
    const secret_reference& reference, const environment& variables
) {
    auto read = read_from(reference, variables);
    if (!read) return read;
    constexpr std::string_view blanks = " \t\r\n";
    const auto text = read->reveal();
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) {
        return failed(
            secret_error::empty, fmt::format("reading the secret {}", to_string(reference))
        );
    }
    const auto size = text.find_last_not_of(blanks) - first + 1;
    return base::secret(std::string(text.substr(first, size)));
}

}  // namespace cli
