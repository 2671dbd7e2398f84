#include "runtime/analysis/wait_graph.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "runtime/analysis/rings.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/executor.h"
#include "runtime/sync/gather.h"
#include "tests/runtime/trace/trace_builder.h"
#include "tests/support/ran.h"

using namespace coroscope;

namespace {

WaitNode task(TaskId id) { return {.is_task = true, .id = id}; }
WaitNode thing(ObjectId id) { return {.is_task = false, .id = id}; }

EventIndex last(const Timeline& timeline) { return timeline.trace().size() - 1; }

/// A graph of tasks only.
std::vector<WaitEdge> edges(const std::vector<std::pair<TaskId, TaskId>>& pairs) {
    std::vector<WaitEdge> result;
    for (const auto& [from, to] : pairs) {
        result.push_back({.from = task(from), .to = task(to)});
    }
    return result;
}

/// Each of n tasks takes its lock, then waits for the next one's.
void philosophers(TraceBuilder& t, TaskId n) {
    std::vector<ObjectId> forks;
    for (TaskId i = 0; i < n; ++i) {
        t.create("p" + std::to_string(i + 1));
        forks.push_back(t.lock("fork" + std::to_string(i + 1)));
    }
    for (TaskId i = 1; i <= n; ++i) {
        t.resume(i);
        t.acquire(i, forks[i - 1]);
        t.suspend(i, WaitReason::Yield);
    }
    for (TaskId i = 1; i <= n; ++i) {
        t.resume(i);
        t.suspend(i, WaitReason::Lock, forks[i % n]);
    }
}

}  // namespace

TEST_CASE("nobody waits: an empty graph") {
    TraceBuilder t;
    t.create("a");
    t.resume(1);
    const WaitGraph graph = wait_graph(Timeline(t.trace()), 1);
    CHECK(graph.nodes.empty());
    CHECK(graph.edges.empty());
    CHECK(graph.cycles.empty());
}

TEST_CASE("a task that waits for a lock leads to the lock and on to its holder") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    const ObjectId lock = t.lock("lock");
    t.resume(a);
    t.acquire(a, lock);
    t.suspend(a, WaitReason::Sleep, 0, 9);
    t.resume(b);
    t.suspend(b, WaitReason::Lock, lock);
    const Timeline timeline(t.trace());
    const WaitGraph graph = wait_graph(timeline, last(timeline));
    CHECK(graph.nodes == std::vector{task(a), task(b), thing(lock)});
    CHECK(graph.edges ==
          std::vector<WaitEdge>{{.from = task(b), .to = thing(lock)},
                                {.from = thing(lock), .to = task(a), .holds = true}});
    CHECK(graph.cycles.empty());
    CHECK(wait_graph(timeline, last(timeline) - 1).nodes.empty());
}

TEST_CASE("two holders' waiters share the lock's edge") {
    TraceBuilder t;
    philosophers(t, 1);
    const TaskId second = t.create("q");
    t.resume(second);
    t.suspend(second, WaitReason::Lock, 1);
    const Timeline timeline(t.trace());
    const WaitGraph graph = wait_graph(timeline, last(timeline));
    CHECK(graph.edges.size() == 3);
    CHECK(graph.cycles == std::vector<std::vector<WaitNode>>{{task(1), thing(1)}});
}

TEST_CASE("philosophers form one ring that begins with the first task") {
    for (const TaskId n : {2U, 3U, 5U, 40U}) {
        TraceBuilder t;
        philosophers(t, n);
        const Timeline timeline(t.trace());
        const WaitGraph graph = wait_graph(timeline, last(timeline));
        REQUIRE(graph.cycles.size() == 1);
        CHECK(graph.cycles.front().size() == 2 * n);
        CHECK(graph.cycles.front().front() == task(1));
        CHECK(graph.cycles.front()[1] == thing(2));
        CHECK(graph.cycles.front()[2] == task(2));
        CHECK(wait_graph(timeline, last(timeline) - 1).cycles.empty());
    }
}

TEST_CASE("a gather leads straight to the tasks that are not over") {
    TraceBuilder t;
    const TaskId main = t.create("main");
    const TaskId a = t.create("a", main);
    const TaskId b = t.create("b", main);
    const ObjectId gather = t.resource(ResourceType::Gather, "");
    t.resume(main);
    t.link(main, gather, a);
    t.link(main, gather, b);
    t.suspend(main, WaitReason::Gather, gather);
    t.resume(a);
    t.finish(a);
    const Timeline timeline(t.trace());
    CHECK(wait_graph(timeline, last(timeline) - 2).edges.size() == 2);
    const WaitGraph graph = wait_graph(timeline, last(timeline));
    CHECK(graph.edges == std::vector<WaitEdge>{{.from = task(main), .to = task(b)}});
}

TEST_CASE("tasks that await each other are a ring without a resource") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    t.resume(a);
    t.suspend(a, WaitReason::Task, 0, b);
    t.resume(b);
    t.suspend(b, WaitReason::Task, 0, a);
    const Timeline timeline(t.trace());
    CHECK(wait_graph(timeline, last(timeline)).cycles ==
          std::vector<std::vector<WaitNode>>{{task(a), task(b)}});
}

TEST_CASE("a ring through a semaphore is one only if every holder is stuck") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    const ObjectId pool = t.resource(ResourceType::Semaphore, "pool", 2);
    t.resume(a);
    t.acquire(a, pool, 1);
    t.suspend(a, WaitReason::Yield);
    t.resume(b);
    t.acquire(b, pool, 0);
    t.suspend(b, WaitReason::Sleep, 0, 5);
    t.resume(a);
    t.suspend(a, WaitReason::Semaphore, pool);
    const Timeline free_to_go(t.trace());
    CHECK(wait_graph(free_to_go, last(free_to_go)).cycles.empty());

    t.at(5).ready(b, WakeReason::TimerFired);
    t.resume(b);
    t.suspend(b, WaitReason::Semaphore, pool);
    const Timeline stuck(t.trace());
    CHECK(wait_graph(stuck, last(stuck)).cycles ==
          std::vector<std::vector<WaitNode>>{{task(a), thing(pool)}, {task(b), thing(pool)}});
}

TEST_CASE("tasks are stuck only in a run that hung, from the wait that never ends") {
    TraceBuilder t;
    philosophers(t, 2);
    const Timeline still_runs(t.trace());
    CHECK(stuck_tasks(still_runs, last(still_runs)).empty());
    const EventIndex end = t.end(Outcome::Hang);
    t.abandon(2);
    t.abandon(1);
    const Timeline hung(t.trace());
    CHECK(stuck_tasks(hung, end) == std::vector<TaskId>{1, 2});
    CHECK(stuck_tasks(hung, end - 1) == std::vector<TaskId>{1, 2});
    CHECK(stuck_tasks(hung, end - 2) == std::vector<TaskId>{1});
    CHECK(stuck_tasks(hung, 3).empty());
    CHECK(stuck_tasks(hung, end + 2).empty());
}

TEST_CASE("each simple ring is found once, whatever hangs on it") {
    using Rings = std::vector<std::vector<WaitNode>>;
    CHECK(detail::rings(edges({})).empty());
    CHECK(detail::rings(edges({{1, 2}, {2, 3}, {1, 3}})).empty());
    CHECK(detail::rings(edges({{1, 1}})) == Rings{{task(1)}});
    CHECK(detail::rings(edges({{1, 2}, {2, 1}, {3, 4}, {4, 3}, {2, 3}})) ==
          Rings{{task(1), task(2)}, {task(3), task(4)}});
    CHECK(detail::rings(edges({{3, 1}, {1, 2}, {2, 3}, {2, 1}, {9, 1}, {3, 8}})) ==
          Rings{{task(1), task(2)}, {task(1), task(2), task(3)}});
    // A node between two rings is on none.
    CHECK(detail::rings(edges({{5, 6}, {6, 5}, {6, 1}, {1, 8}, {8, 9}, {9, 8}})) ==
          Rings{{task(5), task(6)}, {task(8), task(9)}});
}

TEST_CASE("a tangle of rings is cut off, and is quick") {
    std::vector<std::pair<TaskId, TaskId>> pairs;
    for (TaskId from = 1; from <= 60; ++from) {
        for (TaskId to = 1; to <= 60; ++to) {
            pairs.emplace_back(from, to);
        }
    }
    CHECK(detail::rings(edges(pairs)).size() == kMostCycles);
}

TEST_CASE("a long chain and a long ring are no trouble") {
    std::vector<std::pair<TaskId, TaskId>> pairs;
    for (TaskId i = 1; i < 20'000; ++i) {
        pairs.emplace_back(i, i + 1);
    }
    CHECK(detail::rings(edges(pairs)).empty());
    pairs.emplace_back(20'000, 1);
    REQUIRE(detail::rings(edges(pairs)).size() == 1);
    CHECK(detail::rings(edges(pairs)).front().size() == 20'000);
}

TEST_CASE("from one task on, the rings that it is in are found") {
    TraceBuilder t;
    philosophers(t, 5);
    const Timeline timeline(t.trace());
    for (EventIndex cursor = 0; cursor <= last(timeline); ++cursor) {
        const WaitGraph whole = wait_graph(timeline, cursor);
        for (TaskId id = 1; id <= 6; ++id) {
            const auto has_task = [&](const std::vector<WaitNode>& ring) {
                return std::ranges::find(ring, task(id)) != ring.end();
            };
            const WaitGraph part = wait_graph_from(timeline, id, cursor);
            CHECK(std::ranges::count_if(part.cycles, has_task) ==
                  std::ranges::count_if(whole.cycles, has_task));
            CHECK(part.nodes.size() <= whole.nodes.size());
            CHECK(is_stuck(timeline, id, cursor) ==
                  std::ranges::binary_search(stuck_tasks(timeline, cursor), id));
        }
    }
}

TEST_CASE("a wait for one of several tasks is blocked only if all of them are") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    const TaskId c = t.create("c");
    const ObjectId first = t.resource(ResourceType::Wait, "");
    const ObjectId group = t.resource(ResourceType::TaskGroup, "");
    t.resume(a);
    t.link(a, first, b);
    t.link(a, first, c);
    t.suspend(a, WaitReason::WaitFirst, first);
    t.resume(b);
    t.link(b, group, a);
    t.suspend(b, WaitReason::TaskGroup, group);
    SUBCASE("c can still end it") {
        t.resume(c);
        t.suspend(c, WaitReason::Sleep, 0, 1000);
        const Timeline timeline(t.trace());
        CHECK(wait_graph(timeline, last(timeline)).cycles.empty());
    }
    SUBCASE("c waits for a, too") {
        t.resume(c);
        t.link(c, group, a);
        t.suspend(c, WaitReason::TaskGroup, group);
        const Timeline timeline(t.trace());
        CHECK_FALSE(wait_graph(timeline, last(timeline)).cycles.empty());
    }
}

TEST_CASE("each resource of the graph says who owns it, and when nobody can say") {
    TraceBuilder t;
    for (const char* name : {"a", "b", "c", "d", "e"}) {
        t.create(name);
    }
    const ObjectId lock = t.lock("lock");
    const ObjectId queue = t.resource(ResourceType::Queue, "queue");
    const ObjectId barrier = t.resource(ResourceType::Barrier, "barrier", 3);
    t.resume(1);
    t.acquire(1, lock);
    t.suspend(1, WaitReason::Barrier, barrier);
    for (const TaskId id : {2U, 3U}) {
        t.resume(id);
        t.suspend(id, WaitReason::Lock, lock);
    }
    t.resume(4);
    t.suspend(4, WaitReason::QueueGet, queue);
    const Timeline held(t.trace());
    const WaitGraph graph = wait_graph(held, last(held));
    REQUIRE(graph.resources.size() == 3);
    CHECK(graph.resources[0].resource == lock);
    CHECK(graph.resources[0].owner == Owner::Held);
    CHECK(graph.resources[0].holders == std::vector<TaskId>{1});
    CHECK(graph.resources[0].waiters == std::vector<TaskId>{2, 3});
    CHECK(graph.resources[1].owner == Owner::Unknown);
    CHECK(graph.resources[1].type == ResourceType::Queue);
    CHECK(graph.resources[2].owner == Owner::Unknown);
    CHECK(std::ranges::none_of(graph.edges,
                               [&](const WaitEdge& edge) { return edge.from == thing(queue); }));
    t.resume(5);
    t.release(1, lock);
    const Timeline free(t.trace());
    CHECK(wait_graph(free, last(free)).resources[0].owner == Owner::Free);
    CHECK(name_of(Owner::Free) == "free");
}

namespace {

Coroutine<> job(Executor& pool) {
    const Future<> done = run_in_executor(pool, [] { blocking(10ms); }, "work");
    co_await done;
}
Coroutine<> three_jobs() {
    ThreadPoolExecutor pool(2, "pool");
    co_await gather(job(pool), job(pool), job(pool));
}

}  // namespace

TEST_CASE("a job leads to its executor, with what that is doing") {
    const test::Ran run(three_jobs());
    const Timeline timeline(run.trace);
    EventIndex third = 0;
    for (EventIndex i = 0; i < timeline.trace().size(); ++i) {
        if (timeline.trace()[i].kind == EventKind::TaskSuspended) {
            third = i;
            if (timeline.trace()[i].task == 4) {
                break;
            }
        }
    }
    const WaitGraph graph = wait_graph(timeline, third);
    REQUIRE(graph.resources.size() == 4);
    const WaitedFor& pool = graph.resources.front();
    CHECK(pool.type == ResourceType::Executor);
    CHECK(pool.owner == Owner::Jobs);
    CHECK(pool.jobs.size() == 2);
    CHECK(pool.in_line == 1);
    CHECK(graph.resources.back().owner == Owner::Jobs);
    CHECK(graph.resources.back().jobs.empty());
    CHECK(graph.resources.back().in_line == 1);
    CHECK(std::ranges::count_if(graph.edges, [&](const WaitEdge& edge) {
              return edge.to == thing(pool.resource) && !edge.from.is_task;
          }) == 3);
    CHECK(graph.cycles.empty());
    CHECK(wait_graph(timeline, last(timeline)).nodes.empty());
}
