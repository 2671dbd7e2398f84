#include "gui/model/search.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "gui/model/command.h"
#include "runtime/trace/recorder.h"
#include "tests/gui/support/headless_window.h"

using namespace coroscope;
using namespace coroscope::gui;
using coroscope::gui::test::open_run;
using Group = SearchHit::Group;

namespace {

void search(Session& session, std::string query) {
    session.search.query = std::move(query);
    session.search.wait(session);
}

bool finds(const Session& session, Group group, std::string_view text) {
    return std::ranges::any_of(session.search.hits(), [&](const SearchHit& hit) {
        return hit.group == group && hit.text.find(text) != std::string::npos;
    });
}

}  // namespace

TEST_CASE("a search finds tasks, resources, findings, source lines, log lines and events") {
    Session session;
    open_run(session, "races/lost-update");
    search(session, "WORKER-1");
    CHECK(finds(session, Group::Task, "worker-1"));
    CHECK(finds(session, Group::Event, "worker-1"));
    CHECK(session.search.progress() == 1.0);
    search(session, "lost");
    CHECK(finds(session, Group::Finding, "lost"));
    search(session, "co_await");
    CHECK(finds(session, Group::Source, "co_await"));
    search(session, "task-created");
    CHECK(std::ranges::count(session.search.hits(), Group::Event, &SearchHit::group) ==
          static_cast<std::ptrdiff_t>(session.timeline().tasks().size()));
    const auto resources = session.timeline().resources();
    REQUIRE_FALSE(resources.empty());
    const std::string name(session.timeline().resource_name(resources.front().id));
    search(session, name);
    CHECK(finds(session, Group::Resource, name));
    search(session, "no such word anywhere");
    CHECK(session.search.hits().empty());
}

TEST_CASE("hits stand in groups, in the order of the run, and a source line at its first event") {
    Session session;
    open_run(session, "patterns/producer-consumer");
    search(session, "e");
    const auto& hits = session.search.hits();
    REQUIRE(hits.size() > 20);
    for (std::size_t i = 1; i < hits.size(); ++i) {
        CHECK(hits[i - 1].group <= hits[i].group);
        if (hits[i - 1].group == hits[i].group && hits[i].group == Group::Event) {
            CHECK(hits[i - 1].event < hits[i].event);
        }
    }
    const Trace& trace = session.timeline().trace();
    for (const SearchHit& hit : hits) {
        if (hit.group == Group::Source && hit.event != kNoEvent) {
            CHECK(trace.site(trace[hit.event].site).line == hit.line);
        }
    }
}

TEST_CASE("next and previous go through the hits, round at both ends, and stay when it closes") {
    Session session;
    open_run(session, "races/lost-update");
    CHECK_FALSE(run_command(session, "next-hit"));
    search(session, "task-resumed");
    const std::size_t count = session.search.hits().size();
    REQUIRE(count > 2);
    std::set<EventIndex> visited;
    for (std::size_t i = 0; i < count; ++i) {
        CHECK(run_command(session, "next-hit"));
        visited.insert(session.cursor());
    }
    CHECK(visited.size() == count);
    const EventIndex there = session.cursor();
    run_command(session, "previous-hit");
    CHECK(session.cursor() != there);
    run_command(session, "next-hit");
    session.search.stop();
    CHECK(session.cursor() == there);
}

TEST_CASE("more than a thousand hits are announced, not listed") {
    Recorder recorder{TraceInfo{}};
    for (int i = 0; i < 5000; ++i) {
        TraceEvent event;
        event.kind = EventKind::LogLine;
        event.b = recorder.text("the same words");
        recorder.append(event);
    }
    Session session;
    recorder.publish();
    session.show(recorder.snapshot());
    search(session, "same");
    CHECK(session.search.too_many());
    CHECK(session.search.hits().size() == Search::kMostHits);
}

TEST_CASE("a search that is replaced or stopped at any moment leaves nothing behind") {
    Session session;
    open_run(session, "patterns/producer-consumer");
    for (int i = 0; i < 50; ++i) {
        session.search.query = i % 2 == 0 ? "task" : "e";
        session.search.update(session);
    }
    session.search.stop();
    CHECK(session.search.hits().empty());
    open_run(session, "races/lost-update");
    search(session, "producer");
    CHECK_FALSE(finds(session, Group::Task, "producer"));
}

TEST_CASE("in predict mode a search finds nothing that lies behind the cursor") {
    Session session;
    open_run(session, "races/lost-update", 2);
    session.prediction.turn(true);
    search(session, "task");
    REQUIRE_FALSE(session.search.hits().empty());
    for (const SearchHit& hit : session.search.hits()) {
        CHECK((hit.event == kNoEvent || hit.event <= session.cursor()));
    }
}
