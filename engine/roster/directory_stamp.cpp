#include "roster/directory_stamp.hpp"

#include <boost/crc.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <fstream>

namespace roster {

namespace {

constexpr std::int64_t format_version = 1;
constexpr auto kind = "muster.directory";

std::string text_in(const model::object& from, std::string_view key) {
    return std::string(std::string_view(from.at(key).as_string()));
}

std::uint64_t count_in(const model::object& from, std::string_view key) {
    return from.at(key).to_number<std::uint64_t>();
}

directory_stamp read(const model::object& from) {
    directory_stamp made;
    made.portal = text_in(from, "portal");
    made.query = text_in(from, "query");
    made.read_at =
        base::wall_time(std::chrono::milliseconds(from.at("read_at_ms").to_number<std::int64_t>()));
    made.users = count_in(from, "users");
    made.requests = count_in(from, "requests");
    made.bytes = count_in(from, "bytes");
    made.checksum = from.at("crc32").to_number<std::uint32_t>();
    for (const auto& each : from.at("attributes").as_array())
        made.attributes.emplace_back(std::string_view(each.as_string()));
    return made;
}

// The rest of the stream is what the stamp says.
bool is_whole(std::istream& in, const directory_stamp& stamp) {
    boost::crc_32_type sum;
    std::uint64_t bytes = 0;
    std::array<char, std::size_t{1} << 16> block{};
    while (in.read(block.data(), block.size()) || in.gcount() != 0) {
        const auto got = static_cast<std::size_t>(in.gcount());
        sum.process_bytes(block.data(), got);
        bytes += got;
    }
    return !in.bad() && bytes == stamp.bytes && sum.checksum() == stamp.checksum;
}

}  // namespace

std::string to_line(const directory_stamp& what) {
    const model::object made{
        {"format_version", format_version},
        {"kind", kind},
        {"portal", what.portal},
        {"read_at", base::to_rfc3339(what.read_at)},
        {"read_at_ms", what.read_at.time_since_epoch().count()},
        {"users", what.users},
        {"requests", what.requests},
        {"query", what.query},
        {"attributes", model::array(what.attributes.begin(), what.attributes.end())},
        {"bytes", what.bytes},
        {"crc32", what.checksum},
    };
    return boost::json::serialize(made) + '\n';
}

std::optional<directory_stamp> stamp_in(std::string_view line) {
    boost::system::error_code wrong;
    const auto parsed = boost::json::parse(line, wrong);
    const auto* from = wrong ? nullptr : parsed.if_object();
    if (from == nullptr) return std::nullopt;
    const auto* version = from->if_contains("format_version");
    const auto* what = from->if_contains("kind");
    if (version == nullptr || *version != format_version || what == nullptr || *what != kind)
        return std::nullopt;
    try {
        return read(*from);
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

std::expected<directory_stamp, cache_state> look_into_cache(
    const std::filesystem::path& file, std::string_view query
) {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) return std::unexpected(cache_state::missing);
    std::ifstream in(file, std::ios::binary);
    std::string line;
    if (!std::getline(in, line)) return std::unexpected(cache_state::damaged);
    auto stamp = stamp_in(line);
    if (!stamp || !is_whole(in, *stamp)) return std::unexpected(cache_state::damaged);
    if (stamp->query != query) return std::unexpected(cache_state::of_another);
    return std::move(*stamp);
}

}  // namespace roster
