#include "cli/arguments/commands.hpp"
#include "cli/arguments/flags.hpp"
#include "cli/explain_command.hpp"
#include "cli/explain_user_command.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>

namespace cli {

namespace {

void add_explain_user(CLI::App& explain, invocation& asked) {
    struct words {
        std::string user;
        std::string key;
    };
    const auto said = std::make_shared<words>();
    auto& to = *explain.add_subcommand("user", "Tell what a user gets, and why");
    auto& given = asked.given;
    to.add_option("USER", said->user, "Id or e-mail address; none tells of the resource 'user'")
        ->type_name("");
    to.add_option("KEY", said->key, "Only this key, such as view or calendar.user.settings.view")
        ->type_name("");
    add_files(to, given, portal_choice::one);
    add_output(to, given);
    asked.ask(to, [&given, said] {
        return said->user.empty() ? explain_command(given, "user")
                                  : explain_user_command(given, said->user, said->key);
    });
}

}  // namespace

void add_explain(CLI::App& app, invocation& asked) {
    auto& to = *app.add_subcommand("explain", "Tell what a method or a resource takes");
    auto& given = asked.given;
    const auto subject = std::make_shared<std::string>();
    to.add_option(
          "NAME", *subject, "A method, a resource, either with .FIELD, or directory; none lists all"
    )
        ->type_name("");
    to.add_option("--config", given.config, "Whose catalog is added")->type_name("FILE");
    add_output(to, given);
    add_explain_user(to, asked);
    asked.ask(to, [&given, subject] { return explain_command(given, *subject); });
}

void add_schema(CLI::App& app, invocation& asked) {
    auto& to = *app.add_subcommand("schema", "Print the JSON Schema of a file you write");
    auto& given = asked.given;
    const auto kind = std::make_shared<std::string>();
    to.add_option("KIND", *kind, "policy, config, roster, exceptions, catalog or mapping")
        ->type_name("")
        ->required();
    to.add_option("--config", given.config, "Whose catalog is added")->type_name("FILE");
    asked.ask(to, [&given, kind] { return schema_command(given, *kind); });
}

}  // namespace cli
