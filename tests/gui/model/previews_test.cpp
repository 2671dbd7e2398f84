// What the candidates of a choice would do, and which of them is worth trying.
#include "gui/model/previews.h"

#include <doctest/doctest.h>

#include <chrono>
#include <thread>

#include "gui/model/queue_items.h"
#include "gui/model/session.h"
#include "gui/model/suggestion.h"
#include "scenarios/catalogue.h"
#include "scenarios/simulate.h"
#include "tests/gui/support/headless_window.h"
#include "tests/support/random_trace.h"

using namespace coroscope;
using namespace coroscope::gui;
using coroscope::gui::test::finish_loading;
using coroscope::gui::test::open_run;

namespace {

/// The previews of the choice at the cursor.
ChoicePoint previewed(Session& session) {
    const auto point = session.next_choice();
    REQUIRE(point);
    session.preview(*point);
    for (int i = 0; i < 5000 && session.previews.working(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    REQUIRE_FALSE(session.previews.working());
    return *point;
}

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
        session.branches.choose_at(session, 0, 1);
        finish_loading(session);
        const auto step = session.timeline().step_at(session.cursor());
        REQUIRE(step);
        CHECK(to_string(would_do(session.timeline(), session.timeline().steps()[*step].first).words,
                        Language::English) == promised);
    }
}

TEST_CASE("an order that avoids a deadlock, or in which somebody has to wait, is suggested") {
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

TEST_CASE("what a task would do can be said of any step, also of nonsense") {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const Timeline timeline(
            random_trace({.seed = seed, .events = 600, .nonsense = seed % 2 == 0}));
        for (const Step& step : timeline.steps()) {
            const Would would = would_do(timeline, step.first);
            for (const Language language : {Language::English, Language::Chinese}) {
                (void)to_string(would.words, language);
                (void)to_string(would.why_waiting, language);
            }
        }
        for (const ResourceInfo& queue : timeline.resources()) {
            for (EventIndex cursor = 0; cursor < timeline.trace().size(); cursor += 37) {
                const auto items = queue_items(timeline, queue.id, cursor, 5);
                CHECK(items.size() == timeline.items_at(queue.id, cursor).size());
            }
        }
    }
}

TEST_CASE("an item in a queue is known by who put it there") {
    Session session;
    open_run(session, "patterns/producer-consumer", 21);
    const Timeline& timeline = session.timeline();
    std::size_t seen = 0;
    for (const ResourceInfo& queue : timeline.resources()) {
        if (queue.type != ResourceType::Queue) {
            continue;
        }
        for (const QueueItem& item : queue_items(timeline, queue.id, session.cursor(), 40)) {
            const std::string_view producer =
                timeline.trace().text(item.text).front() == 'a' ? "producer-1" : "producer-2";
            CHECK(timeline.task_name(item.put_by) == producer);
            ++seen;
        }
    }
    CHECK(seen == 5);
}
