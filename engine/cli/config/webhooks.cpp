#include "cli/config/webhooks.hpp"

#include "document/csv.hpp"
#include "portal/webhook_url.hpp"
#include "roster/attribute.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <spanstream>
#include <string>
#include <utility>

namespace cli {
namespace {

// Columns of the users' table; npos = not there.
struct table_columns {
    std::size_t user = std::string::npos;
    std::size_t webhook = std::string::npos;
};

base::diagnostic problem(
    const base::source_pos& where, std::string code, std::string message, std::string hint = {}
) {
    base::diagnostic made;
    made.code = std::move(code);
    made.message = std::move(message);
    made.where = where;
    made.hint = std::move(hint);
    return made;
}

std::optional<base::secret> secret_of(
    const secret_reference& from, const environment& variables, base::diagnostics& problems
) {
    auto read = resolve_secret(from, variables);
    if (read) return std::move(*read);
    auto what = problem(from.where, "config.secret", base::describe(read.error()));
    what.path = from.path;
    problems.add(std::move(what));
    return std::nullopt;
}

// A webhook of this portal, or the words that say what is wrong with it; never its text.
std::expected<portal::webhook_url, std::string> parse_for(
    const portal::origin& at, const base::secret& text
) {
    auto made = portal::webhook_url::parse(text);
    if (made && made->where() != at) {
        return std::unexpected(fmt::format(
            "belongs to {}, not to {}", portal::to_string(made->where()), portal::to_string(at)
        ));
    }
    return made;
}

// No column's name is shown: a table without a header begins with a webhook.
std::optional<table_columns> columns_of(
    const document::csv_reader& rows, base::diagnostics& problems
) {
    table_columns made;
    const auto& names = rows.header();
    bool fits = true;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto kind = roster::kind_of(names[i]);
        const bool is_user = kind == roster::attribute_kind::id;
        const bool is_webhook = names[i] == "webhook";
        auto& place = is_user ? made.user : made.webhook;
        if (is_user || is_webhook) {
            fits = fits && place == std::string::npos;
            place = i;
        } else if (kind != roster::attribute_kind::email) {
            fits = false;
        }
    }
    if (fits && made.user != std::string::npos && made.webhook != std::string::npos) return made;
    problems.add(problem(
        rows.header_where(),
        "webhooks.columns",
        "the first line has to name the columns user_id and webhook (and email, if there is one), "
        "and no others"
    ));
    return std::nullopt;
}

class table_reader {
public:
    table_reader(const portal::origin& at, base::diagnostics& problems)
        : at_(at), problems_(problems) {}

    void read(const document::csv_row& row, const table_columns& columns) {
        const auto& number = row.cells[columns.user];
        const auto who = roster::parse_id(number);
        if (!who) {
            problems_.add(problem(
                row.where, "webhooks.bad-id", "the user_id of a webhook is a whole number from 1"
            ));
            return;
        }
        const auto [first, is_new] = lines_.try_emplace(*who, row.where.line);
        if (!is_new) {
            refuse(
                row,
                "webhooks.duplicate-user",
                fmt::format(
                    "the user {} has two webhooks: in line {} and here in line {}",
                    number,
                    first->second,
                    row.where.line
                )
            );
            return;
        }
        const auto parsed = parse_for(at_, base::secret(row.cells[columns.webhook]));
        if (!parsed) {
            refuse(
                row,
                "webhooks.bad-webhook",
                fmt::format("the webhook of user {} {}", number, parsed.error())
            );
        } else if (parsed->owner() != *who) {
            refuse(
                row,
                "webhooks.wrong-user",
                fmt::format(
                    "the webhook of user {} belongs to user {}, as its /rest/{}/ says",
                    number,
                    parsed->owner().value(),
                    parsed->owner().value()
                )
            );
        } else {
            table_.emplace(*who, webhook{parsed->text(), parsed->owner()});
        }
    }

    webhook_table take() { return std::move(table_); }

private:
    void refuse(const document::csv_row& row, std::string code, std::string message) {
        problems_.add(problem(row.where, std::move(code), std::move(message)));
    }

    const portal::origin& at_;
    base::diagnostics& problems_;
    webhook_table table_;
    std::map<model::user_id, std::uint32_t> lines_;
};

// What to call the table in messages: the file itself, where it is one.
std::string name_of(const secret_reference& from) {
    return from.from == secret_reference::kind::file ? from.what : to_string(from);
}

}  // namespace

std::optional<webhook_table> read_user_webhooks(
    const secret_reference& from,
    const environment& variables,
    const portal::origin& at,
    base::diagnostics& problems
) {
    const auto text = secret_of(from, variables, problems);
    if (!text) return std::nullopt;
    const auto before = problems.errors();
    auto in = std::make_unique<std::ispanstream>(std::span<const char>(text->reveal()));
    auto rows = document::csv_reader::open(std::move(in), name_of(from), problems);
    if (!rows) return std::nullopt;
    const auto columns = columns_of(*rows, problems);
    if (!columns) return std::nullopt;
    table_reader table(at, problems);
    while (const auto row = rows->next(problems)) table.read(*row, *columns);
    if (problems.errors() != before) return std::nullopt;
    return table.take();
}

std::optional<webhook> read_admin_webhook(
    const secret_reference& from,
    const environment& variables,
    const portal::origin& at,
    base::diagnostics& problems
) {
    const auto text = secret_of(from, variables, problems);
    if (!text) return std::nullopt;
    const auto parsed = parse_for(at, *text);
    if (!parsed) {
        auto what = problem(
            from.where,
            "config.secret",
            fmt::format("the webhook in {} {}", to_string(from), parsed.error())
        );
        what.path = from.path;
        problems.add(std::move(what));
        return std::nullopt;
    }
    return webhook{parsed->text(), parsed->owner()};
}

}  // namespace cli
