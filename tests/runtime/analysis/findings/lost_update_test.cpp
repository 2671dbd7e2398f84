#include <doctest/doctest.h>

#include "tests/runtime/analysis/findings/words.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

struct Race {
    TraceBuilder t;
    TaskId one = t.create("worker-1");
    TaskId two = t.create("worker-2");
    TaskId three = t.create("worker-3");
    ObjectId counter = t.resource(ResourceType::Variable, "counter");

    Race() { t.write(0, counter, 0, "0"); }
    std::vector<Finding> found() { return findings(find_lost_updates, t); }
};

}  // namespace

TEST_CASE("lost update: read, interfering write, write") {
    Race c;
    c.t.line(3).read(c.one, c.counter, 0, "0");
    const EventIndex read = c.t.line(3).read(c.two, c.counter, 0, "0");
    const EventIndex interferes = c.t.line(5).write(c.one, c.counter, 1, "1");
    const EventIndex write = c.t.line(5).write(c.two, c.counter, 2, "1");
    const auto found = c.found();
    REQUIRE(found.size() == 1);
    const Finding& finding = found.front();
    CHECK(finding.kind == "lost-update");
    CHECK(finding.severity == Severity::Error);
    CHECK(en(finding.statement) ==
          "worker-2 writes 1, computed from an old 0. The update of worker-1 is lost.");
    CHECK(zh(finding.statement) == "worker-2 写入 1，但依据的是旧值 0；worker-1 的更新丢失了。");
    CHECK(en(finding.advice) ==
          "hold a lock from the read to the write, or do not await in between: lines 3 to 5.");
    CHECK(finding.at == write);
    CHECK(finding.events == std::vector{read, interferes, write});
    CHECK(finding.tasks == std::vector{c.two, c.one});
    CHECK(finding.resources == std::vector{c.counter});
    CHECK(lines(c.t, finding) == std::vector{3U, 5U});
}

TEST_CASE("lost update: one finding for a variable, with a count") {
    Race c;
    for (const TaskId task : {c.one, c.two, c.three}) {
        c.t.read(task, c.counter, 0, "0");
    }
    const EventIndex write = c.t.write(c.one, c.counter, 1, "1") + 1;
    c.t.write(c.two, c.counter, 2, "1");
    c.t.write(c.three, c.counter, 3, "1");
    const auto found = c.found();
    REQUIRE(found.size() == 1);
    CHECK(en(found[0].statement) ==
          "worker-2 writes 1, computed from an old 0. The update of worker-1 is lost. This "
          "happens to counter 2 times.");
    CHECK(found[0].at == write);
    CHECK(found[0].tasks.size() == 3);
}

TEST_CASE("lost update: several updates may be lost by one write") {
    Race c;
    c.t.read(c.three, c.counter, 0, "0");
    c.t.read(c.one, c.counter, 0, "0");
    c.t.write(c.one, c.counter, 1, "1");
    c.t.read(c.two, c.counter, 1, "1");
    c.t.write(c.two, c.counter, 2, "2");
    c.t.write(c.three, c.counter, 3, "1");
    const auto found = c.found();
    REQUIRE(found.size() == 1);
    CHECK(en(found[0].statement) ==
          "worker-3 writes 1, computed from an old 0. The updates of worker-1 and worker-2 are "
          "lost.");
}

TEST_CASE("lost update: each variable has its own finding") {
    Race c;
    const ObjectId other = c.t.resource(ResourceType::Variable, "other");
    for (const ObjectId variable : {c.counter, other}) {
        c.t.read(c.one, variable, 0, "0");
        c.t.read(c.two, variable, 0, "0");
        c.t.write(c.one, variable, 1, "1");
        c.t.write(c.two, variable, 2, "1");
    }
    CHECK(c.found().size() == 2);
}

TEST_CASE("lost update: silent when each task finishes before the next reads") {
    Race c;
    for (const TaskId task : {c.one, c.two, c.three, c.one}) {
        c.t.read(task, c.counter, 0, "0");
        c.t.write(task, c.counter, 1, "1");
    }
    CHECK(c.found().empty());
}

TEST_CASE("lost update: silent when the value is read again before the write") {
    Race c;
    c.t.read(c.one, c.counter, 0, "0");
    c.t.read(c.two, c.counter, 0, "0");
    c.t.write(c.two, c.counter, 1, "1");
    c.t.read(c.one, c.counter, 1, "1");
    c.t.write(c.one, c.counter, 2, "2");
    CHECK(c.found().empty());
}

TEST_CASE("lost update: silent for a write without a read, and for one's own writes") {
    Race c;
    c.t.read(c.one, c.counter, 0, "0");
    c.t.write(c.one, c.counter, 1, "1");
    c.t.write(c.two, c.counter, 2, "2");
    c.t.write(c.one, c.counter, 3, "3");
    c.t.write(c.one, c.counter, 4, "4");
    CHECK(c.found().empty());
}

TEST_CASE("lost update: readers alone lose nothing") {
    Race c;
    c.t.read(c.one, c.counter, 0, "0");
    c.t.read(c.two, c.counter, 0, "0");
    c.t.write(c.one, c.counter, 1, "1");
    c.t.read(c.two, c.counter, 1, "1");
    CHECK(c.found().empty());
}

TEST_CASE("lost update: ten thousand writers from one old value are quick") {
    Race c;
    std::vector<TaskId> tasks;
    for (int i = 0; i < 10'000; ++i) {
        tasks.push_back(c.t.create("w"));
        c.t.read(tasks.back(), c.counter, 0, "0");
    }
    std::int64_t version = 0;
    for (const TaskId task : tasks) {
        c.t.write(task, c.counter, ++version, "1");
    }
    REQUIRE(c.found().size() == 1);
    CHECK(en(c.found()[0].statement).ends_with("This happens to counter 9999 times."));
}
