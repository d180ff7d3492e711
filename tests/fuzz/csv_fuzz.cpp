#include "document/csv.hpp"
#include "input.hpp"
#include "roster/csv_source.hpp"

#include <memory>
#include <sstream>
#include <string>

namespace {

std::unique_ptr<roster::csv_source> open(
    std::string_view text, roster::id_presence id, base::diagnostics& problems
) {
    auto rows = document::csv_reader::open(
        std::make_unique<std::istringstream>(std::string(text)),
        "roster.csv",
        problems,
        document::discretion::open
    );
    if (!rows) return nullptr;
    return roster::csv_source::open(std::move(*rows), problems, id);
}

}  // namespace

// Every row of the text, as a roster of its own and as one that others are joined with.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text_of(data, size);
    for (const auto id : {roster::id_presence::required, roster::id_presence::optional}) {
        base::diagnostics problems;
        const auto people = open(text, id, problems);
        fuzz::expect((people == nullptr) == problems.has_errors());
        std::size_t read = 0;
        while (people) {
            const auto who = people->next(problems);
            if (!who) break;
            ++read;
            fuzz::expect(id == roster::id_presence::optional || who->id.value() > 0);
            fuzz::expect(who->attributes.size() <= people->describe().attributes.size());
            fuzz::expect(read <= size);
        }
        fuzz::expect_printable(problems);
    }
    return 0;
}
