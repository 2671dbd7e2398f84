#include "runtime/trace/recorder.h"

#include <doctest/doctest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

using namespace coroscope;

namespace {

TraceEvent log_line(TextId text, Nanoseconds time = 0) {
    return {.time = time, .b = text, .kind = EventKind::LogLine};
}

}  // namespace

TEST_CASE("an empty recorder gives an empty trace that knows what run it is of") {
    const Recorder recorder({.runspec = "basics/hello", .title = "Hello", .producer = "test"});
    const Trace trace = recorder.snapshot();
    CHECK(trace.empty());
    CHECK(trace.end_time() == 0);
    CHECK_FALSE(trace.complete());
    CHECK(trace.info() == TraceInfo{"basics/hello", "Hello", "test"});
    CHECK(trace == Trace({"basics/hello", "Hello", "test"}, {}, {}, {}));
    CHECK(Trace() == Trace({}, {}, {}, {}));
}

TEST_CASE("the same text has the same id, and the empty text is 0") {
    Recorder recorder;
    const TextId one = recorder.text("one");
    const TextId two = recorder.text("two");
    CHECK(one == 1);
    CHECK(two == 2);
    CHECK(recorder.text("") == 0);
    CHECK(recorder.text(std::string("o") + "ne") == one);
    recorder.publish();
    const Trace trace = recorder.snapshot();
    CHECK(trace.text_count() == 2);
    CHECK(trace.text(one) == "one");
    CHECK(trace.text(two) == "two");
    CHECK(trace.text(0).empty());
    CHECK(trace.text(3).empty());
    CHECK(trace.text(kFirstShortText - 1).empty());
}

TEST_CASE("thousands of texts keep their ids") {
    Recorder recorder;
    for (TextId id = 1; id <= 5000; ++id) {
        CHECK(recorder.text("text " + std::to_string(id)) == id);
    }
    for (TextId id = 1; id <= 5000; ++id) {
        CHECK(recorder.text("text " + std::to_string(id)) == id);
    }
    recorder.publish();
    CHECK(recorder.snapshot().text(4321) == "text 4321");
}

TEST_CASE("a source line has one id, even when the caller's buffer is reused for another file") {
    Recorder recorder;
    std::string buffer = "a.cpp";
    const SiteId a = recorder.site(buffer, 7);
    buffer = "b.cpp";
    const SiteId b = recorder.site(buffer, 7);
    CHECK(a == 1);
    CHECK(b == 2);
    CHECK(recorder.site("a.cpp", 7) == a);
    CHECK(recorder.site("a.cpp", 8) == 3);
    CHECK(recorder.site("", 8) == 0);
    recorder.publish();
    const Trace trace = recorder.snapshot();
    CHECK(trace.site(b) == Site{"b.cpp", 7});
    CHECK(trace.site(0) == Site{});
    CHECK(trace.site(77) == Site{});
}

TEST_CASE("source lines beyond 65,535 are 0, and the known ones stay known") {
    Recorder recorder;
    for (std::uint32_t line = 1; line <= 65'535; ++line) {
        REQUIRE(recorder.site("a.cpp", line) == line);
    }
    CHECK(recorder.site("a.cpp", 65'536) == 0);
    CHECK(recorder.site("b.cpp", 1) == 0);
    CHECK(recorder.site("a.cpp", 65'535) == 65'535);
}

TEST_CASE("a snapshot sees what was published, and nothing later") {
    Recorder recorder;
    recorder.append(log_line(recorder.text("first"), 5));
    CHECK(recorder.size() == 1);
    CHECK(recorder.snapshot().empty());
    recorder.publish();
    const Trace one = recorder.snapshot();
    recorder.append(log_line(recorder.text("second"), 6));
    recorder.append({.time = 7, .kind = EventKind::RunEnded, .detail = 1});
    CHECK(recorder.snapshot() == one);
    recorder.publish();
    const Trace all = recorder.snapshot();
    CHECK(one.size() == 1);
    CHECK(one.text(one[0].b) == "first");
    CHECK(one.end_time() == 5);
    CHECK_FALSE(one.complete());
    CHECK(all.size() == 3);
    CHECK(all.text(all[1].b) == "second");
    CHECK(all.end_time() == 7);
    CHECK(all.complete());
    CHECK_FALSE(all == one);
}

TEST_CASE("a trace is complete also when abandoned tasks follow the run's end") {
    Recorder recorder;
    recorder.append({.kind = EventKind::RunEnded, .detail = 3});
    recorder.append({.task = 1, .kind = EventKind::TaskAbandoned});
    recorder.publish();
    CHECK(recorder.snapshot().complete());
}

TEST_CASE("a snapshot outlives its recorder") {
    Trace trace;
    {
        Recorder recorder;
        for (int i = 0; i < 10'000; ++i) {
            recorder.append(log_line(recorder.text("line " + std::to_string(i)), i));
        }
        recorder.publish();
        trace = recorder.snapshot();
    }
    REQUIRE(trace.size() == 10'000);
    CHECK(trace[9'999].time == 9'999);
    CHECK(trace.text(trace[9'999].b) == "line 9999");
    std::size_t seen = 0;
    for (EventIndex i = 0; i < trace.size(); i += trace.run_at(i).size()) {
        for (const TraceEvent& event : trace.run_at(i)) {
            REQUIRE(event.time == static_cast<Nanoseconds>(seen++));
        }
    }
    CHECK(seen == 10'000);
}

TEST_CASE("a flight recorder keeps the last events and counts those that it dropped") {
    Recorder recorder({"basics/hello", "Hello", "test"}, 2000);
    for (int i = 0; i < 10'000; ++i) {
        recorder.append(log_line(recorder.text("line " + std::to_string(i)), i));
    }
    CHECK(recorder.snapshot().empty());
    recorder.publish();
    CHECK(recorder.size() == 10'000);
    const Trace trace = recorder.snapshot();
    CHECK(trace.size() >= 2000);
    CHECK(trace.size() <= 4096);
    CHECK(trace.dropped() + trace.size() == 10'000);
    CHECK(trace.dropped() % 1024 == 0);
    CHECK(trace.end_time() == 9'999);
    CHECK(trace.info().runspec == "basics/hello");
    CHECK_FALSE(trace.complete());
    for (EventIndex i = 0; i < trace.size(); ++i) {
        REQUIRE(trace[i].time == static_cast<Nanoseconds>(trace.dropped() + i));
    }
    CHECK(trace.text(trace[0].b) == "line " + std::to_string(trace.dropped()));
    recorder.append({.time = 10'000, .kind = EventKind::RunEnded, .detail = 1});
    recorder.publish();
    CHECK(recorder.snapshot().complete());
}

TEST_CASE("a flight recorder drops nothing while there is room") {
    Recorder recorder({}, 1);
    recorder.append(log_line(0, 5));
    recorder.publish();
    const Trace trace = recorder.snapshot();
    CHECK(trace.size() == 1);
    CHECK(trace.dropped() == 0);
    CHECK(Trace().dropped() == 0);
}

TEST_CASE("a flight recorder's snapshot stays as it is while the recorder goes on and is gone") {
    std::vector<Trace> snapshots;
    {
        Recorder recorder({}, 1024);
        for (int i = 0; i < 20'000; ++i) {
            recorder.append(log_line(0, i));
            recorder.publish();
            if (i % 700 == 0) {
                snapshots.push_back(recorder.snapshot());
            }
        }
    }
    for (std::size_t n = 0; n < snapshots.size(); ++n) {
        const Trace& trace = snapshots[n];
        REQUIRE(trace.end_time() == static_cast<Nanoseconds>(n * 700));
        REQUIRE(trace.dropped() + trace.size() == n * 700 + 1);
        for (EventIndex i = 0; i < trace.size(); ++i) {
            REQUIRE(trace[i].time == static_cast<Nanoseconds>(trace.dropped() + i));
        }
    }
}

TEST_CASE("a flight recorder that published nothing for a whole round shows nothing of it") {
    Recorder recorder({}, 1024);
    recorder.append(log_line(0, 0));
    recorder.publish();
    for (int i = 1; i < 10'000; ++i) {
        recorder.append(log_line(0, i));
    }
    const Trace trace = recorder.snapshot();
    CHECK(trace.empty());
    CHECK(trace.dropped() == 1);
}

TEST_CASE("another thread always sees the end of a flight recorder whole") {
    constexpr std::int64_t kEvents = 100'000;
    Recorder recorder({}, 3000);
    std::atomic<bool> wrong = false;
    std::atomic<bool> done = false;
    std::thread reader([&] {
        Trace kept;
        for (bool last = false; !last;) {
            last = done.load();
            const Trace trace = recorder.snapshot();
            for (EventIndex i = 0; i < trace.size(); ++i) {
                wrong = wrong || trace[i].time != static_cast<Nanoseconds>(trace.dropped() + i) ||
                        trace.text(trace[i].b) != "t" + std::to_string(trace[i].time / 100);
            }
            wrong = wrong || (last && (trace.end_time() != kEvents - 1 || trace.size() < 3000));
            kept = trace;
        }
    });
    for (std::int64_t i = 0; i < kEvents; ++i) {
        recorder.append(log_line(recorder.text("t" + std::to_string(i / 100)), i));
        if (i % 7 == 0) {
            recorder.publish();
        }
    }
    recorder.publish();
    done = true;
    reader.join();
    CHECK_FALSE(wrong.load());
}

TEST_CASE("another thread always sees a whole prefix with its texts and lines") {
    constexpr std::int64_t kEvents = 60'000;
    Recorder recorder;
    std::atomic<bool> wrong = false;
    std::atomic<bool> done = false;
    std::thread reader([&] {
        EventIndex before = 0;
        while (true) {
            const bool last = done.load();
            const Trace trace = recorder.snapshot();
            wrong = wrong || trace.size() < before;
            for (EventIndex i = before; i < trace.size(); ++i) {
                const TraceEvent& event = trace[i];
                wrong = wrong || event.time != static_cast<Nanoseconds>(i) ||
                        trace.text(event.b) != "t" + std::to_string(i / 3) ||
                        trace.site(event.site).line != i % 500 + 1;
            }
            before = trace.size();
            if (last) {
                wrong = wrong || before != kEvents || !trace.complete();
                break;
            }
        }
    });
    for (std::int64_t i = 0; i < kEvents; ++i) {
        TraceEvent event = log_line(recorder.text("t" + std::to_string(i / 3)), i);
        event.site = recorder.site("thread.cpp", static_cast<std::uint32_t>(i % 500 + 1));
        event.kind = i + 1 == kEvents ? EventKind::RunEnded : EventKind::LogLine;
        recorder.append(event);
        if (i % 7 == 0) {
            recorder.publish();
        }
    }
    recorder.publish();
    done = true;
    reader.join();
    CHECK_FALSE(wrong.load());
}

TEST_CASE("every kind of event has a name of its own") {
    CHECK(name_of(EventKind::TaskCreated) == "task-created");
    CHECK(name_of(EventKind::ChoiceMade) == "choice-made");
    CHECK(name_of(static_cast<EventKind>(200)) == "unknown");
    CHECK(name_of(WaitReason::QueueGet) == "queue-get");
    CHECK(name_of(WaitReason::Future) == "future");
    CHECK(name_of(static_cast<WaitReason>(99)) == "unknown");
    CHECK(name_of(WakeReason::Cancelled) == "cancelled");
    CHECK(name_of(ResourceType::Variable) == "variable");
    CHECK(name_of(Outcome::Stopped) == "stopped");
    CHECK(a_is_text(EventKind::CoroutineEntered));
    CHECK_FALSE(b_is_text(EventKind::CoroutineEntered));
    CHECK(b_is_text(EventKind::LogLine));
}
