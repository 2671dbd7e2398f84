#include "gui/model/previews.h"

#include <doctest/doctest.h>

#include "gui/model/session.h"
#include "scenarios/catalogue.h"
#include "tests/gui/support/headless_window.h"

using namespace coroscope;
using namespace coroscope::gui;
using coroscope::gui::test::finish_loading;
using coroscope::gui::test::open_run;
using coroscope::gui::test::previewed;

namespace {

std::string words(const Session& session, std::size_t n) {
    const Preview* preview = session.previews.of(n);
    return preview == nullptr ? "?" : to_string(preview->would.words, Language::English);
}

}  // namespace

TEST_CASE("each candidate's preview says what it does first") {
    Session session;
    open_run(session, "patterns/producer-consumer", 21);
    previewed(session);
    CHECK(words(session, 2) == "would find queue full");
    CHECK(session.previews.of(3) == nullptr);
    session.previews.drop();
    CHECK(session.previews.of(0) == nullptr);
    CHECK_FALSE(session.previews.working());
}

TEST_CASE("a preview says what the candidate's step in its branch really begins with") {
    for (const Scenario* scenario : catalogue()) {
        CAPTURE(info(*scenario).id);
        Session session;
        open_run(session, info(*scenario).id);
        const auto log = session.choices.log();
        if (log->empty()) {
            continue;
        }
        session.seek((*log)[0].event - 1);
        const ChoicePoint point = previewed(session);
        if (point.choice.kind != ChoiceKind::Task) {
            continue;
        }
        const std::string promised = words(session, 1);
        if (promised.empty()) {
            continue;  // cancelled before its first step: it ends without a step
        }
        session.branches.choose_at(session, 0, 1);
        finish_loading(session);
        const auto step = session.timeline().step_at(session.cursor());
        REQUIRE(step);
        CHECK(to_string(would_do(session.timeline(), session.timeline().steps()[*step].first).words,
                        Language::English) == promised);
    }
}
