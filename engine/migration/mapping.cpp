#include "migration/mapping.hpp"

#include "base/letter_case.hpp"
#include "document/excerpt.hpp"
#include "document/key_path.hpp"
#include "document/mapping_reader.hpp"
#include "document/problem.hpp"
#include "document/yaml.hpp"

#include <fmt/format.h>

#include <charconv>
#include <utility>

namespace migration {

namespace {

using document::node;
using document::node_kind;
using document::presence;

constexpr document::bounds limits{.bytes = std::size_t{8} << 20U};

// A whole number from 1, without sign, blanks or leading zeros.
std::optional<std::int64_t> number_in(std::string_view text) {
    if (text.empty() || text.front() < '1' || text.front() > '9') return std::nullopt;
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
    return number;
}

// Good enough to tell an address from a slip of the hand.
bool is_address(std::string_view text) {
    const auto at = text.find('@');
    return at != std::string_view::npos && at != 0 && at + 1 != text.size() &&
           text.find_first_of(" \t\"'<>") == std::string_view::npos;
}

}  // namespace

class mapping_file {
public:
    mapping_file(base::diagnostics& problems) : problems_(problems) {}

    mapping read(const node& root) {
        document::mapping_reader file(root, "", "mapping", problems_);
        expect(file, "apiVersion", "muster/v1");
        expect(file, "kind", "Mapping");
        const auto each = [&](std::string_view key, auto read_entry) {
            const auto* from = file.mapping_node(key, presence::optional);
            if (from == nullptr) return;
            for (const auto& [name, value] : from->entries)
                (this->*read_entry)(
                    name, value, document::path_of_key(std::string(key), name.text)
                );
        };
        each("users", &mapping_file::read_user);
        each("calendars", &mapping_file::read_calendar);
        each("sections", &mapping_file::read_section);
        each("groups", &mapping_file::read_group);
        file.finish();
        return std::move(made_);
    }

private:
    void expect(document::mapping_reader& file, std::string_view key, std::string_view word) {
        const auto written = file.text(key, presence::required);
        if (written && *written != word)
            file.refuse(
                key,
                "wrong-value",
                fmt::format("expected {}, not {}", word, document::in_quotes(*written))
            );
    }

    void refuse(const node& at, const std::string& path, std::string message, std::string hint) {
        auto made = document::problem_at(at, "mapping.wrong-value", std::move(message));
        made.path = path;
        made.hint = std::move(hint);
        problems_.add(std::move(made));
    }

    void read_user(const node& who, const node& to, const std::string& path) {
        const auto name = base::lower_case(who.text);
        if (!number_in(name) && !is_address(name))
            return refuse(
                who,
                path,
                fmt::format(
                    "expected the id or the e-mail address of a user, not {}",
                    document::in_quotes(who.text)
                ),
                "the key says who he is on the portal that he comes from"
            );
        auto where_to = destination_in(to, path);
        if (!where_to) return;
        const auto [found, is_new] =
            made_.users_.try_emplace(name, mapping::rule{{*where_to, who.where, path}});
        if (!is_new)
            refuse(
                who,
                path,
                fmt::format(
                    "of {} something is said at {} already",
                    document::in_quotes(who.text),
                    base::to_string(found->second.what.where)
                ),
                "addresses are the same in capitals and in small letters"
            );
    }

    std::optional<destination> destination_in(const node& to, const std::string& path) {
        if (to.kind == node_kind::integer && to.integer > 0)
            return destination(model::user_id(to.integer));
        if (to.kind == node_kind::text && to.text == "stays") return destination(stays{});
        if (to.kind == node_kind::text) {
            if (const auto id = number_in(to.text)) return destination(model::user_id(*id));
            if (is_address(to.text)) return destination(base::lower_case(to.text));
        }
        refuse(
            to,
            path,
            fmt::format(
                "expected the id or the e-mail address that he has on the new portal, or stays, "
                "not {}",
                document::describe_found(to)
            ),
            to.kind == node_kind::null ? "write 'stays' for somebody who does not move" : ""
        );
        return std::nullopt;
    }

    void read_calendar(const node& name, const node& to, const std::string& path) {
        if (to.kind == node_kind::text && !to.text.empty() && !name.text.empty()) {
            made_.calendars_.emplace(name.text, to.text);
            return;
        }
        refuse(
            to,
            path,
            fmt::format(
                "expected the name that the calendar gets, not {}", document::describe_found(to)
            ),
            to.kind == node_kind::integer
                ? "a number belongs in quotes where it is a name; calendars "
                  "by their ids stand under 'sections'"
                : ""
        );
    }

    void read_section(const node& id, const node& to, const std::string& path) {
        read_ids(id, to, path, "a calendar", made_.sections_);
    }
    void read_group(const node& id, const node& to, const std::string& path) {
        read_ids(id, to, path, "a group", made_.groups_);
    }

    void read_ids(
        const node& id,
        const node& to,
        const std::string& path,
        std::string_view of,
        std::map<std::int64_t, std::int64_t>& into
    ) {
        const auto from = number_in(id.text);
        if (!from)
            return refuse(
                id,
                path,
                fmt::format(
                    "expected the id of {} on the old portal, not {}",
                    of,
                    document::in_quotes(id.text)
                ),
                ""
            );
        if (to.kind != node_kind::integer || to.integer <= 0)
            return refuse(
                to,
                path,
                fmt::format(
                    "expected the id of {} on the new portal, not {}",
                    of,
                    document::describe_found(to)
                ),
                ""
            );
        into.emplace(*from, to.integer);
    }

    base::diagnostics& problems_;
    mapping made_;
};

namespace {

std::optional<mapping> mapping_in(
    const std::optional<node>& root, std::size_t errors_before, base::diagnostics& problems
) {
    if (!root) return std::nullopt;
    auto made = mapping_file(problems).read(*root);
    if (problems.errors() != errors_before) return std::nullopt;
    return made;
}

}  // namespace

std::optional<mapping> mapping::read(
    const std::filesystem::path& file, base::diagnostics& problems
) {
    const auto before = problems.errors();
    return mapping_in(document::read_yaml_file(file, problems, limits), before, problems);
}

std::optional<mapping> mapping::read_text(
    std::string_view text, std::string_view file, base::diagnostics& problems
) {
    const auto before = problems.errors();
    return mapping_in(document::read_yaml(text, file, problems, limits), before, problems);
}

const user_rule* mapping::rule_of(const person& who, base::diagnostics& problems) {
    const auto by_id = users_.find(std::to_string(who.id.value()));
    const auto by_email = users_.find(base::lower_case(who.email));
    if (by_id != users_.end()) by_id->second.used = true;
    if (by_email != users_.end()) by_email->second.used = true;
    if (by_id != users_.end() && by_email != users_.end()) {
        const auto& second = by_email->second.what;
        auto made = document::problem_at(
            second.where,
            "mapping.said-twice",
            fmt::format(
                "of user {} something is said twice: here, and at {}",
                who.id.value(),
                base::to_string(by_id->second.what.where)
            )
        );
        made.path = second.path;
        made.hint = "leave one of them";
        problems.add(std::move(made));
    }
    if (by_id != users_.end()) return &by_id->second.what;
    return by_email == users_.end() ? nullptr : &by_email->second.what;
}

void mapping::warn_of_idle(base::diagnostics& problems) const {
    for (const auto& [name, each] : users_) {
        if (each.used) continue;
        auto made = document::problem_at(
            each.what.where,
            "mapping.idle",
            fmt::format("{} is nobody of those who are exported", document::in_quotes(name))
        );
        made.level = base::severity::warning;
        made.path = each.what.path;
        made.hint = "the key says who he is on the portal that he comes from";
        problems.add(std::move(made));
    }
}

std::string mapping::calendar(const std::string& name) const {
    const auto found = calendars_.find(name);
    return found == calendars_.end() ? name : found->second;
}

std::optional<std::int64_t> mapping::section(std::int64_t id) const {
    const auto found = sections_.find(id);
    return found == sections_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::int64_t> mapping::group(std::int64_t id) const {
    const auto found = groups_.find(id);
    return found == groups_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace migration
