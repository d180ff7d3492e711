#include "policy/exceptions.hpp"

#include "catalog/check.hpp"
#include "catalog/values.hpp"
#include "document/file_text.hpp"
#include "document/json_value.hpp"
#include "document/key_path.hpp"
#include "document/yaml.hpp"
#include "policy/letter_case.hpp"
#include "policy/mapping.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

namespace policy {
namespace {

constexpr std::size_t largest_file = std::size_t{4} << 20U;

std::optional<int> number_of(std::string_view digits) {
    int number = 0;
    const auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (wrong != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return number;
}

// "2027-03-31", and only a day that there is.
std::optional<std::chrono::year_month_day> day_of(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = number_of(text.substr(0, 4));
    const auto month = number_of(text.substr(5, 2));
    const auto day = number_of(text.substr(8, 2));
    if (!year || !month || !day || *month < 0 || *day < 0) return std::nullopt;
    const std::chrono::year_month_day made(
        std::chrono::year(*year),
        std::chrono::month(static_cast<unsigned>(*month)),
        std::chrono::day(static_cast<unsigned>(*day))
    );
    return made.ok() ? std::optional(made) : std::nullopt;
}

}  // namespace

class exceptions_reader {
public:
    exceptions_reader(
        const catalog::definitions& all, std::chrono::year_month_day today, reporter& report
    )
        : all_(all), today_(today), report_(report) {}

    exceptions read(const document::node& root) {
        mapping file(root, "", report_);
        expect_word(file, "apiVersion", "muster/v1");
        expect_word(file, "kind", "Exceptions");
        const auto* list = file.any("exceptions", presence::required);
        file.close();
        if (list == nullptr) return std::move(made_);
        if (list->kind != document::node_kind::sequence) {
            report_kind(report_, *list, "exceptions", "a list of exceptions");
            return std::move(made_);
        }
        for (std::size_t i = 0; i < list->items.size(); ++i)
            read_entry(list->items[i], document::path_of_item("exceptions", i), i);
        return std::move(made_);
    }

private:
    void expect_word(mapping& from, std::string_view key, std::string_view word) {
        const auto written = from.text(key, presence::required);
        if (!written || *written == word) return;
        report_.error(
            "exceptions.bad-value",
            from.from().find(key)->where,
            from.path_of(key),
            fmt::format("expected {}, got '{}'", word, *written)
        );
    }

    void read_entry(const document::node& from, const std::string& path, std::size_t number) {
        mapping entry(from, path, report_);
        const auto* user = entry.any("user", presence::required);
        const auto key = entry.text("key", presence::required);
        // A tag has a meaning here: the portal's default may be what is accepted.
        const auto* accepted = from.find("accepted");
        if (accepted == nullptr || accepted->tag != "!default")
            accepted = entry.any("accepted", presence::required);
        else
            entry.allow("accepted");
        const auto reason = entry.text("reason", presence::required);
        const auto owner = entry.text("owner", presence::required);
        const auto until = entry.text("until", presence::required);
        entry.close();
        if (user == nullptr || !key || accepted == nullptr || !reason || !owner || !until) return;
        exceptions::entry made;
        made.what.number = number;
        made.what.reason = *reason;
        made.what.owner = *owner;
        made.what.until = *until;
        made.what.where = from.where;
        const bool right = read_user(*user, path, made.user) &&
                           read_key(*from.find("key"), *key, path, made.what) &&
                           read_value(*accepted, path, made.what);
        const auto day = day_of(*until);
        if (!day)
            report_.error(
                "exceptions.bad-value",
                from.find("until")->where,
                path + ".until",
                fmt::format("'{}' is no day", *until),
                "write the last day on which it is accepted, such as 2027-03-31"
            );
        if (right && day) take(std::move(made), *day, *from.find("until"), path);
    }

    bool read_user(const document::node& from, const std::string& path, std::string& into) {
        if (from.kind == document::node_kind::integer && from.integer > 0) {
            into = std::to_string(from.integer);
            return true;
        }
        if (from.kind == document::node_kind::text && from.text.contains('@')) {
            into = lower_case(from.text);
            return true;
        }
        report_kind(report_, from, path + ".user", "a user's id or e-mail address");
        return false;
    }

    // RESOURCE.KEY: neither has a meaning without the other.
    bool read_key(
        const document::node& at,
        const std::string& text,
        const std::string& path,
        model::exemption& into
    ) {
        const auto wrong = [&](std::string message, std::string hint) {
            report_.error(
                "exceptions.unknown-key",
                at.where,
                path + ".key",
                std::move(message),
                std::move(hint)
            );
            return false;
        };
        const auto dot = text.rfind('.');
        const auto target = dot == std::string::npos ? std::string() : text.substr(0, dot);
        const auto* resource = all_.find_resource(target);
        if (resource == nullptr) {
            if (all_.find_method(target) != nullptr)
                return wrong(
                    fmt::format("'{}' is a method, and nothing of a call is kept", target),
                    "exceptions are for the keys of what 'ensure' names"
                );
            const auto near = all_.nearest_resource(target);
            return wrong(
                fmt::format("'{}' is no key of a resource", text),
                near ? fmt::format("did you mean '{}'?", *near)
                     : "write RESOURCE.KEY, such as calendar.user.settings.view"
            );
        }
        const auto field = catalog::check_key(resource->fields, text.substr(dot + 1));
        if (!field) return wrong(field.error().message, field.error().hint);
        if ((*field)->name == resource->key_field)
            return wrong(
                fmt::format("a {} is found by its {}", target, (*field)->name),
                "except the other keys, or leave the user out of the policy"
            );
        into.target = target;
        into.key = (*field)->name;
        field_ = *field;
        return true;
    }

    bool read_value(const document::node& from, const std::string& path, model::exemption& into) {
        if (from.tag == "!default" && field_->portal_default) {
            into.accepted = *field_->portal_default;
            return true;
        }
        auto normal = catalog::normalise(*field_, document::to_json(from));
        if (normal) {
            into.accepted = std::move(*normal);
            return true;
        }
        report_.error(
            "exceptions.bad-value",
            from.where,
            path + ".accepted",
            normal.error().message,
            normal.error().hint
        );
        return false;
    }

    void take(
        exceptions::entry entry,
        std::chrono::year_month_day until,
        const document::node& at,
        const std::string& path
    ) {
        const auto name = fmt::format("{} {}.{}", entry.user, entry.what.target, entry.what.key);
        if (!seen_.insert(name).second)
            return report_.error(
                "exceptions.duplicate",
                entry.what.where,
                path,
                fmt::format(
                    "there is an exception of user {} for '{}.{}' already",
                    entry.user,
                    entry.what.target,
                    entry.what.key
                )
            );
        if (until < today_)
            return report_.warning(
                "exceptions.expired",
                at.where,
                path + ".until",
                fmt::format(
                    "the exception of user {} for '{}.{}' has expired: the policies are enforced",
                    entry.user,
                    entry.what.target,
                    entry.what.key
                ),
                fmt::format("ask {} whether it still holds, or take it out", entry.what.owner)
            );
        made_.by_user_[entry.user].push_back(made_.entries_.size());
        entry.what.number = made_.entries_.size();
        made_.entries_.push_back(std::move(entry));
    }

    const catalog::definitions& all_;
    std::chrono::year_month_day today_;
    reporter& report_;
    const catalog::field* field_ = nullptr;
    std::set<std::string> seen_;
    exceptions made_;
};

std::optional<exceptions> exceptions::read(
    const std::filesystem::path& file,
    const catalog::definitions& all,
    std::chrono::year_month_day today,
    base::diagnostics& problems
) {
    const auto text = document::read_file(file, largest_file, problems);
    if (!text) return std::nullopt;
    return read_text(*text, file.string(), all, today, problems);
}

std::optional<exceptions> exceptions::read_text(
    std::string_view text,
    std::string_view file,
    const catalog::definitions& all,
    std::chrono::year_month_day today,
    base::diagnostics& problems
) {
    const auto root = document::read_yaml(text, file, problems, {.bytes = largest_file});
    if (!root) return std::nullopt;
    const source_text source(file, text);
    reporter report(source, problems);
    auto made = exceptions_reader(all, today, report).read(*root);
    if (report.has_errors()) return std::nullopt;
    return made;
}

std::vector<const model::exemption*> exceptions::of(const model::user& who) const {
    std::vector<const model::exemption*> all;
    if (entries_.empty()) return all;
    for (const auto& name : {std::to_string(who.id.value()), lower_case(who.email)})
        if (const auto found = by_user_.find(name); found != by_user_.end())
            for (const auto index : found->second) all.push_back(&entries_[index].what);
    return all;
}

void exceptions::note(const model::user& who, const model::job* what, exception_use& into) const {
    if (entries_.empty()) return;
    into.user_seen.resize(entries_.size(), false);
    into.used.resize(entries_.size(), false);
    for (const auto* each : of(who)) into.user_seen[each->number] = true;
    if (what == nullptr) return;
    for (const auto& each : what->exempt) into.used[each.number] = true;
}

void exceptions::warn_of_idle(const exception_use& of, base::diagnostics& problems) const {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const bool seen = i < of.user_seen.size() && of.user_seen[i];
        if (i < of.used.size() && of.used[i]) continue;
        const auto& [user, what] = entries_[i];
        base::diagnostic idle;
        idle.level = base::severity::warning;
        idle.code = seen ? "exceptions.idle" : "exceptions.unknown-user";
        idle.message =
            seen ? fmt::format("no policy asks user {} for '{}.{}'", user, what.target, what.key)
                 : fmt::format("the roster has no user {}", user);
        idle.hint = "the exception has no effect; take it out when it is not needed any more";
        idle.where = what.where;
        problems.add(std::move(idle));
    }
}

}  // namespace policy
