#include "document/yaml.hpp"
#include "input.hpp"
#include "roster/document_source.hpp"
#include "roster/equipped_source.hpp"
#include "roster/selection.hpp"

#include <memory>

namespace {

std::unique_ptr<roster::source> open(std::string_view text, base::diagnostics& problems) {
    auto root = document::read_yaml(text, "roster.yaml", problems);
    if (!root) return nullptr;
    roster::group_book groups;
    auto people = roster::document_source::open(std::move(*root), problems, &groups);
    if (!people) return nullptr;
    return roster::equipped_source::open(std::move(people), std::move(groups), problems);
}

}  // namespace

// A roster in YAML: all its users with their groups, each asked for by a selection.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    base::diagnostics nothing;
    static const auto some =
        roster::selection::read("sales:department=S*:ann@*:&all:!17", "--limit", nothing);
    base::diagnostics problems;
    const auto people = open(fuzz::text_of(data, size), problems);
    fuzz::expect(people != nullptr || problems.has_errors());
    while (people) {
        const auto who = people->next(problems);
        if (!who) break;
        fuzz::expect(who->id.value() > 0);
        (void)some->picks(*who);
    }
    fuzz::expect_printable(problems);
    return 0;
}
