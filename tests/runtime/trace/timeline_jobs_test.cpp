#include <doctest/doctest.h>

#include "runtime/trace/timeline.h"
#include "tests/runtime/trace/trace_builder.h"

using namespace coroscope;

namespace {

struct JobTrace : TraceBuilder {
    EventIndex job(EventKind kind, ObjectId executor, std::int64_t number, TaskId task = 0,
                   std::uint8_t worker = 0, std::uint32_t b = 0) {
        return event({.a = number,
                      .task = task,
                      .subject = executor,
                      .b = b,
                      .kind = kind,
                      .detail = worker});
    }
};

}  // namespace

TEST_CASE("a job is known from its submission to its end, with its worker and what it raised") {
    JobTrace t;
    const TaskId a = t.create("a");
    const ObjectId pool = t.resource(ResourceType::Executor, "pool", 2);
    const auto name = t.text("read");
    const auto submitted = t.job(EventKind::JobSubmitted, pool, 1, a, 0, name);
    t.job(EventKind::JobSubmitted, pool, 2, 0, 0, name);
    const auto started = t.job(EventKind::JobStarted, pool, 1, 0, 1, name);
    const auto computes = t.job(EventKind::JobComputes, pool, 1, 0, 1, 1);
    const auto gives_way = t.job(EventKind::JobComputes, pool, 1, 0, 1, 0);
    const auto goes_on = t.job(EventKind::JobComputes, pool, 1, 0, 1, 1);
    const auto error = t.text("ValueError: no");
    const auto finished = t.job(EventKind::JobFinished, pool, 1, 0, 1, error);
    const Timeline timeline(t.trace());
    REQUIRE(timeline.jobs().size() == 2);
    const JobInfo& job = *timeline.job(pool, 1);
    CHECK(job.executor == pool);
    CHECK(job.name == name);
    CHECK(job.submitter == a);
    CHECK(job.worker == 1);
    CHECK(job.submitted == submitted);
    CHECK(job.started == started);
    CHECK(job.finished == finished);
    CHECK(job.error == error);
    REQUIRE(job.computing.size() == 2);
    CHECK(job.computing[0].first == computes);
    CHECK(job.computing[0].last == gives_way);
    CHECK(job.computing[1].first == goes_on);
    CHECK(job.computing[1].last == finished);
    CHECK_FALSE(timeline.job(pool, 2)->worker);
    CHECK(timeline.job(pool, 2)->started == kNoEvent);
    CHECK(timeline.job(pool, 3) == nullptr);
    CHECK(timeline.job(a + 7, 1) == nullptr);
    CHECK(timeline.resource(pool)->jobs == std::vector<std::uint32_t>{0, 1});
    CHECK(timeline.resource(pool)->events.size() == 8);
    CHECK(timeline.resource(pool)->accesses.empty());
}

TEST_CASE("what happens to jobs that never began, to ended ones and to locks is left out") {
    JobTrace t;
    const ObjectId pool = t.resource(ResourceType::Executor, "pool", 2);
    const ObjectId lock = t.lock("ink");
    t.job(EventKind::JobFinished, pool, 1);
    t.job(EventKind::JobComputes, pool, 1, 0, 0, 1);
    t.job(EventKind::JobSubmitted, lock, 1);
    const auto started = t.job(EventKind::JobStarted, pool, 5, 0, 1);
    t.job(EventKind::JobStarted, pool, 4, 0, 1);
    const auto finished = t.job(EventKind::JobFinished, pool, 5, 0, 1);
    t.job(EventKind::JobFinished, pool, 5, 0, 1, 3);
    const Timeline timeline(t.trace());
    REQUIRE(timeline.jobs().size() == 1);
    CHECK(timeline.jobs()[0].submitted == kNoEvent);
    CHECK(timeline.jobs()[0].started == started);
    CHECK(timeline.jobs()[0].finished == finished);
    CHECK(timeline.jobs()[0].error == 0);
}

TEST_CASE("threads are listed with who started them, and tasks know their thread") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const auto name = t.text("helper");
    const auto started =
        t.event({.task = a, .subject = 1, .b = name, .kind = EventKind::ThreadStarted});
    t.event({.task = 2, .kind = EventKind::TaskCreated, .detail = 1});
    const auto ended = t.event({.subject = 1, .kind = EventKind::ThreadEnded});
    t.event({.subject = 9, .kind = EventKind::ThreadStarted});
    t.event({.subject = 9, .kind = EventKind::ThreadEnded});
    const Timeline timeline(t.trace());
    REQUIRE(timeline.threads().size() == 1);
    CHECK(timeline.threads()[0].number == 1);
    CHECK(timeline.threads()[0].name == name);
    CHECK(timeline.threads()[0].starter == a);
    CHECK(timeline.threads()[0].started == started);
    CHECK(timeline.threads()[0].ended == ended);
    CHECK(timeline.task(a)->thread == 0);
    CHECK(timeline.task(2)->thread == 1);
}
