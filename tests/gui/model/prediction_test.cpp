// Predict mode: what is asked, what is right, and that the score is kept.

#include "gui/model/prediction.h"

#include <doctest/doctest.h>

#include "gui/model/command.h"
#include "scenarios/catalogue.h"
#include "tests/gui/support/headless_window.h"

using namespace coroscope;
using namespace coroscope::gui;
using coroscope::gui::test::open_run;

TEST_CASE("of several ready tasks the one that runs is right") {
    Session session;
    open_run(session, "races/lost-update", 1);  // main has made both workers
    session.prediction.turn(true);
    const Question* question = session.prediction.question(session);
    REQUIRE(question != nullptr);
    CHECK(question->kind == Question::Kind::WhoRuns);
    REQUIRE(question->tasks.size() == 2);
    CHECK(session.timeline().task_name(question->tasks[question->right]) == "worker-1");

    answer(session, 1 - question->right);
    CHECK(session.prediction.score() == Score{0, 1});
    CHECK(session.step() == 2);
    REQUIRE(session.prediction.verdict(session) != nullptr);
    CHECK_FALSE(session.prediction.verdict(session)->right);

    run_command(session, "step-back");
    CHECK(session.prediction.question(session) == nullptr);  // this step has been answered
}

TEST_CASE("when nobody is ready the next timer is asked for") {
    Session session;
    open_run(session, "races/lost-update?pause=5ms", 3);  // both workers sleep
    session.prediction.turn(true);
    const Question* question = session.prediction.question(session);
    REQUIRE(question != nullptr);
    CHECK(question->kind == Question::Kind::WhoWakes);
    answer(session, question->right);
    CHECK(session.prediction.score() == Score{1, 1});
    const std::string words =
        to_string(words_of(*session.prediction.verdict(session), session), Language::English);
    CHECK(words == "Right. worker-1 wakes at 5 ms.");
}

TEST_CASE("where everybody knows who runs, what is printed is asked for") {
    bool asked = false;
    for (const Scenario* scenario : catalogue()) {
        Session session;
        open_run(session, info(*scenario).id);
        const Timeline& timeline = session.timeline();
        for (std::size_t i = 0; i + 1 < timeline.steps().size(); ++i) {
            const auto question = question_at(timeline, timeline.last_of_step(i));
            if (!question || question->kind != Question::Kind::WhatIsPrinted) {
                continue;
            }
            asked = true;
            CHECK(question->lines.size() >= 2);
            CHECK(question->lines.size() <= 4);
            const auto step = timeline.steps()[question->step];
            bool printed = false;
            for (const EventIndex event : timeline.log()) {
                printed =
                    printed || (event > step.first && event <= step.last &&
                                timeline.trace()[event].b == question->lines[question->right]);
            }
            CHECK(printed);
        }
    }
    CHECK(asked);
}

TEST_CASE("every question of every scenario has its right answer among at most nine") {
    for (const Scenario* scenario : catalogue()) {
        Session session;
        open_run(session, info(*scenario).id);
        session.prediction.turn(true);
        std::uint32_t answers = 0;
        for (int i = 0; i < 300 && !session.at_end(); ++i) {
            const Question* question = session.prediction.question(session);
            if (question == nullptr) {
                run_command(session, "step-on");
                continue;
            }
            CHECK(question->options() >= 2);
            CHECK(question->options() <= 9);
            REQUIRE(question->right < question->options());
            if (question->kind != Question::Kind::WhatIsPrinted) {
                CHECK(question->tasks[question->right] ==
                      session.timeline().steps()[question->step].task);
            }
            answer(session, question->right);
            ++answers;
        }
        CHECK(session.prediction.score() == Score{answers, answers});
    }
}

TEST_CASE("without the mode nothing is asked, and a new run forgets the score") {
    Session session;
    open_run(session, "races/lost-update", 1);
    CHECK(session.prediction.question(session) == nullptr);
    answer(session, 0);
    CHECK(session.step() == 1);
    CHECK(run_command(session, "predict"));
    answer(session, 0);
    CHECK(session.prediction.score().answered == 1);
    answer(session, 99);
    run_command(session, "twin");
    CHECK(session.prediction.on());
    CHECK(session.prediction.score() == Score{});
}

TEST_CASE("in the middle of a step, at the end and in an empty trace nothing is asked") {
    Session session;
    open_run(session, "races/lost-update", 1);
    const Timeline& timeline = session.timeline();
    for (std::size_t i = 0; i < timeline.steps().size(); ++i) {
        const Step step = timeline.steps()[i];
        for (EventIndex event = step.first; event < step.last; ++event) {
            CHECK_FALSE(question_at(timeline, event));
        }
    }
    CHECK_FALSE(question_at(timeline, timeline.trace().size() - 1));
    CHECK_FALSE(question_at(Timeline(), 0));
}
