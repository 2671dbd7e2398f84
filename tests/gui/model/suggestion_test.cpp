#include "gui/model/suggestion.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "gui/model/session.h"
#include "scenarios/catalogue.h"
#include "tests/gui/support/headless_window.h"

using namespace coroscope;
using namespace coroscope::gui;
using coroscope::gui::test::finish_loading;
using coroscope::gui::test::open_run;
using coroscope::gui::test::previewed;

TEST_CASE("an order in which somebody has to wait is suggested, once every branch is known") {
    Session session;
    open_run(session, "patterns/producer-consumer", 21);
    CHECK_FALSE(suggestion(session));  // nothing is known yet
    previewed(session);
    const auto idea = suggestion(session);
    REQUIRE(idea);
    CHECK(idea->candidate == 2);
    CHECK(to_string(idea->words, Language::English) ==
          "let producer-1 run first. queue is full, so it would have to wait for room.");
}

TEST_CASE("a suggested order that ends otherwise does end so") {
    std::size_t suggested = 0;
    for (const Scenario* scenario : catalogue()) {
        CAPTURE(info(*scenario).id);
        Session session;
        open_run(session, info(*scenario).id);
        const std::size_t count = std::min<std::size_t>(session.choices.log()->size(), 5);
        for (std::size_t number = 0; number < count; ++number) {
            session.seek((*session.choices.log())[number].event - 1);
            previewed(session);
            const auto idea = suggestion(session);
            if (!idea) {
                continue;
            }
            ++suggested;
            const Outcome promised = session.previews.of(idea->candidate)->outcome;
            const std::size_t chosen = session.next_choice()->number;
            session.branches.choose_at(session, chosen, idea->candidate);
            finish_loading(session);
            CHECK((promised == Outcome::None || session.timeline().outcome() == promised));
            session.branches.take_back(session);
            finish_loading(session);
        }
    }
    CHECK(suggested > 0);
}
