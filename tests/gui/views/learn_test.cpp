// What a learner meets in the window: the tour, the lesson's pages, and predict mode.

#include <doctest/doctest.h>

#include "gui/model/command.h"
#include "tests/gui/support/headless_window.h"

using namespace coroscope;
using namespace coroscope::gui;
using coroscope::gui::test::HeadlessWindow;

namespace {

Settings with_lesson(Language language = Language::English) {
    Settings settings;
    settings.language = language;
    settings.left_tab = LeftTab::Lesson;
    return settings;
}

}  // namespace

TEST_CASE("the tour points at every panel that it names, at every size and in both languages") {
    for (const ImVec2 size : {ImVec2{1600.0F, 900.0F}, ImVec2{1280.0F, 720.0F}}) {
        for (const Language language : {Language::English, Language::Chinese}) {
            HeadlessWindow window("basics/hello-gather", size.x, size.y, with_lesson(language));
            run_command(window.session, "tour");
            for (const TourStop& stop : tour_stops()) {
                window.step(2);
                CAPTURE(stop.item);
                CHECK((stop.item.empty() || window.has(stop.item)));
                const Rect card = window.item("tour").rect;
                CHECK(card.x0 >= 0.0F);
                CHECK(card.y0 >= 0.0F);
                CHECK(card.x1 <= size.x);
                CHECK(card.y1 <= size.y);
                CHECK(window.shows(tr(stop.title, language)));
                CHECK_FALSE((!stop.item.empty() && card.overlaps(window.item(stop.item).rect)));
                const std::uint64_t step = window.session.step();
                window.key(Key::Right);  // what the card says can be tried
                CHECK((window.session.step() == step + 1 || window.session.at_end()));
                window.click("tour/next");
            }
            CHECK_FALSE(window.session.tour.running());
        }
    }
}

TEST_CASE("the pages of a lesson are turned, and its answer shows when asked for") {
    HeadlessWindow window("races/lost-update", 1600.0F, 900.0F, with_lesson());
    window.step();
    CHECK(window.shows("page 1 of 6"));
    CHECK_FALSE(window.item("lesson/previous").enabled);
    for (int i = 0; i < 5; ++i) {
        window.click("lesson/next");
    }
    CHECK(window.shows("page 6 of 6"));
    CHECK_FALSE(window.item("lesson/next").enabled);
    CHECK_FALSE(window.shows("anyone"));
    window.click("lesson/answer");
    window.step();
    CHECK(window.shows("anyone"));
    coroscope::gui::test::open_run(window.session, "deadlocks/ab-ba");
    window.step(2);
    CHECK(window.shows("page 1 of 6"));
}

TEST_CASE("in predict mode nothing on the screen tells what comes, until the learner has chosen") {
    HeadlessWindow window("races/lost-update", 1600.0F, 900.0F, with_lesson());
    window.key(Key::Right);
    window.step();
    REQUIRE(window.shows("runs next"));
    window.key(Key::P);
    window.step(2);
    CHECK(window.session.prediction.on());
    CHECK(window.has("guess/1"));
    CHECK_FALSE(window.shows("ready, runs next"));
    REQUIRE(window.state.timeline.picture);
    for (const Span& span : window.state.timeline.picture->spans) {
        CHECK(span.box.x0 < window.state.timeline.picture->cursor_x);
    }
    CHECK(window.state.timeline.picture->marks.empty());
    CHECK(window.session.findings().size() == 1);
    CHECK(window.session.findings_shown() == 0);
    CHECK_FALSE(window.shows("counter is"));

    window.click("guess/2");
    window.step();
    CHECK(window.session.step() == 2);
    CHECK(window.shows("0 of 1 right"));
    window.click("predict");
    window.step();
    CHECK_FALSE(window.session.prediction.on());
}

TEST_CASE("playing in predict mode stops where the learner is asked") {
    HeadlessWindow window("races/lost-update");
    window.key(Key::P);
    window.key(Key::Space);
    for (int i = 0; i < 600 && window.session.playback.playing(); ++i) {
        window.step();
    }
    CHECK_FALSE(window.session.at_end());
    CHECK(window.session.prediction.question(window.session) != nullptr);
}
