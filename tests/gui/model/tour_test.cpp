#include "gui/model/tour.h"

#include <doctest/doctest.h>

#include "gui/model/command.h"
#include "gui/model/session.h"

using namespace coroscope;
using namespace coroscope::gui;

TEST_CASE("the tour goes from stop to stop and back, and ends behind the last one") {
    Tour tour;
    CHECK_FALSE(tour.running());
    tour.start();
    CHECK(tour.number() == 1);
    tour.back();
    CHECK(tour.number() == 1);
    for (std::size_t i = 1; i < tour_stops().size(); ++i) {
        CHECK_FALSE(tour.at_last());
        tour.next();
        CHECK(tour.number() == i + 1);
    }
    CHECK(tour.at_last());
    tour.next();
    CHECK_FALSE(tour.running());
}

TEST_CASE("escape ends the tour before it clears anything else") {
    Session session;
    CHECK(run_command(session, "tour"));
    CHECK(session.tour.running());
    CHECK(run_command(session, "escape"));
    CHECK_FALSE(session.tour.running());
    CHECK_FALSE(run_command(session, "escape"));
}
