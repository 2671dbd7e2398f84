// Every scenario has a lesson in both languages, of one form, and what the lessons say about runs
// is true. The numbers for default parameters are in the scenarios' descriptors; those for other
// parameters are in the table below.
#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "assets/assets.h"
#include "runtime/trace/timeline.h"
#include "scenarios/catalogue.h"
#include "scenarios/simulate.h"

namespace coroscope {
namespace {

using namespace std::chrono_literals;

struct Form {
    std::string_view ending;
    std::array<std::string_view, 5> sections;
};
constexpr std::array kForms = {
    Form{".en.md", {"## Watch", "## Why", "## Try", "## In Python", "## Question"}},
    Form{".zh.md", {"## 看什么", "## 为什么", "## 试一试", "## Python 代码", "## 问题"}},
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

struct Claim {
    std::string_view runspec;
    Nanoseconds end;
    std::string_view result;  ///< "" where the lesson says nothing about it
};

constexpr Nanoseconds at(std::chrono::nanoseconds time) { return time.count(); }

const std::array kClaims = {
    Claim{"basics/hello-gather?first=3s", at(3s), "[A data, B data, C data]"},
    Claim{"basics/hello-gather?second=1s", at(1s), ""},
    Claim{"basics/hello-gather?first=0s&second=0s&third=0s", 0, ""},
    Claim{"basics/hello-gather?first=2s&second=4s&third=3s", at(4s), ""},
    Claim{"basics/sequential-vs-concurrent?delay=200ms", at(600ms), ""},
    Claim{"basics/sequential-vs-concurrent?variant=fixed&delay=200ms", at(200ms), ""},
    Claim{"basics/cooperative?pause=0ms", 0, "ABABABABAB"},
    Claim{"basics/cooperative?items=1", at(100ms), "AB"},
    Claim{"basics/cooperative?seed=3&policy=random", at(500ms), "BABAABBABA"},
    Claim{"basics/cooperative?pause=0ms&policy=lifo", 0, "BBBBBAAAAA"},
    Claim{"sync/semaphore?permits=4", at(6s), "4 at once"},
    Claim{"sync/semaphore?permits=5", at(4s), "5 at once"},
    Claim{"sync/semaphore?permits=9", at(4s), "9 at once"},
    Claim{"sync/semaphore?permits=10", at(2s), "10 at once"},
    Claim{"sync/semaphore?permits=1", at(20s), "1 at once"},
    Claim{"sync/semaphore?downloads=12", at(8s), "3 at once"},
    Claim{"sync/semaphore?length=0ms", 0, "3 at once"},
    Claim{"sync/semaphore?downloads=7&permits=2", at(8s), "2 at once"},
    Claim{"races/lost-update?pause=0ms", 0, "1"},
    Claim{"races/lost-update?workers=10&pause=0ms", 0, "1"},
    Claim{"races/lost-update?workers=10&pause=0ms&seed=3&policy=random", 0, "5"},
    Claim{"races/lost-update?workers=10&pause=0ms&policy=lifo", 0, "10"},
    Claim{"races/lost-update?variant=fixed&workers=10", at(10ms), "10"},
    Claim{"races/lost-update?workers=3", at(1ms), "1"},
    Claim{"deadlocks/ab-ba?check=1s", at(1s), ""},
    Claim{"deadlocks/ab-ba?check=0ms", 0, ""},
    Claim{"deadlocks/ab-ba?check=0ms&policy=random", 0, "A has 90, B has 110"},
    Claim{"deadlocks/ab-ba?variant=fixed&check=1s", at(2s), "A has 90, B has 110"},
    Claim{"blocking/blocking-sleep?call=50ms", at(2500ms), ""},
    Claim{"blocking/blocking-sleep?call=100ms", at(2500ms), ""},
    Claim{"blocking/blocking-sleep?call=1s", at(3300ms), ""},
    Claim{"blocking/blocking-sleep?call=300ms", at(2600ms), ""},
    Claim{"patterns/producer-consumer", at(2200ms), "16 items"},
    Claim{"patterns/producer-consumer?size=0", at(2200ms), "16 items"},
    Claim{"patterns/producer-consumer?size=1", at(2200ms), "16 items"},
    Claim{"patterns/producer-consumer?consumers=1", at(4900ms), "16 items"},
    Claim{"patterns/producer-consumer?consumers=5", at(1750ms), "16 items"},
    Claim{"patterns/producer-consumer?consumers=6", at(2s), "16 items"},
    Claim{"patterns/producer-consumer?producers=1&consumers=1", at(2500ms), "8 items"},
};

std::string_view result_of_main(const Trace& trace) {
    for (EventIndex i = 0; i < trace.size(); ++i) {
        if (trace[i].kind == EventKind::TaskFinished && trace[i].task == 1) {
            return trace.text(trace[i].b);
        }
    }
    return "";
}

TEST_CASE("what the lessons say about other parameters is true") {
    for (const Claim& claim : kClaims) {
        CAPTURE(claim.runspec);
        if (const auto spec = checked(claim.runspec)) {
            const Trace trace = simulate(*spec);
            CHECK(trace.end_time() == claim.end);
            if (!claim.result.empty()) {
                CHECK(result_of_main(trace) == claim.result);
            }
        }
    }
}

TEST_CASE("with a real pause the lost update happens in every order that chance can think of") {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        RunSpec spec;
        spec.scenario = "races/lost-update";
        spec.parameters = {{"workers", "10"}};
        spec.policy = "random";
        spec.seed = seed;
        CAPTURE(seed);
        CHECK(result_of_main(simulate(spec)) == "1");
    }
}

TEST_CASE(
    "with a real check the two locks end in a deadlock in every order that chance can think of") {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        RunSpec spec;
        spec.scenario = "deadlocks/ab-ba";
        spec.policy = "random";
        spec.seed = seed;
        CAPTURE(seed);
        CHECK(Timeline(simulate(spec)).outcome() == Outcome::Hang);
    }
}

TEST_CASE("the queue of producer-consumer is full at the steps and times that its lesson names") {
    RunSpec spec;
    spec.scenario = "patterns/producer-consumer";
    const Trace trace = simulate(spec);
    const Timeline timeline(trace);
    std::vector<std::size_t> full;     // the steps that fill the queue, from 1
    std::vector<std::size_t> waiting;  // the steps that end because it is full
    for (std::size_t i = 0; i < timeline.steps().size(); ++i) {
        for (EventIndex event = timeline.steps()[i].first; event <= timeline.steps()[i].last;
             ++event) {
            if (trace[event].kind == EventKind::QueuePut && trace[event].a == 5) {
                full.push_back(i + 1);
            }
        }
        const TraceEvent& last = trace[timeline.steps()[i].last];
        if (last.kind == EventKind::TaskSuspended &&
            last.detail == static_cast<std::uint8_t>(WaitReason::QueuePut)) {
            waiting.push_back(i + 1);
        }
    }
    REQUIRE(full.size() >= 2);
    REQUIRE(waiting.size() >= 2);
    CHECK(full[0] == 21);
    CHECK(timeline.steps()[20].begin == at(600ms));
    CHECK(full[1] == 25);
    CHECK(timeline.steps()[24].begin == at(750ms));
    CHECK(waiting[0] == 26);
    CHECK(waiting[1] == 27);
}

}  // namespace
}  // namespace coroscope
