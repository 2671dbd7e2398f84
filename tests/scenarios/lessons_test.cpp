// Every scenario has a lesson in both languages, of one form, and what the lessons say about runs
// is true. The numbers for default parameters are in the scenarios' descriptors; those for other
// parameters are in the tests of the topics beside this file.
#include <doctest/doctest.h>

#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "assets/assets.h"
#include "scenarios/catalogue.h"
#include "scenarios/runspec.h"

namespace coroscope {
namespace {

struct Form {
    std::string_view ending;
    std::array<std::string_view, 6> sections;
};
constexpr std::array kForms = {
    Form{".en.md", {"## Watch", "## Why", "## Try", "## Source", "## In Python", "## Question"}},
    Form{".zh.md", {"## 看什么", "## 为什么", "## 试一试", "## 出处", "## Python 代码", "## 问题"}},
};

std::string path_of(const ScenarioInfo& scenario, const Form& form) {
    return "assets/lessons/" + std::string(scenario.id) + std::string(form.ending);
}

template <class Do>
void for_each_lesson(Do what) {
    for (const Scenario* const scenario : catalogue()) {
        for (const Form& form : kForms) {
            const std::string path = path_of(info(*scenario), form);
            CAPTURE(path);
            const auto text = asset(path);
            CHECK(text.has_value());
            if (text) {
                what(info(*scenario), form, *text);
            }
        }
    }
}

/// What stands in each section, and "" if it is missing. The first is what comes before all
/// sections.
std::vector<std::string_view> sections_of(std::string_view text, const Form& form) {
    std::vector<std::string_view> sections;
    for (const std::string_view heading : form.sections) {
        const std::size_t at = text.find("\n" + std::string(heading) + "\n");
        sections.push_back(text.substr(0, at));
        text = at == std::string_view::npos ? "" : text.substr(at + heading.size() + 2);
    }
    sections.push_back(text);
    return sections;
}

std::string_view python_of(std::string_view text) {
    const std::size_t begin = text.find("```python\n");
    const std::size_t end = text.find("\n```\n", begin);
    return begin == std::string_view::npos || end == std::string_view::npos
               ? ""
               : text.substr(begin, end - begin);
}

/// The RunSpecs in a lesson: what follows a scenario's id up to the end of a code span or
/// quotation.
std::vector<std::string_view> runspecs_in(std::string_view text, std::string_view id) {
    std::vector<std::string_view> specs;
    for (std::size_t at = text.find(id); at != std::string_view::npos; at = text.find(id, at + 1)) {
        const std::string_view rest = text.substr(at);
        if (rest.substr(id.size()).starts_with('?') || rest.substr(id.size()).starts_with('#')) {
            specs.push_back(rest.substr(0, rest.find_first_of("'` \n")));
        }
    }
    return specs;
}

/// The scenario's RunSpec, or nothing if it is wrong; says what is wrong.
std::optional<RunSpec> checked(std::string_view text) {
    const auto parsed = parse_runspec(text);
    if (const auto* const error = std::get_if<SpecError>(&parsed)) {
        FAIL_CHECK(error->text);
        return std::nullopt;
    }
    auto good = check(std::get<RunSpec>(parsed));
    if (const auto* const error = std::get_if<SpecError>(&good)) {
        FAIL_CHECK(error->text);
        return std::nullopt;
    }
    return std::get<RunSpec>(good);
}

TEST_CASE(
    "every scenario has a lesson in both languages, with its title and all sections in order") {
    for_each_lesson([](const ScenarioInfo& scenario, const Form& form, std::string_view text) {
        const bool chinese = form.ending == ".zh.md";
        const std::string title =
            "# " + std::string(chinese ? scenario.title_zh : scenario.title_en) + "\n";
        CHECK(text.starts_with(title));
        for (const std::string_view section : sections_of(text, form)) {
            CHECK(section.size() > 20);
        }
        CHECK(text.find("—") != std::string_view::npos);  // the question's answer stands behind it
    });
}

TEST_CASE("no lesson is without a scenario") {
    std::set<std::string> known;
    for (const Scenario* const scenario : catalogue()) {
        for (const Form& form : kForms) {
            known.insert(path_of(info(*scenario), form));
        }
    }
    for (const std::string_view path : asset_names("assets/lessons/")) {
        CAPTURE(path);
        CHECK(known.contains(std::string(path)));
    }
}

TEST_CASE("both lessons of a scenario have the same Python program") {
    for (const Scenario* const scenario : catalogue()) {
        CAPTURE(info(*scenario).id);
        const std::string_view english =
            python_of(asset(path_of(info(*scenario), kForms[0])).value_or(""));
        const std::string_view chinese =
            python_of(asset(path_of(info(*scenario), kForms[1])).value_or(""));
        CHECK(english.find("import asyncio") != std::string_view::npos);
        CHECK(english.find("asyncio.run(") != std::string_view::npos);
        CHECK(english == chinese);
    }
}

TEST_CASE("the RunSpecs in lessons are good and in canonical form") {
    std::size_t count = 0;
    for_each_lesson([&](const ScenarioInfo&, const Form&, std::string_view text) {
        for (const Scenario* const scenario : catalogue()) {
            for (const std::string_view spec : runspecs_in(text, info(*scenario).id)) {
                CAPTURE(spec);
                if (const auto good = checked(spec)) {
                    CHECK(to_text(*good) == spec);
                    ++count;
                }
            }
        }
    });
    CHECK(count >= 8);  // the search finds some
}

}  // namespace
}  // namespace coroscope
