#include "model/planned.hpp"
#include "plan/json_members.hpp"
#include "plan/saved_user.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace plan {

namespace {

// Deep enough for every value that a portal may have answered.
constexpr std::size_t most_depth = 1000;

template <class Enum>
struct known_word {
    std::string_view text;
    Enum meaning;
};

constexpr std::array kinds{
    known_word{"settings", model::step_kind::settings},
    known_word{"collection", model::step_kind::collection},
    known_word{"call", model::step_kind::call}
};
constexpr std::array actors{
    known_word{"user", model::acts_as::user}, known_word{"admin", model::acts_as::admin}
};
constexpr std::array outcomes{
    known_word{"unchanged", model::outcome::unchanged},
    known_word{"differs", model::outcome::differs},
    known_word{"skipped", model::outcome::skipped},
    known_word{"unknown", model::outcome::unknown}
};
constexpr std::array blocks{
    known_word{"no credential", model::block_reason::no_credential},
    known_word{"wrong identity", model::block_reason::wrong_identity},
    known_word{"unreadable", model::block_reason::unreadable}
};

template <class Enum, std::size_t Count>
Enum word_of(
    json_members& from,
    std::string_view name,
    const std::array<known_word<Enum>, Count>& known,
    std::string_view otherwise = {}
) {
    const auto text =
        otherwise.empty() ? from.text(name) : from.text_or(name, std::string(otherwise));
    const auto found = std::ranges::find(known, text, &known_word<Enum>::text);
    if (found != known.end()) return found->meaning;
    from.complain(name, "a word that this program knows");
    return known.front().meaning;
}

}  // namespace

// One line about a user. The first thing that is wrong is remembered.
class user_reader::parser {
public:
    parser(const user_reader& of, const model::object& line) : of_(of), line_(line) {}

    saved_user read() {
        auto& who = made_.seen.what.who;
        who.id = model::user_id(line_.number("user"));
        who.email = line_.text_or("email", "");
        if (line_.flag("protected")) made_.shield = protection::is_protected;
        made_.seen.reason = line_.text_or("reason", "");
        for (const auto& each : line_.list_or_none("exempt")) exemption(each);
        const auto planned = line_.text("planned");
        if (planned == model::to_string(model::planned::change))
            changes();
        else
            fate(planned);
        return std::move(made_);
    }

    [[nodiscard]] std::string trouble() const {
        return line_.trouble().empty() ? inner_ : line_.trouble();
    }

private:
    void note(const json_members& from) {
        if (inner_.empty()) inner_ = from.trouble();
    }

    void changes() {
        auto& job = made_.seen.what;
        job.under.policy = line_.text_or("policy", "");
        job.under.weight = static_cast<std::uint32_t>(line_.count_or("weight", 1));
        job.under.throttle = static_cast<std::uint32_t>(line_.count_or("throttle", 0));
        for (const auto& each : line_.list("steps")) step(each);
        made_.seen.overall = model::worst(made_.seen.steps);
        if (model::planned_for(made_.seen) != model::planned::change)
            line_.complain("planned", "what its steps say");
    }

    // Of the others only how they were found is kept.
    void fate(const std::string& planned) {
        const auto is = [&](model::planned which) { return planned == model::to_string(which); };
        auto& seen = made_.seen;
        const auto code = line_.text_or("code", "");
        if (is(model::planned::right)) {
            seen.overall = model::user_outcome::unchanged;
        } else if (is(model::planned::excepted)) {
            seen.overall = model::user_outcome::excepted;
        } else if (is(model::planned::unsure)) {
            seen.overall = model::user_outcome::unknown;
        } else if (is(model::planned::blocked)) {
            seen.overall = model::user_outcome::blocked;
            seen.blocked = word_of(line_, "blocked", blocks);
        } else {
            line_.complain("planned", "a word that this program knows");
        }
        if (!code.empty()) {
            model::step_result told;
            told.code = code;
            told.reason = seen.reason;
            seen.steps.push_back(std::move(told));
            auto& step = seen.what.steps.emplace_back();
            step.target = line_.text("at");
            const auto* resource = of_.all_->find_resource(step.target);
            if (resource) step.kind = resource->kind;
        }
    }

    void step(const model::value& given) {
        const auto* object = given.if_object();
        if (object == nullptr) return line_.complain("steps", "a list of mappings");
        json_members from(*object);
        model::step which;
        which.kind = word_of(from, "kind", kinds);
        which.target = from.text("target");
        which.id = from.text_or("id", "");
        which.as = word_of(from, "as", actors, "user");
        if (from.flag("once")) which.repeat = model::repetition::once_per_user;
        resource_ = of_.all_->find_resource(which.target);
        const bool is_call = which.kind == model::step_kind::call;
        const bool known = is_call ? of_.all_->find_method(which.target) != nullptr
                                   : resource_ != nullptr && resource_->kind == which.kind;
        if (!known) {
            from.complain("target", "in this program's catalog: " + which.target);
            return note(from);
        }
        model::step_result seen;
        seen.what = word_of(from, "outcome", outcomes);
        seen.code = from.text_or("code", "");
        model::object image;
        std::vector<model::value> held;
        for (const auto& each : from.list("with")) setting(each, which, seen, image, held, from);
        if (from.flag("there")) seen.before = std::move(image);
        if (auto item = from.text_or("item", ""); !item.empty()) seen.remote_id = std::move(item);
        note(from);
        made_.seen.what.steps.push_back(std::move(which));
        made_.seen.steps.push_back(std::move(seen));
        made_.held.push_back(std::move(held));
    }

    void setting(
        const model::value& given,
        model::step& which,
        model::step_result& seen,
        model::object& image,
        std::vector<model::value>& held,
        json_members& step
    ) {
        const auto* object = given.if_object();
        if (object == nullptr) return step.complain("with", "a list of mappings");
        json_members from(*object);
        model::setting made;
        const auto key = from.text("key");
        const auto number = from.count("origin");
        if (number < of_.origins_.size()) made.origin = of_.origins_[number];
        if (!made.origin || made.origin->key != key) from.complain("origin", "of this key");
        made.wanted = wanted(from);
        if (from.flag("as_seen")) made.form = model::value_form::as_seen;
        const auto* field = field_of(which, key);
        if (field == nullptr) from.complain("key", "in this program's catalog: " + key);
        const auto* before = from.find("before");
        if (before != nullptr && field != nullptr) image[catalog::answer_name(*field)] = *before;
        if (which.kind != model::step_kind::call) held.push_back(before ? *before : nullptr);
        const auto* to = from.find("to");
        note(from);
        if (!made.origin) return;
        if (to != nullptr)
            seen.changes.push_back(
                {key,
                 before ? *before : model::value(nullptr),
                 *to,
                 nullptr,
                 made.origin->severity,
                 made.origin->why}
            );
        which.with.push_back(std::move(made));
    }

    [[nodiscard]] const catalog::field* field_of(const model::step& which, const std::string& key)
        const {
        if (which.kind != model::step_kind::call)
            return resource_ ? catalog::find_field(resource_->fields, key) : nullptr;
        const auto* method = of_.all_->find_method(which.target);
        return method ? catalog::find_field(method->parameters, key) : nullptr;
    }

    static model::wanted_value wanted(json_members& from) {
        if (from.find("id_of") != nullptr) return model::step_reference{from.text("id_of")};
        const auto* value = from.find("wanted");
        if (value == nullptr) {
            from.complain("wanted", "");
            return model::value(nullptr);
        }
        if (from.find("ids") == nullptr) return *value;
        model::open_value made{*value, {}};
        for (const auto& each : from.list("ids")) {
            const auto* object = each.if_object();
            if (object == nullptr) continue;
            json_members place(*object);
            model::open_value::place at{{}, place.text("of")};
            for (const auto& key : place.list("at"))
                if (key.is_string()) at.path.emplace_back(key.get_string());
            if (!leads_somewhere(made.what, at.path)) place.complain("at", "a way into the value");
            if (!place.trouble().empty()) from.complain("ids", "right: " + place.trouble());
            made.places.push_back(std::move(at));
        }
        return made;
    }

    // As model::put_at asks for.
    static bool leads_somewhere(const model::value& what, const std::vector<std::string>& path) {
        const auto* at = &what;
        for (const auto& key : path) {
            const auto* object = at->if_object();
            at = object ? object->if_contains(key) : nullptr;
            if (at == nullptr) return false;
        }
        return !path.empty();
    }

    void exemption(const model::value& given) {
        const auto* object = given.if_object();
        if (object == nullptr) return line_.complain("exempt", "a list of mappings");
        json_members from(*object);
        model::exemption made;
        made.number = from.count("number");
        made.target = from.text("target");
        made.key = from.text("key");
        made.reason = from.text("reason");
        made.owner = from.text("owner");
        made.until = from.text("until");
        if (const auto* accepted = from.find("accepted")) made.accepted = *accepted;
        note(from);
        made_.seen.what.exempt.push_back(std::move(made));
    }

    const user_reader& of_;
    json_members line_;
    saved_user made_;
    std::string inner_;
    const catalog::resource* resource_ = nullptr;  // of the step that is being read
};

std::expected<std::optional<saved_user>, std::string> user_reader::read(std::string_view line) {
    boost::system::error_code failed;
    boost::json::parse_options options;
    options.allow_invalid_utf8 = true;
    options.max_depth = most_depth;
    const auto parsed = boost::json::parse(line, failed, {}, options);
    const auto* object = failed ? nullptr : parsed.if_object();
    if (object == nullptr) return std::unexpected("this line is not a JSON object");
    if (object->contains("origin")) {
        json_members from(*object);
        model::key_origin made;
        made.key = from.text("key");
        made.policy = from.text("policy");
        made.severity = from.text_or("severity", "");
        made.why = from.text_or("why", "");
        if (from.count("origin") != origins_.size()) from.complain("origin", "the next number");
        if (!from.trouble().empty()) return std::unexpected(from.trouble());
        origins_.push_back(std::make_shared<const model::key_origin>(std::move(made)));
        return std::optional<saved_user>();
    }
    parser each(*this, *object);
    auto made = each.read();
    if (auto trouble = each.trouble(); !trouble.empty()) return std::unexpected(trouble);
    return std::optional(std::move(made));
}

}  // namespace plan
