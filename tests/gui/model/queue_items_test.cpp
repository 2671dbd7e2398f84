#include "gui/model/queue_items.h"

#include <doctest/doctest.h>

#include "gui/model/session.h"
#include "tests/gui/support/headless_window.h"
#include "tests/support/random_trace.h"

using namespace coroscope;
using namespace coroscope::gui;
using coroscope::gui::test::open_run;

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

TEST_CASE("items of a queue are asked for at any cursor, also of nonsense") {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const Timeline timeline(
            random_trace({.seed = seed, .events = 600, .nonsense = seed % 2 == 0}));
        for (const ResourceInfo& queue : timeline.resources()) {
            for (EventIndex cursor = 0; cursor < timeline.trace().size(); cursor += 37) {
                const auto items = queue_items(timeline, queue.id, cursor, 5);
                CHECK(items.size() == timeline.items_at(queue.id, cursor).size());
            }
        }
    }
}
