#include "run/directory_refresh.hpp"

#include "portal/directory/user_fields.hpp"
#include "portal/directory/user_row.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <utility>

namespace run {

namespace {

namespace net = boost::asio;

constexpr std::string_view section = "roster.directory";

model::array texts(const std::vector<std::string>& values) {
    return model::array(values.begin(), values.end());
}

std::vector<std::string> attributes() {
    auto all = portal::user_attributes();
    for (auto& each : roster::department_attributes()) all.push_back(std::move(each));
    return all;
}

}  // namespace

std::string query_text(const directory_request& what) {
    model::array departments;
    for (const auto& each : what.departments)
        departments.push_back(each.id ? model::value(*each.id) : model::value(each.name));
    model::object fields;
    for (const auto& [field, values] : what.who.fields) fields[field] = texts(values);
    return boost::json::serialize(model::object{
        {"url", what.url},
        {"departments", std::move(departments)},
        {"fields", std::move(fields)},
        {"inactive", what.who.active == portal::activity::all},
        {"extranet", what.who.from == portal::company::all},
    });
}

directory_refresh::directory_refresh(
    paced_caller& portal,
    async::clock_source& clock,
    directory_request what,
    std::filesystem::path cache,
    base::diagnostics& problems
)
    : portal_(portal),
      clock_(clock),
      what_(std::move(what)),
      cache_(std::move(cache)),
      problems_(problems) {}

net::awaitable<refresh_end> directory_refresh::run() {
    co_await net::this_coro::throw_if_cancelled(false);
    end_.stamp.read_at = clock_.wall_now();  // what happens while we read may be missed
    bool good = co_await ask_who_we_are();
    if (good) good = co_await read_departments();
    if (good) good = co_await read_users();
    if (good) commit();
    writer_.reset();
    end_.counts = portal_.counts();
    co_return end_;
}

net::awaitable<std::optional<model::accepted>> directory_refresh::ask(
    std::string method, model::object params
) {
    auto said = co_await portal_.call(method, std::move(params));
    if (said) co_return std::move(*said);
    end_.how = said.error().how;
    end_.why = std::move(said.error());
    if (!end_.why.text.empty()) end_.why.text = method + ": " + end_.why.text;
    co_return std::nullopt;
}

// Somebody who is no administrator is shown a part of the company, as if there were no more
// (portal-facts 7, ADMIN_MODE).
net::awaitable<bool> directory_refresh::ask_who_we_are() {
    const auto said = co_await ask("profile", {});
    if (!said) co_return false;
    const auto* profile = said->result.if_object();
    const auto* admin = profile == nullptr ? nullptr : profile->if_contains("ADMIN");
    if (admin != nullptr && *admin == true) co_return true;
    const auto* id = profile == nullptr ? nullptr : profile->if_contains("ID");
    co_return end(
        model::run_end::unauthorized,
        id == nullptr ? "the administrator's webhook belongs to nobody who is active"
                      : fmt::format(
                            "the administrator's webhook belongs to user {}, who is no "
                            "administrator and would be shown only a part of the company",
                            portal::read_id(id).value_or(0)
                        )
    );
}

net::awaitable<bool> directory_refresh::read_departments() {
    std::vector<roster::department> all;
    for (std::int64_t start = 0;;) {
        const auto page = co_await ask("department.get", {{"start", start}});
        if (!page) co_return false;
        if (!take_departments(*page, all)) co_return false;
        const bool complete = !page->total || static_cast<std::int64_t>(all.size()) >= *page->total;
        if (!page->next && complete) co_return find_departments(std::move(all));
        if (!page->next || *page->next <= start)
            co_return end(
                model::run_end::portal_stopped,
                fmt::format(
                    "department.get: the portal speaks of {} departments and lists {}",
                    page->total.value_or(0),
                    all.size()
                )
            );
        start = *page->next;
    }
}

bool directory_refresh::take_departments(
    const model::accepted& page, std::vector<roster::department>& into
) {
    const auto* rows = page.result.if_array();
    if (rows == nullptr) return end(model::run_end::portal_stopped, "department.get: not a list");
    for (const auto& each : *rows) {
        const auto* row = each.if_object();
        const auto made = row == nullptr ? std::nullopt : portal::read_department_row(*row);
        if (!made)
            return end(
                model::run_end::portal_stopped, "department.get: a department without an id"
            );
        into.push_back({made->id, made->parent, made->name});
    }
    return true;
}

bool directory_refresh::find_departments(std::vector<roster::department> all) {
    tree_ = roster::department_tree(std::move(all), problems_);
    if (what_.departments.empty()) return true;
    const auto before = problems_.errors();
    const auto found = tree_.find(what_.departments, problems_);
    what_.who.departments.emplace(found.begin(), found.end());
    return problems_.errors() == before;
}

net::awaitable<bool> directory_refresh::read_users() {
    auto writer = roster::directory_writer::create(cache_);
    if (!writer) co_return end(model::run_end::state_lost, base::describe(writer.error()));
    writer_.emplace(std::move(*writer));
    for (;;) {
        const auto page = co_await ask("user.get", portal::page_parameters(what_.who, last_));
        if (!page) co_return false;
        const auto* rows = page->result.if_array();
        if (rows == nullptr) co_return end(model::run_end::portal_stopped, "user.get: not a list");
        if (!take_users(*rows)) co_return false;
        if (rows->size() < portal::page_size) co_return true;
    }
}

bool directory_refresh::take_users(const model::array& rows) {
    for (const auto& each : rows) {
        const auto* row = each.if_object();
        auto read = row == nullptr ? std::nullopt : portal::read_user_row(*row);
        if (!read) return end(model::run_end::portal_stopped, "user.get: a user without an id");
        const auto id = read->who.id.value();
        // A portal that does not know the filter would give the same page for ever.
        if (id <= last_)
            return end(
                model::run_end::portal_stopped,
                fmt::format("user.get: user {} came after user {}; pages have to ascend", id, last_)
            );
        if (const auto why = portal::misfit(*row, what_.who))
            return refuse(
                "roster.ignored-filter",
                fmt::format("the portal ignored the filter: it gave user {}, and {}", id, *why),
                "either the portal has no such field, or the scope of the administrator's webhook "
                "does not cover it (user_brief and user_basic cover less than user)"
            );
        last_ = id;
        tree_.place(read->who, read->departments);
        writer_->add(read->who);
    }
    return true;
}

bool directory_refresh::commit() {
    if (writer_->users() == 0)
        return refuse(
            "roster.empty-directory",
            "nobody on the portal is what 'directory' asks for",
            "look at its departments and its filter; an empty answer is never taken for 'nobody'"
        );
    end_.stamp.portal = what_.portal;
    end_.stamp.query = query_text(what_);
    end_.stamp.requests = portal_.counts().requests;
    end_.stamp.attributes = attributes();
    auto written = writer_->commit(std::move(end_.stamp));
    if (!written) return end(model::run_end::state_lost, base::describe(written.error()));
    end_.stamp = std::move(*written);
    return true;
}

bool directory_refresh::refuse(std::string code, std::string message, std::string hint) {
    base::diagnostic what;
    what.code = std::move(code);
    what.message = std::move(message);
    what.path = section;
    what.hint = std::move(hint);
    what.where = what_.where;
    problems_.add(std::move(what));
    return false;
}

bool directory_refresh::end(model::run_end how, std::string text) {
    end_.how = how;
    end_.why = {how, {}, std::move(text)};
    return false;
}

}  // namespace run
