// Choosing who runs next with mouse and keys, in the window without a display.
#include <doctest/doctest.h>

#include "gui/model/command.h"
#include "gui/model/session.h"
#include "tests/gui/support/headless_window.h"
#include "tests/gui/support/patience.h"

using namespace coroscope;
using namespace coroscope::gui;
using coroscope::gui::test::finish_loading;
using coroscope::gui::test::finish_previews;
using coroscope::gui::test::HeadlessWindow;
using coroscope::gui::test::open_run;

namespace {

HeadlessWindow& at_choice(HeadlessWindow& window) {
    open_run(window.session, "patterns/producer-consumer", 21);
    window.step(2);
    finish_previews(window.session);
    window.step(2);
    return window;
}

std::string task_of_step(const Session& session) {
    const auto step = session.timeline().step_at(session.cursor());
    return std::string(session.timeline().task_name(session.timeline().steps()[*step].task));
}

}  // namespace

TEST_CASE("a number key runs that candidate, and U takes the choice back") {
    HeadlessWindow window;
    at_choice(window);
    const EventIndex cursor = window.session.cursor();
    window.key(Key::Digit3);
    finish_loading(window.session);
    window.step(2);
    CHECK(task_of_step(window.session) == "producer-1");
    CHECK(window.session.branches.made().size() == 1);
    CHECK(window.has("choice-mark/11"));
    CHECK(window.item("take-back").enabled);
    window.key(Key::U);
    finish_loading(window.session);
    window.step(2);
    CHECK(window.session.cursor() == cursor);
    CHECK(window.session.run_name() == "patterns/producer-consumer");
    CHECK_FALSE(window.has("choice-mark/11"));
    CHECK_FALSE(window.item("take-back").enabled);
}

TEST_CASE("a click on a chip runs it, and the button takes the choice back") {
    HeadlessWindow window;
    at_choice(window);
    CHECK(window.item("ready/1").chosen);
    window.click("ready/2");
    finish_loading(window.session);
    window.step(2);
    CHECK(task_of_step(window.session) == "consumer-1");
    CHECK(window.session.run_name().find('#') != std::string::npos);
    window.click("take-back");
    finish_loading(window.session);
    CHECK(window.session.run_name() == "patterns/producer-consumer");
}

TEST_CASE("the ready queue asks who runs next only where there is a choice") {
    HeadlessWindow window;
    at_choice(window);
    CHECK(window.shows("click one, or press its number"));
    CHECK(window.shows("choice 11"));
    CHECK(window.shows("would find queue full"));
    window.key(Key::Home);
    CHECK_FALSE(window.shows("click one, or press its number"));
    window.click("ready/1");  // the only one: it is selected
    CHECK(window.session.selection().task == 1);
    CHECK(window.session.branches.empty());
}

TEST_CASE("the card suggests the order that is different, and its button runs it") {
    HeadlessWindow window;
    at_choice(window);
    REQUIRE(window.has("try-it"));
    window.click("try-it/run");
    finish_loading(window.session);
    window.step(2);
    CHECK(task_of_step(window.session) == "producer-1");
}

TEST_CASE("in predict mode a number answers the question, and no chip tells who is next") {
    HeadlessWindow window;
    open_run(window.session, "races/lost-update");
    while (!window.session.next_choice()) {
        run_command(window.session, "step-on");
    }
    run_command(window.session, "predict");
    window.step(2);
    REQUIRE(window.session.prediction.question(window.session) != nullptr);
    CHECK_FALSE(window.item("ready/1").chosen);
    CHECK_FALSE(window.shows("runs next"));
    CHECK_FALSE(window.has("try-it"));
    window.key(Key::Digit2);
    CHECK(window.session.prediction.score().answered == 1);
    CHECK(window.session.branches.empty());
}

TEST_CASE("the chips and the choices fit in both sizes and languages") {
    for (const Language language : {Language::English, Language::Chinese}) {
        for (const auto& [width, height] : {std::pair(1280.0F, 720.0F), {1600.0F, 900.0F}}) {
            Settings settings;
            settings.language = language;
            HeadlessWindow window("", width, height, settings);
            at_choice(window);
            const Rect panel = window.item("panel/ready").rect;
            for (const char* label : {"ready/1", "ready/2", "choices", "take-back"}) {
                CAPTURE(label);
                const Rect rect = window.item(label).rect;
                CHECK(rect.x0 >= panel.x0);
                CHECK(rect.x1 <= panel.x1);
                CHECK(rect.y1 <= panel.y1);
            }
            CHECK_FALSE(window.item("choices").rect.overlaps(window.item("take-back").rect));
        }
    }
}
