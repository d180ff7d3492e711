#include "catalog/definitions.hpp"

#include "unit/catalog/reading.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace {

constexpr std::string_view head = "apiVersion: muster/v1\nkind: Catalog\n";

// A file that is right, in which each row of the table below changes one thing.
constexpr std::string_view right = R"(methods:
  note.get: { description: x, scope: s, acts_on: named_user, idempotent: true }
  note.add:
    description: x
    scope: s
    acts_on: named_user
    idempotent: false
    parameters:
      owner: { type: integer }
      title: { type: text }
      color: { type: color, default: "#ffffff" }
      kind: { type: choice, allowed: [a, b] }
      id: { type: integer }
resources:
  note:
    description: x
    kind: collection
    as: user
    key_field: title
    id_field: ID
    read: { method: note.get, pick: rows }
    create: { method: note.add, params: { owner: "${user.id}" } }
    write: { method: note.add, params: { id: "${item.ID}" } }
    fields:
      title: { type: text }
      color: { type: color }
)";

std::string changed(std::string_view what, std::string_view into) {
    std::string text(right);
    const auto at = text.find(what);
    BOOST_REQUIRE(at != std::string::npos);
    return std::string(head) + text.replace(at, what.size(), into);
}

base::diagnostics faults_in(std::string_view text) {
    catalog::definitions all;
    base::diagnostics problems;
    all.add(text, "c.yaml", problems);
    return problems;
}

// "12:7 message [path] (hint)" of the first fault.
std::string first_fault(const base::diagnostics& problems) {
    if (problems.empty()) return "none";
    const auto first = problems.sorted().front();
    auto text = std::to_string(first.where.line) + ":" + std::to_string(first.where.column) + " " +
                first.message;
    if (!first.path.empty()) text += " [" + first.path + "]";
    if (!first.hint.empty()) text += " (" + first.hint + ")";
    return text;
}

struct mistake {
    std::string_view what;
    std::string_view into;
    std::string_view fault;
};

const mistake mistakes[] = {
    {"scope: s,", "scop: s,", R"(4:13 the key 'scope' is missing here [methods.'note.get'.scope])"},
    {"acts_on: named_user, idempotent: true",
     "acts_on: nameduser, idempotent: true",
     R"(4:50 expected one of caller, named_user, portal, not 'nameduser' [methods.'note.get'.acts_on] (did you mean 'named_user'?))"
    },
    {"write: { method: note.add, params: { id: \"${item.ID}\" } }",
     "write: { method: note.add, params: { id: \"${item.ID}\" } }\n"
     "    delete: { method: note.add, params: { id: \"${item.ID}\" } }",
     R"(26:13 only what is empty is deleted, so 'contents' has to say how that is seen [resources.note.delete])"
    },
    {"idempotent: true }",
     "idempotent: yes }",
     R"(4:74 true or false was expected, not the text 'yes' [methods.'note.get'.idempotent] (write true or false))"
    },
    {"idempotent: true }",
     "}",
     R"(4:13 the key 'idempotent' is missing here [methods.'note.get'.idempotent])"},
    {"owner: { type: integer }",
     "owner: integer",
     R"(11:14 expected a mapping such as { type: text } [methods.'note.add'.parameters.owner])"},
    {"owner: { type: integer }",
     "owner: { type: int }",
     R"(11:22 expected one of boolean, yes_no, text, email, integer, number_text, choice, color, section_id, section_map, reminders, id_list, object, not 'int' [methods.'note.add'.parameters.owner.type])"
    },
    {"owner: { type: integer }",
     "owner: { type: integer, allowed: [a] }",
     R"(11:40 only a choice has allowed values [methods.'note.add'.parameters.owner.allowed])"},
    {"owner: { type: integer }",
     "owner: { type: integer, default: x }",
     R"(11:40 expected a whole number, got 'x' [methods.'note.add'.parameters.owner.default])"},
    {"owner: { type: integer }",
     "auth: { type: integer }",
     R"(11:7 the portal keeps the name 'auth' for itself [methods.'note.add'.parameters])"},
    {"allowed: [a, b]",
     "allowed: [1, 2]",
     R"(14:39 text was expected, not the number 1 [methods.'note.add'.parameters.kind.allowed[0]] (put it into quotes to make it text))"
    },
    {", allowed: [a, b]",
     "",
     R"(14:13 a choice needs its allowed values [methods.'note.add'.parameters.kind.allowed])"},
    {R"(default: "#ffffff")",
     "default: white",
     R"(13:38 expected a colour such as "#9cbe1c", got 'white' [methods.'note.add'.parameters.color.default] (in quotes: # begins a comment in YAML))"
    },
    {"kind: collection",
     "kind: settings",
     R"(21:5 the key 'key_field' is not known here [resources.note.key_field] (known here: as, description, fields, kind, read, write))"
    },
    {"kind: collection",
     "kind: colection",
     R"(19:11 expected one of settings, collection, not 'colection' [resources.note.kind] (did you mean 'collection'?))"
    },
    {"key_field: title",
     "key_field: name",
     R"(21:16 'name' is none of the fields [resources.note.key_field])"},
    {"key_field: title",
     "key_field: color",
     R"(21:16 the key has to be of type text [resources.note.key_field])"},
    {"    id_field: ID\n",
     "",
     R"(18:5 the key 'id_field' is missing here [resources.note.id_field])"},
    {"pick: rows",
     "pick: whole",
     R"(23:37 a collection is read as rows, settings are read as whole or first_row [resources.note.read.pick])"
    },
    {"method: note.get, pick",
     "method: note.gett, pick",
     R"(23:11 unknown method 'note.gett' [resources.note.read] (did you mean 'note.get'?))"},
    {R"("${item.ID}")",
     R"("${item.NAME}")",
     R"(25:46 only the item's id ('ID') is known [resources.note.write.params.id] (placeholders are ${user.id}, ${user.email} and, in the write of a collection, ${item.} with the name of the id field))"
    },
    {R"("${user.id}")",
     R"("${item.ID}")",
     R"(24:50 there is no item at this point [resources.note.create.params.owner] (placeholders are ${user.id}, ${user.email} and, in the write of a collection, ${item.} with the name of the id field))"
    },
    {R"("${user.id}")",
     R"("${user.name}")",
     R"(24:50 unknown placeholder '${user.name}' [resources.note.create.params.owner] (placeholders are ${user.id}, ${user.email} and, in the write of a collection, ${item.} with the name of the id field))"
    },
    {R"("${user.id}")",
     R"("${user.id")",
     R"(24:50 '${user.id' has no closing brace [resources.note.create.params.owner] (placeholders are ${user.id}, ${user.email} and, in the write of a collection, ${item.} with the name of the id field))"
    },
    {"params: { owner:",
     "params: { ownerId:",
     R"(24:13 'ownerId' is no parameter of note.add [resources.note.create] (did you mean 'owner'?))"
    },
    {"params: { id:",
     "params: { title:",
     R"(25:12 'title' is in params, but a policy's values go there [resources.note.write])"},
    {"params: { id: \"${item.ID}\" }",
     "values_under: titel",
     R"(25:12 'titel' is no parameter of note.add [resources.note.write] (did you mean 'title'?))"},
    {"      color: { type: color }\n",
     "      colour: { type: color }\n",
     R"(24:13 'colour' is no parameter of note.add [resources.note.create] (did you mean 'color'?))"
    },
    {"    fields:\n      title",
     "    field:\n      title",
     R"(18:5 the key 'fields' is missing here [resources.note.fields])"},
    {"title: { type: text }\n      color: { type: color }\n",
     "title: !x { type: text }\n",
     R"(27:14 a tag ('!x') has no meaning here)"},
    {R"(idempotent: true })",
     R"(idempotent: true, version: 4 })",
     R"(4:89 the version of REST is 2 or 3 [methods.'note.get'.version])"},
    {R"(idempotent: true })",
     R"(idempotent: true, version: three })",
     R"(4:89 a whole number was expected, not the text 'three' [methods.'note.get'.version])"},
    {R"(idempotent: true })",
     R"(idempotent: true, version: 3 })",
     R"(23:11 note.get belongs to REST 3.0, which is not supported yet [resources.note.read] (methods of REST 2 alone can be called))"
    },
    {R"(idempotent: true })",
     R"(idempotent: true, in_batch: N })",
     R"(4:90 true or false was expected, not the text 'N' [methods.'note.get'.in_batch] (write true or false))"
    },
    {R"(idempotent: true })",
     R"(idempotent: true, read_back: [a] })",
     R"(4:91 text was expected, not a list [methods.'note.get'.read_back])"},
    {R"(idempotent: true })",
     R"(idempotent: true, caution: 7 })",
     R"(4:89 text was expected, not the number 7 [methods.'note.get'.caution] (put it into quotes to make it text))"
    },
    {R"({ description: x, scope: s,)",
     R"({ scope: s,)",
     R"(4:13 the key 'description' is missing here [methods.'note.get'.description])"},
    {R"(owner: { type: integer })",
     R"(owner: { })",
     R"(11:14 the key 'type' is missing here [methods.'note.add'.parameters.owner.type])"},
    {R"(owner: { type: integer })",
     R"(owner: { type: integer, required: Y })",
     R"(11:41 true or false was expected, not the text 'Y' [methods.'note.add'.parameters.owner.required] (write true or false))"
    },
    {R"(owner: { type: integer })",
     R"(owner: { type: integer, access: readonly })",
     R"(11:39 expected one of read_write, read_only, not 'readonly' [methods.'note.add'.parameters.owner.access] (did you mean 'read_only'?))"
    },
    {R"(owner: { type: integer })",
     R"(owner: { type: integer, answered: bool })",
     R"(11:41 expected one of as_sent, boolean, not 'bool' [methods.'note.add'.parameters.owner.answered])"
    },
    {R"(owner: { type: integer })",
     R"(owner: { type: integer, empty: refuse })",
     R"(11:38 expected one of allowed, refused, not 'refuse' [methods.'note.add'.parameters.owner.empty] (did you mean 'refused'?))"
    },
    {R"(owner: { type: integer })",
     R"(owner: { type: integer, reads_as: 1 })",
     R"(11:41 text was expected, not the number 1 [methods.'note.add'.parameters.owner.reads_as] (put it into quotes to make it text))"
    },
    {R"(owner: { type: integer })",
     R"(owner: { type: integer, desc: whose })",
     R"(11:31 the key 'desc' is not known here [methods.'note.add'.parameters.owner.desc] (known here: access, allowed, answered, caution, default, description, empty, reads_as, required, type))"
    },
    {R"(owner: { type: integer })",
     R"(state: { type: integer })",
     R"(11:7 the portal keeps the name 'state' for itself [methods.'note.add'.parameters])"},
    {R"(    as: user
)",
     R"(    as: owner
)",
     R"(20:9 expected one of user, admin, not 'owner' [resources.note.as])"},
    {R"(    as: user
)",
     R"()",
     R"(18:5 the key 'as' is missing here [resources.note.as])"},
    {R"(    kind: collection
)",
     R"()",
     R"(18:5 the key 'kind' is missing here [resources.note.kind])"},
    {R"(pick: rows)",
     R"(pick: all)",
     R"(23:37 expected one of whole, first_row, rows, not 'all' [resources.note.read.pick])"},
    {R"(    create: { method: note.add, params: { owner: "${user.id}" } }
)",
     R"()",
     R"(18:5 the key 'create' is missing here [resources.note.create])"},
    {R"(create: { method: note.add, params: { owner: "${user.id}" } })",
     R"(create: note.add)",
     R"(24:13 a mapping was expected, not the text 'note.add' [resources.note.create])"},
    {R"(write: { method: note.add, params: { id: "${item.ID}" } })",
     R"(write: { method: note.add, params: [1] })",
     R"(25:40 a mapping was expected, not a list [resources.note.write.params])"},
    {R"(write: { method: note.add, params)",
     R"(write: { methd: note.add, params)",
     R"(25:12 the key 'method' is missing here [resources.note.write.method])"},
    {"methods:",
     "method:",
     R"(3:1 the key 'method' is not known here [method] (did you mean 'methods'?))"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(definitions)

BOOST_AUTO_TEST_CASE(a_right_file_has_no_fault) {
    BOOST_TEST(first_fault(faults_in(std::string(head) + std::string(right))) == "none");
}

BOOST_AUTO_TEST_CASE(a_mistake_is_told_with_its_place) {
    for (const auto& row : mistakes) {
        BOOST_TEST_CONTEXT(row.what << " -> " << row.into) {
            BOOST_TEST(first_fault(faults_in(changed(row.what, row.into))) == row.fault);
        }
    }
}

BOOST_AUTO_TEST_CASE(every_fault_of_a_file_is_told_at_once) {
    const auto problems = faults_in(
        "apiVersion: muster/v2\nkind: Catalogue\nmethods:\n  a: {}\nresources: []\nmore: 1\n"
    );
    BOOST_TEST(problems.errors() == 8U);
}

BOOST_AUTO_TEST_CASE(what_is_no_catalog_is_said_to_be_none) {
    BOOST_TEST(
        first_fault(faults_in("- a\n")) == "1:1 expected a catalog: apiVersion, kind, methods"
    );
    BOOST_TEST(faults_in("a: [").errors() == 1U);
}

BOOST_AUTO_TEST_CASE(a_definition_with_a_fault_is_left_out) {
    catalog::definitions all;
    base::diagnostics problems;
    all.add(changed("pick: rows", "pick: row"), "c.yaml", problems);
    BOOST_TEST(problems.errors() == 1U);
    BOOST_TEST(all.find_resource("note") == nullptr);
    BOOST_TEST(all.find_method("note.add") != nullptr);
}

// A resource of a method that has a fault is not blamed for it as well.
BOOST_AUTO_TEST_CASE(a_fault_is_told_once) {
    BOOST_TEST(faults_in(changed("scope: s,", "scope: 1,")).errors() == 1U);
}

BOOST_AUTO_TEST_CASE(a_name_is_not_defined_a_second_time) {
    auto all = catalog::definitions::built_in();
    base::diagnostics problems;
    all.add(
        "apiVersion: muster/v1\nkind: Catalog\nmethods:\n"
        "  profile: { description: mine, scope: s, acts_on: portal, idempotent: false }\n",
        "mine.yaml",
        problems
    );
    BOOST_REQUIRE(problems.errors() == 1U);
    const auto fault = problems.sorted().front();
    BOOST_TEST(fault.message == "'profile' is defined already");
    BOOST_TEST(
        fault.hint ==
        "the first definition is at built-in catalog, profile.yaml:6:3; give this one another name"
    );
    BOOST_TEST(all.find_method("profile")->scope == "basic");
}

BOOST_AUTO_TEST_CASE(a_name_of_the_users_is_found_or_a_near_one_suggested) {
    const auto& all = catalog::definitions::built_in();
    BOOST_TEST(all.find_method("calendar.user.settings") == nullptr);
    BOOST_TEST(all.nearest_method("user.updat").value_or("none") == "user.update");
    BOOST_TEST(all.nearest_resource("calendar.sections").value_or("none") == "calendar.section");
    BOOST_TEST(all.nearest_resource("telephony").value_or("none") == "none");
}

// What the defaults of a definition are: nothing is assumed to be repeatable.
BOOST_AUTO_TEST_CASE(what_is_written_is_what_is_known) {
    const auto* add = catalog::definitions::built_in().find_method("calendar.section.add");
    BOOST_REQUIRE(add != nullptr);
    BOOST_TEST((add->repeat == catalog::idempotent::no));
    BOOST_TEST((add->in_batch == catalog::batchable::yes));
    BOOST_TEST((add->target == catalog::acts_on::named_user));
    BOOST_TEST(add->scope == "calendar");
    BOOST_TEST(add->read_back == "calendar.section.get");
    const auto& section = reading::built_in_resource("calendar.section");
    const auto* name = catalog::find_field(section.fields, section.key_field);
    BOOST_REQUIRE(name != nullptr);
    BOOST_TEST(name->required);
    BOOST_TEST(catalog::answer_name(*name) == "NAME");
    BOOST_TEST((reading::built_in_resource("user").as == model::acts_as::admin));
}

BOOST_AUTO_TEST_SUITE_END()
