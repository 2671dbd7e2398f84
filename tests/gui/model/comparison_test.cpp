// Two runs side by side, without a window.

#include "gui/model/comparison.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "gui/model/command.h"
#include "gui/model/run_sides.h"
#include "runtime/trace/ctrace.h"
#include "scenarios/simulate.h"
#include "tests/gui/support/headless_window.h"
#include "tests/gui/support/patience.h"
#include "tests/support/paths.h"
#include "tests/support/random_trace.h"

using namespace coroscope;
using namespace coroscope::gui;
using coroscope::gui::test::finish_comparing;
using coroscope::gui::test::open_run;

namespace {

constexpr AxisKind kKinds[] = {AxisKind::Elastic, AxisKind::Time, AxisKind::Steps};

RunRequest request_of(std::string_view run) { return std::get<RunRequest>(parse_run(run)); }

/// Both runs complete and compared.
void compare(Session& session, std::string_view run, std::string_view other) {
    open_run(session, run);
    session.compare_with(request_of(other));
    finish_comparing(session);
}

/// Every pair of the catalogue, and pairs of schedules.
std::vector<std::pair<std::string, std::string>> pairs() {
    std::vector<std::pair<std::string, std::string>> all;
    for (const Scenario* scenario : catalogue()) {
        const std::string id(info(*scenario).id);
        if (!info(*scenario).variants.empty()) {
            all.emplace_back(id, id + "?variant=" + std::string(info(*scenario).variants.back()));
        }
        all.emplace_back(id + "?seed=1&policy=random", id + "?seed=2&policy=random");
    }
    return all;
}

std::string own_words(const Session& session, std::size_t side) {
    std::string all;
    const auto sides = run_sides(session);
    for (const Message& message : sides[side].words) {
        all += to_string(message, Language::English) + "|";
    }
    return all;
}

}  // namespace

TEST_CASE("a comparison opens where the runs part, and one cursor moves in both") {
    for (const auto& [run, other] : pairs()) {
        CAPTURE(run);
        Session session;
        compare(session, run, other);
        REQUIRE(session.comparison().shown());
        const Compared& both = session.comparison().both();
        const auto& parting = both.parting;
        if (parting) {
            CHECK(session.cursor() == parting->left.before);
        }
        for (const AxisKind kind : kKinds) {
            session.set_axis(kind);
            session.seek(0);
            EventIndex before = 0;
            while (!session.at_end()) {
                run_command(session, "step-on");
                const EventIndex there = session.other_cursor();
                CHECK(there >= before);
                CHECK(there < both.other->timeline.trace().size());
                before = there;
                if (kind == AxisKind::Time) {
                    CHECK(both.other->timeline.trace()[there].time <= session.time());
                }
            }
        }
    }
}

TEST_CASE("on the axis of steps the other run is at the same step") {
    Session session;
    compare(session, "races/lost-update?pause=0ms", "races/lost-update?pause=0ms#0.1");
    session.set_axis(AxisKind::Steps);
    const Timeline& other = session.comparison().both().other->timeline;
    session.seek(0);
    for (std::size_t step = 1; step <= other.steps().size() && !session.at_end(); ++step) {
        run_command(session, "step-on");
        if (session.step() == step) {
            CHECK(step_number(other, session.other_cursor()) == step);
        }
    }
}

TEST_CASE("which run fails is said by its own checks, values and findings") {
    Session session;
    compare(session, "races/lost-update", "races/lost-update?variant=fixed");
    auto sides = run_sides(session);
    CHECK(sides[0].standing == Standing::Failing);
    CHECK(sides[1].standing == Standing::Passing);
    CHECK(sides[0].heading == "ui.compare.failing");
    CHECK(own_words(session, 0) == "counter = 1|check fails: every increment counts|");
    CHECK(own_words(session, 1) == "counter = 2|every check holds|");

    compare(session, "races/lost-update", "races/lost-update?workers=3");
    sides = run_sides(session);
    CHECK(sides[0].standing == Standing::Neutral);
    CHECK(sides[0].heading == "ui.compare.own");
    CHECK(sides[1].heading == "ui.compare.other");
}

TEST_CASE("a choice by which two schedules part is told with its number and who was ready") {
    Session session;
    compare(session, "races/lost-update?pause=0ms#0.1", "races/lost-update?pause=0ms");
    const auto& parting = session.comparison().both().parting;
    REQUIRE(parting);
    CHECK(parting->choice == 2);
    CHECK(parting->choice_is_left);
    CHECK(parting->candidates.size() == 2);
    const Timeline& own = session.timeline();
    const Timeline& other = session.comparison().both().other->timeline;
    CHECK(own.task_name(parting->left.task) == "worker-1");
    CHECK(other.task_name(parting->right.task) == "worker-2");
    CHECK(parting->left.step == parting->right.step);
    const auto sentences = explain_parting(session);
    REQUIRE(sentences.size() == 3);
    CHECK(to_string(sentences[0], Language::English) == "One choice decides.");
    CHECK(to_string(sentences[1], Language::English).find("worker-1") != std::string::npos);
    CHECK(to_string(sentences[2], Language::Chinese).find("worker-2") != std::string::npos);
}

TEST_CASE(
    "choices stand side by side where both runs have them, else the steps around the parting") {
    Session session;
    compare(session, "races/lost-update?pause=0ms&seed=1&policy=random",
            "races/lost-update?pause=0ms&seed=2&policy=random");
    const ChoiceTable table = choice_table(session.comparison().both(), 100);
    CHECK_FALSE(table.of_steps);
    CHECK(table.rows.size() == std::max(table.own, table.other));

    const auto check_parting = [&](const ChoiceTable& rows, std::size_t where) {
        std::size_t apart = 0;
        for (const ChoiceRow& row : rows.rows) {
            if (row.parting) {
                apart = row.number;
                CHECK_FALSE(row.same);
            }
            CHECK((apart != 0 || row.same));
        }
        CHECK(apart == where);
    };
    // asyncio's own order is in no trace, but both runs were simulated here: their choices are
    // known.
    compare(session, "races/lost-update?pause=0ms#0.1", "races/lost-update?pause=0ms");
    const ChoiceTable usual = choice_table(session.comparison().both(), 100);
    CHECK_FALSE(usual.of_steps);
    check_parting(usual, 2);

    Compared without = session.comparison().both();
    without.other_choices.clear();
    const ChoiceTable steps = choice_table(without, 100);
    CHECK(steps.of_steps);
    check_parting(steps, 3);
}

TEST_CASE(
    "a comparison that is closed while it is made holds up nobody, and another one can begin") {
    Session session;
    open_run(session, "patterns/producer-consumer?items=1000");
    for (int i = 0; i < 3; ++i) {
        const auto other =
            parse_run("patterns/producer-consumer?items=1000&seed=" + std::to_string(i + 1) +
                      "&policy=random");
        session.compare_with(std::get<RunRequest>(other));
        session.close_comparison();
        CHECK_FALSE(session.comparison().is_open());
    }
    compare(session, "races/lost-update", "races/lost-update?variant=fixed");
    CHECK(session.comparison().shown());
}

TEST_CASE("swapping exchanges the runs at the same moment, and twice changes nothing") {
    for (const auto& [run, other] : pairs()) {
        Session session;
        compare(session, run, other);
        REQUIRE(session.comparison().shown());
        const std::string name = session.run_name();
        const EventIndex there = session.other_cursor();
        session.select_task(1);
        run_command(session, "compare-swap");
        CHECK(session.comparison().shown());
        CHECK(session.comparison().name() == name);
        CHECK(session.cursor() == there);
        CHECK(session.timeline().task_name(session.selection().task) == "main");
        run_command(session, "compare-swap");
        CHECK(session.run_name() == name);
    }
}

TEST_CASE("either run can be opened alone, and Escape closes the comparison last") {
    Session session;
    compare(session, "races/lost-update", "races/lost-update?variant=fixed");
    session.open_compared(true);
    CHECK_FALSE(session.comparison().is_open());
    CHECK(session.variant() == "fixed");
    run_command(session, "compare-twin");
    CHECK(session.comparison().is_open());
    session.select_task(1);
    run_command(session, "escape");
    CHECK(session.selection().empty());
    CHECK(session.comparison().is_open());
    run_command(session, "escape");
    CHECK_FALSE(session.comparison().is_open());
    CHECK_FALSE(run_command(session, "compare-swap"));
}

TEST_CASE("both runs are searched for findings with the thresholds of the settings") {
    Session session;
    const auto blocking_calls = [&](const Indexed& run) {
        return std::ranges::count(run.findings, "blocking-call", &Finding::kind);
    };
    session.settings.thresholds["blocking-call"] = 5'000'000'000;
    session.settings.thresholds["slow-step"] = 5'000'000'000;
    compare(session, "blocking/blocking-sleep", "blocking/blocking-sleep?variant=fixed");
    CHECK(blocking_calls(*session.comparison().both().own) == 0);
    session.swap_runs();
    CHECK(blocking_calls(*session.comparison().both().own) == 0);
    session.settings.thresholds.clear();
    session.find_again();
    finish_comparing(session);
    const Compared& both = session.comparison().both();
    CHECK(blocking_calls(*both.other) > 0);
    CHECK(blocking_calls(*both.own) == 0);
    CHECK_FALSE(both.other_verdict.passes);
}

TEST_CASE("the usual order can be compared with only where the order is another one") {
    Session session;
    open_run(session, "races/lost-update");
    CHECK_FALSE(run_command(session, "compare-usual"));
    open_run(session, "races/lost-update#1");
    CHECK(run_command(session, "compare-usual"));
    CHECK(session.comparison().name() == "races/lost-update");
}

TEST_CASE("another choice keeps the comparison, another scenario closes it") {
    Session session;
    compare(session, "races/lost-update?pause=0ms#0.1", "races/lost-update?pause=0ms");
    RunSpec spec = session.spec();
    spec.choices = {1};
    session.run_again(spec);
    finish_comparing(session);
    CHECK(session.comparison().both().parting->choice == 1);
    open_run(session, "deadlocks/ab-ba");
    CHECK_FALSE(session.comparison().is_open());
}

TEST_CASE("a run is the same as itself, and that is said") {
    Session session;
    compare(session, "deadlocks/ab-ba", "deadlocks/ab-ba");
    CHECK_FALSE(session.comparison().both().parting);
    REQUIRE(session.notice());
    CHECK(session.notice()->message.id == "ui.notice.same_runs");
    CHECK(explain_parting(session).size() == 1);
}

TEST_CASE(
    "a file is compared with a run of another scenario, and one that is no trace with nothing") {
    const auto folder = coroscope::test::build_dir() / "gui-tests";
    std::filesystem::create_directories(folder);
    const auto file = folder / "compared.ctrace";
    RunSpec spec;
    spec.scenario = "deadlocks/ab-ba";
    REQUIRE(write_ctrace(file, simulate(spec)).empty());
    Session session;
    compare(session, "races/lost-update", file.string());
    REQUIRE(session.comparison().shown());
    CHECK_FALSE(session.comparison().both().difference.same_scenario);
    CHECK(run_sides(session)[1].words.size() >= 1);
    session.compare_with({{}, folder / "no-such-file.ctrace"});
    finish_comparing(session);
    REQUIRE(session.notice());
    CHECK(session.notice()->error);
}

TEST_CASE("tasks of both runs have one order and one badge") {
    Session session;
    compare(session, "races/lost-update?workers=5&pause=0ms",
            "races/lost-update?workers=5&pause=0ms&seed=4&policy=random");
    const Compared& both = session.comparison().both();
    REQUIRE(both.order.tasks.size() == both.own->order.tasks.size());
    for (std::size_t i = 0; i < both.order.tasks.size(); ++i) {
        const TaskId own = both.own->order.tasks[i].id;
        const TaskId other = both.order.tasks[i].id;
        CHECK(both.own->timeline.task_name(own) == both.other->timeline.task_name(other));
        CHECK(both.own->badges[own - 1] == both.badges[other - 1]);
    }
}

TEST_CASE("nonsense can be compared with nonsense") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const auto wild = [&](std::uint64_t number) {
            return make_indexed(random_trace({.seed = number, .events = 200, .nonsense = true}));
        };
        const auto both = compare_runs(wild(seed), wild(seed + 100));
        CHECK(choice_table(*both, 20).rows.size() <= 20);
        const ObjectId about = resource_concerned(*both, 1);
        CHECK(accesses_around(both->own->timeline, about, 50, 10).size() <= 10);
    }
}

TEST_CASE("a sentence about the other run names what the own run has, or what cannot be clicked") {
    for (const auto& [run, other] : pairs()) {
        Session session;
        compare(session, run, other);
        for (const Message& message : explain_parting(session)) {
            for (const Piece& piece : render(message, Language::English)) {
                if (piece.role == Role::Resource && piece.id != 0) {
                    CHECK(session.timeline().resource_name(piece.id) == piece.text);
                } else if (piece.role == Role::Task && piece.id != 0) {
                    CHECK(session.timeline().task_name(piece.id) == piece.text);
                }
            }
        }
    }
}
