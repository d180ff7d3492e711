#include "snapshot/line.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

namespace snapshot {

namespace {

constexpr auto kind = "muster.snapshot";

constexpr std::array reasons{
    model::block_reason::no_credential,
    model::block_reason::wrong_identity,
    model::block_reason::unreadable
};

std::string line_of(const model::object& what) {
    return boost::json::serialize(what) + '\n';
}

std::optional<model::object> object_in(std::string_view line) {
    boost::system::error_code wrong;
    auto parsed = boost::json::parse(line, wrong);
    if (wrong || !parsed.is_object()) return std::nullopt;
    return std::move(parsed.get_object());
}

std::string text_in(const model::object& from, std::string_view key) {
    return std::string(std::string_view(from.at(key).as_string()));
}

std::uint64_t count_in(const model::object& from, std::string_view key) {
    return from.at(key).to_number<std::uint64_t>();
}

head read_head(const model::object& from) {
    head made{
        text_in(from, "portal"),
        text_in(from, "url"),
        {},
        count_in(from, "users"),
        count_in(from, "unread")
    };
    for (const auto& each : from.at("resources").as_array())
        made.resources.emplace_back(std::string_view(each.as_string()));
    return made;
}

std::optional<reason_unread> read_reason(const model::object& from) {
    const auto word = text_in(from, "unread");
    const auto* found = std::ranges::find(reasons, word, [](model::block_reason each) {
        return model::to_string(each);
    });
    if (found == reasons.end()) return std::nullopt;
    return reason_unread{*found, text_in(from, "why")};
}

std::optional<entry> read_entry(model::object from, const head& of) {
    entry made;
    made.user = model::user_id(from.at("user").to_number<std::int64_t>());
    made.email = text_in(from, "email");
    if (from.contains("unread")) {
        made.unread = read_reason(from);
        if (!made.unread) return std::nullopt;
        return made;
    }
    made.state = std::move(from.at("state").as_object());
    const auto is_there = [&](const std::string& resource) {
        const auto* found = made.state.if_contains(resource);
        return found != nullptr && (found->is_object() || found->is_array());
    };
    if (!std::ranges::all_of(of.resources, is_there)) return std::nullopt;
    return made;
}

}  // namespace

std::string to_line(const head& what) {
    return line_of({
        {"format_version", format_version},
        {"kind", kind},
        {"portal", what.portal},
        {"url", what.url},
        {"resources", model::array(what.resources.begin(), what.resources.end())},
        {"users", what.users},
        {"unread", what.unread},
    });
}

std::string to_line(const entry& what) {
    model::object made{{"user", what.user.value()}, {"email", what.email}};
    if (what.unread) {
        made["unread"] = model::to_string(what.unread->what);
        made["why"] = what.unread->why;
    } else {
        made["state"] = what.state;
    }
    return line_of(made);
}

std::string to_line(const ending& what) {
    return line_of({{"end", true}, {"entries", what.entries}, {"crc32", what.checksum}});
}

std::expected<head, no_head> head_in(std::string_view line) {
    const auto from = object_in(line);
    const auto* said = from ? from->if_contains("kind") : nullptr;
    if (said == nullptr || *said != kind) return std::unexpected(no_head::of_another_kind);
    const auto* version = from->if_contains("format_version");
    if (version == nullptr || !version->is_int64()) return std::unexpected(no_head::damaged);
    if (version->get_int64() > format_version) return std::unexpected(no_head::of_a_newer_format);
    try {
        return read_head(*from);
    } catch (const std::exception&) {
        return std::unexpected(no_head::damaged);
    }
}

std::optional<entry> entry_in(std::string_view line, const head& of) {
    auto from = object_in(line);
    if (!from) return std::nullopt;
    try {
        return read_entry(std::move(*from), of);
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

std::optional<ending> ending_in(std::string_view line) {
    const auto from = object_in(line);
    if (!from || !from->contains("end")) return std::nullopt;
    try {
        return ending{count_in(*from, "entries"), from->at("crc32").to_number<std::uint32_t>()};
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

}  // namespace snapshot
