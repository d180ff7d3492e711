#include "portal-sim/core/world.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace portal_sim {

namespace {

struct person_name {
    std::string_view first;
    std::string_view ascii;  // for the e-mail address
    char gender;
};

struct family_name {
    std::string_view last;
    std::string_view ascii;
};

// Two worlds of names, so that no "Иван Meyer" comes out.
constexpr std::array<person_name, 14> latin_first{{
    {"Anna", "anna", 'F'},
    {"James", "james", 'M'},
    {"Zoë", "zoe", 'F'},
    {"Lukas", "lukas", 'M'},
    {"Maria", "maria", 'F'},
    {"Omar", "omar", 'M'},
    {"Chloé", "chloe", 'F'},
    {"Peter", "peter", 'M'},
    {"Sofia", "sofia", 'F'},
    {"Björn", "bjorn", 'M'},
    {"Grace", "grace", 'F'},
    {"Tomás", "tomas", 'M'},
    {"Aisha", "aisha", 'F'},
    {"Daniel", "daniel", 'M'},
}};
constexpr std::array<family_name, 14> latin_last{{
    {"Meyer", "meyer"},
    {"O'Neill", "oneill"},
    {"García", "garcia"},
    {"Smith", "smith"},
    {"Kowalska", "kowalska"},
    {"Nguyen", "nguyen"},
    {"Haddad", "haddad"},
    {"Jensen", "jensen"},
    {"Rossi", "rossi"},
    {"Müller", "muller"},
    {"Brown", "brown"},
    {"Da Silva", "dasilva"},
    {"Novák", "novak"},
    {"Okafor", "okafor"},
}};
constexpr std::array<person_name, 8> cyrillic_first{{
    {"Иван", "ivan", 'M'},
    {"Мария", "maria", 'F'},
    {"Алексей", "alexey", 'M'},
    {"Ольга", "olga", 'F'},
    {"Пётр", "petr", 'M'},
    {"Наталья", "natalya", 'F'},
    {"Юрий", "yuri", 'M'},
    {"Елена", "elena", 'F'},
}};
constexpr std::array<family_name, 8> cyrillic_last{{
    {"Шевченко", "shevchenko"},
    {"Коваль", "koval"},
    {"Мельник", "melnik"},
    {"Ткач", "tkach"},
    {"Гринберг", "grinberg"},
    {"Кац", "katz"},
    {"Бондаренко", "bondarenko"},
    {"Гончар", "gonchar"},
}};

struct department_plan {
    std::string_view name;
    std::int64_t parent;
    std::array<std::string_view, 3> positions;
};

// Ids count from 1 in this order; the first is the root.
constexpr std::array<department_plan, 9> plan{{
    {"Company", 0, {"Director", "Assistant", "Chief of staff"}},
    {"Sales", 1, {"Account manager", "Sales lead", "intern"}},
    {"Sales EMEA", 2, {"Account manager", "Regional lead", "Pre-sales engineer"}},
    {"Marketing", 1, {"Editor", "Designer", "Campaign manager"}},
    {"Engineering", 1, {"Developer", "Team lead", "Tester"}},
    {"Support", 1, {"Support agent", "Shift lead", "intern"}},
    {"Finance", 1, {"Accountant", "Controller", "Payroll clerk"}},
    {"HR", 1, {"Recruiter", "HR partner", "Trainer"}},
    {"Бухгалтерия", 7, {"Главный бухгалтер", "Бухгалтер", "Кассир"}},
}};

user make_person(chance& luck, std::size_t number, time_point founded) {
    const bool cyrillic = luck.below(4) == 0;
    const auto first = cyrillic ? cyrillic_first[luck.below(cyrillic_first.size())]
                                : latin_first[luck.below(latin_first.size())];
    const auto last = cyrillic ? cyrillic_last[luck.below(cyrillic_last.size())]
                               : latin_last[luck.below(latin_last.size())];
    const auto where = 1 + luck.below(plan.size() - 1);
    user made;
    made.departments = {static_cast<std::int64_t>(where + 1)};
    made.registered = founded;
    // The number keeps the addresses of namesakes apart.
    made.fields = {
        {"NAME", first.first},
        {"LAST_NAME", last.last},
        {"EMAIL", fmt::format("{}.{}{}@acme.example", first.ascii, last.ascii, number)},
        {"WORK_POSITION", plan[where].positions[luck.below(3)]},
        {"PERSONAL_GENDER", std::string(1, first.gender)},
        {"TIME_ZONE", cyrillic ? "Europe/Kyiv" : "Europe/Berlin"},
    };
    if (luck.below(3) != 0) made.work_time = {{"9.00", "18.00"}};
    return made;
}

void settle(world& portal, user made) {
    const auto id = portal.people.add(std::move(made)).id;
    section first;
    first.type = "user";
    first.owner = id;
    first.created_by = id;
    first.name = portal.people.find(id)->field("NAME");
    first.color = section_store::default_color;
    first.text_color = section_store::default_text_color;
    first.created = portal.options.founded;
    portal.sections.add(std::move(first));
    portal.credentials.add_webhook(id, all_scopes(), portal.luck);
}

}  // namespace

void settle_people(world& portal) {
    portal.credentials.app().scopes = all_scopes();
    for (std::size_t i = 0; i < plan.size(); ++i) {
        const auto id = static_cast<std::int64_t>(i + 1);
        portal.people.add(department{id, std::string(plan[i].name), plan[i].parent, 0});
    }
    user admin;
    admin.admin = true;
    admin.departments = {1};
    admin.registered = portal.options.founded;
    admin.fields = {
        {"NAME", "Portal"},
        {"LAST_NAME", "Administrator"},
        {"EMAIL", "admin@acme.example"},
        {"WORK_POSITION", "Administrator"},
        {"TIME_ZONE", "Europe/Berlin"},
    };
    settle(portal, std::move(admin));
    for (std::size_t i = 0; i < portal.options.users; ++i)
        settle(portal, make_person(portal.luck, i + 2, portal.options.founded));
}

const scope_set& all_scopes() {
    static const scope_set scopes{
        "calendar", "department", "im", "user", "user_basic", "user_brief", "user.userfield"
    };
    return scopes;
}

}  // namespace portal_sim
