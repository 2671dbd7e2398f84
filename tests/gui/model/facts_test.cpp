#include "gui/model/facts.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/gui/support/headless_window.h"

using namespace coroscope;
using namespace coroscope::gui;
using coroscope::gui::test::open_run;

namespace {

std::string text_of(const Sentence& sentence) {
    std::string text;
    for (const Piece& piece : sentence) {
        text += piece.text;
    }
    return text;
}

std::vector<std::string> values(const Facts& facts, std::string_view label) {
    std::vector<std::string> found;
    for (const Fact& fact : facts.facts) {
        if (fact.label == label) {
            found.push_back(text_of(fact.value));
        }
    }
    return found;
}

}  // namespace

TEST_CASE(
    "at the end of a step that blocked the loop its task shows how long, where, and who is late") {
    Session session;
    open_run(session, "blocking/blocking-sleep", 6);
    const Facts about = facts(session, Language::English);
    CHECK(session.timeline().task_name(about.task) == "report");
    CHECK(about.look == SpanLook::Slow);
    CHECK(text_of(about.state) == "slow step, 2.0 s");
    CHECK(values(about, "ui.slow.from") == std::vector<std::string>{"700 ms"});
    CHECK(values(about, "ui.slow.until") == std::vector<std::string>{"2.7 s"});
    CHECK(values(about, "ui.slow.delays") ==
          std::vector<std::string>{"download  1.9 s late", "heartbeat  1.7 s late"});
}

TEST_CASE("a step that nobody had to wait for is no slow step") {
    Session session;
    open_run(session, "blocking/blocking-sleep?variant=fixed", 6);
    CHECK(facts(session, Language::English).look != SpanLook::Slow);
}
