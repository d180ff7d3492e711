#include "cli/reference/schema_parts.hpp"
#include "portal/directory/user_fields.hpp"

#include <fmt/format.h>

#include <utility>

namespace cli {

namespace {

using enum schema_key::need;

model::object duration_schema(std::string_view description) {
    auto made = text_schema(description);
    made["pattern"] = "^[0-9]+(ms|s|m|h)$";
    return made;
}

model::object secret_schema(std::string_view description) {
    auto made = text_schema(description);
    made["pattern"] = "^(file|env|cred|exec):.+";
    return made;
}

model::object path_schema() {
    auto made = text_schema();
    made["minLength"] = 1;
    return made;
}

std::vector<schema_key> app_keys(schema_key::need needed) {
    return {
        {"client_id", text_schema("Of the application, as on its card on the portal"), needed},
        {"client_secret", secret_schema("Of the application"), needed},
        {"store", text_schema("The file that keeps the tokens, mode 0600"), needed},
    };
}

model::object users_schema() {
    auto made = closed_mapping({
        {"webhooks", secret_schema("A table of the users' own webhooks")},
        {"oauth", closed_mapping(app_keys(required))},
    });
    made["minProperties"] = 1;
    return made;
}

// With users.oauth, admin.oauth has only user_id.
model::object admin_schema() {
    auto keys = app_keys(optional);
    keys.push_back(
        {"user_id",
         count_schema(1, 1'000'000'000'000, "The administrator's, in the store"),
         required}
    );
    auto made = closed_mapping({
        {"webhook", secret_schema("The administrator's webhook")},
        {"oauth", closed_mapping(keys)},
    });
    made["minProperties"] = 1;
    made["maxProperties"] = 1;
    return made;
}

model::object oauth_schema() {
    auto endpoint = text_schema("Where tokens are renewed (default: the server that gave them)");
    endpoint["pattern"] = "^https://[^/]+/";
    return closed_mapping({
        {"endpoint", endpoint},
        {"allowed_hosts",
         list_schema(
             text_schema(),
             "Servers that may be asked (default: oauth.bitrix.info, oauth.bitrix24.tech and "
             "oauth.bitrix24.info)"
         )},
        {"ca_file", text_schema("Trust the certificate authorities in this file and no others")},
    });
}

model::object named(model::object schema, std::string_view description) {
    schema["description"] = description;
    return schema;
}

// A text or a whole number, or a list of them.
model::object texts_schema(std::string_view description) {
    const model::object one{{"type", model::array{"string", "integer"}}, {"minLength", 1}};
    auto several = list_schema(one);
    several["minItems"] = 1;
    return any_of(model::array{one, several}, description);
}

model::object filter_schema() {
    model::object fields;
    for (const auto& each : portal::user_fields())
        if (each.use == portal::field_use::filter)
            fields[each.name] = texts_schema(
                each.attribute == "id" ? std::string("Only these users")
                                       : fmt::format("Read as user.{}", each.attribute)
            );
    return {
        {"type", "object"},
        {"description", "Only users of whom these fields have one of the values"},
        {"properties", std::move(fields)},
        {"patternProperties",
         {{"^UF_USR_[A-Z0-9_]+$", texts_schema("A field of the company's own")}}},
        {"additionalProperties", false},
    };
}

model::object directory_schema() {
    auto made = closed_mapping({
        {"departments",
         texts_schema(
             "Names, paths (Company/Sales) or ids; those below them are included (default: all)"
         )},
        {"filter", filter_schema()},
        {"include",
         list_schema(
             {{"enum", model::array{"inactive", "extranet"}}},
             "Who is left out otherwise: the dismissed, and guests of the extranet"
         )},
        {"max_age",
         duration_schema("When what was read is read again, from 0s to 720h (default: 12h)")},
    });
    made["description"] = "The users of the portal itself, read with the administrator's webhook";
    return made;
}

// A file, a list of files, the directory, or what joins them.
model::object roster_schema(std::string_view description) {
    auto files = list_schema(path_schema());
    files["minItems"] = 1;
    auto joined = closed_mapping({
        {"files",
         any_of(model::array{path_schema(), files}, "The first streams, further ones add to it")},
        {"directory", directory_schema()},
        {"key",
         {{"enum", model::array{"id", "email"}},
          {"description", "By which the users of several files are the same (default: id)"}}},
        {"columns",
         {{"type", "object"},
          {"description",
           "Types of columns, because a cell of a CSV file is text; items of a list stand between "
           "semicolons"},
          {"additionalProperties",
           {{"enum", model::array{"text", "integer", "number", "boolean", "list"}}}}}},
    });
    joined["anyOf"] = model::array{
        model::object{{"required", model::array{"files"}}},
        model::object{{"required", model::array{"directory"}}}
    };
    return any_of(model::array{path_schema(), files, joined}, description);
}

model::object portal_schema() {
    auto made = closed_mapping({
        {"url",
         {{"type", "string"},
          {"pattern", "^https://[^/]+/?$"},
          {"description", "The portal's address, without a path: https://acme.bitrix24.com"}},
         required},
        {"plan",
         words_schema(
             {"standard", "enterprise", "selfhosted"},
             "How fast the portal may be asked: 50 at once and 2 a second, 250 and 5, or burst and "
             "rate (default: standard)"
         )},
        {"weight",
         count_schema(
             1,
             1000,
             "Its share of the connections beside other portals of a run, where they want more "
             "than there are (default: 1)"
         )},
        {"burst", count_schema(1, 100'000, "Requests at once; of a self-hosted portal")},
        {"rate",
         {{"type", "number"},
          {"exclusiveMinimum", 0},
          {"maximum", 10'000},
          {"description", "Requests per second; of a self-hosted portal"}}},
        {"ca_file", text_schema("Trust the certificate authorities in this file and no others")},
        {"admin", admin_schema()},
        {"users", users_schema()},
        {"connect_to",
         named(
             path_schema(),
             "Where connections go, such as 10.0.0.7:8443, instead of the address that the host's "
             "name has"
         )},
        {"roster", roster_schema("This portal's own users, instead of those under 'roster'")},
        {"policies",
         list_schema(text_schema(), "This portal's own policies, instead of those under 'policies'")
        },
        {"exceptions", named(path_schema(), "This portal's own accepted deviations")},
        {"plan_only",
         {{"type", "boolean"},
          {"description", "Whether it is only looked at: apply is refused (default: false)"}}},
    });
    const model::object own_numbers{{"required", model::array{"burst", "rate"}}};
    const model::object no_numbers{
        {"not",
         {{"anyOf",
           model::array{
               model::object{{"required", model::array{"burst"}}},
               model::object{{"required", model::array{"rate"}}}
           }}}}
    };
    made["if"] = {
        {"properties", {{"plan", {{"const", "selfhosted"}}}}}, {"required", model::array{"plan"}}
    };
    made["then"] = own_numbers;
    made["else"] = no_numbers;
    return made;
}

model::object limits_schema() {
    return closed_mapping({
        {"share",
         {{"type", "number"},
          {"exclusiveMinimum", 0},
          {"maximum", 1},
          {"description", "How much of the portal's burst and rate to use (default: 0.9)"}}},
        {"refused_requests",
         words_schema(
             {"count", "free"},
             "Whether what the portal refuses for its rate fills its bucket all the same (default: "
             "count)"
         )},
        {"connections", count_schema(1, 256, "To one portal (default: 8)")},
        {"total_connections",
         count_schema(
             1,
             65'536,
             "Requests under way at once over all portals; what one does not use of its equal part "
             "is lent to others (default: 512)"
         )},
        {"request_timeout", duration_schema("From 1s to 1h (default: 65s)")},
        {"retries", count_schema(0, 100, "After the first attempt (default: 6)")},
        {"backoff_cap", duration_schema("From 100ms to 1h (default: 60s)")},
        {"operating",
         duration_schema("Operating time of a method in ten minutes, to 1h; 0s: none (420s)")},
    });
}

model::object thresholds_schema() {
    constexpr std::int64_t everybody = 1'000'000'000;
    auto people = list_schema({{"type", model::array{"string", "integer"}}, {"minLength", 1}});
    people["minItems"] = 1;
    return closed_mapping({
        {"max_change_percent",
         named(number_schema(0, 100), "How many of the users selected may be changed by one run")},
        {"min_population",
         count_schema(0, everybody, "Of fewer users no percentage is taken (default: 10)")},
        {"max_changes", count_schema(0, everybody, "How many users one run may change")},
        {"protected",
         named(
             std::move(people),
             "Users whom no run may change: ids, emails, groups, attribute=value or @FILE"
         )},
    });
}

model::object errors_schema() {
    constexpr std::int64_t everybody = 1'000'000'000;
    auto part = text_schema();
    part["pattern"] = "^[0-9]+(\\.[0-9]+)?%$";
    auto waves = list_schema(
        any_of(
            model::array{count_schema(1, everybody), part}, "So many users, or such a part of them"
        ),
        "The waves in which a run goes: [1, 5%, 25%, 100%]"
    );
    waves["minItems"] = 1;
    auto percent = number_schema(0, 100);
    percent["description"] = "Of the users of a wave; of the run, if it has none";
    return closed_mapping({
        {"max_fail", count_schema(0, everybody, "Users of a run that may fail")},
        {"max_fail_percent", percent},
        {"on_error",
         words_schema(
             {"continue", "stop-portal", "stop-run"},
             "What more failures than may be are to end (default: stop-portal with a limit)"
         )},
        {"serial", waves},
    });
}

}  // namespace

model::object config_schema() {
    const auto path = path_schema();
    auto keys = head_keys("Config");
    keys.push_back(
        {"portals",
         {{"type", "object"},
          {"description", "Portals by their names"},
          {"minProperties", 1},
          {"propertyNames", {{"pattern", "^[A-Za-z0-9_][A-Za-z0-9_.-]*$"}}},
          {"additionalProperties", portal_schema()}},
         required}
    );
    keys.push_back({"oauth", named(oauth_schema(), "Where the tokens of applications are renewed")}
    );
    keys.push_back({"limits", named(limits_schema(), "How a portal is asked")});
    keys.push_back(
        {"batch",
         closed_mapping({
             {"max_commands", count_schema(1, 50, "Commands in one request (default: 50)")},
             {"target_seconds",
              {{"type", "number"},
               {"exclusiveMinimum", 0},
               {"maximum", 400},
               {"description", "How long a batch should keep the portal busy (default: 20)"}}},
         })}
    );
    keys.push_back({"safety", named(thresholds_schema(), "Above these a run needs a person's word")}
    );
    keys.push_back(
        {"errors",
         named(
             errors_schema(), "What failures of users end, and waves between which they are counted"
         )}
    );
    keys.push_back(
        {"reports",
         closed_mapping({
             {"dir", named(path, "Where reports go; {{portal}} and {{run}} are filled in")},
             {"textfile", named(path, "A file for the Prometheus node exporter")},
         })}
    );
    keys.push_back(
        {"roster",
         roster_schema(
             "The files with the users (.csv, .tsv, .yaml or .json), or the portal's own directory"
         )}
    );
    keys.push_back({"policies", list_schema(text_schema(), "The files with the policies")});
    keys.push_back({"exceptions", named(path, "The file with the accepted deviations")});
    auto variable = text_schema();
    variable["pattern"] = "^[A-Za-z_][A-Za-z0-9_]*$";
    keys.push_back(
        {"environment",
         list_schema(variable, "The environment variables that policies may read, as env.NAME")}
    );
    keys.push_back(
        {"catalog",
         any_of(
             model::array{path, list_schema(path)},
             "Folders with the company's own definitions of methods and resources"
         )}
    );
    keys.push_back(
        {"state", closed_mapping({{"dir", named(path, "Where the journal of the runs is kept")}})}
    );
    return closed_mapping(keys);
}

}  // namespace cli
