#include "runtime/analysis/await_tree.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/runtime/trace/trace_builder.h"
#include "tests/support/random_trace.h"

using namespace coroscope;

namespace {

struct Row {
    TaskId task = 0;
    std::size_t depth = 0;
    bool repeated = false;
    bool in_ring = false;
    friend bool operator==(const Row&, const Row&) = default;
};

std::vector<Row> rows(const AwaitTree& tree) {
    std::vector<Row> all;
    for (const AwaitNode& node : tree.nodes) {
        all.push_back({node.task, node.depth, node.repeated, node.in_ring});
    }
    return all;
}

}  // namespace

TEST_CASE("a task stands under the one that awaits it, tasks that are over stand nowhere") {
    TraceBuilder t;
    const TaskId main = t.create("main");
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    const TaskId free = t.create("free");
    const ObjectId gather = t.resource(ResourceType::Gather, "");
    t.resume(main);
    t.link(main, gather, b);
    t.link(main, gather, a);
    t.suspend(main, WaitReason::Gather, gather);
    t.resume(a);
    t.enter(a, "inner", 2);
    t.line(7).suspend(a, WaitReason::Sleep, 0, 9);
    const Timeline before(t.trace());
    const AwaitTree tree = await_tree(before);
    CHECK(rows(tree) == std::vector<Row>{{main, 0}, {b, 1}, {a, 1}, {free, 0}});
    CHECK(tree.nodes[0].state.reason == WaitReason::Gather);
    REQUIRE(tree.nodes[2].stack.size() == 2);
    CHECK(before.trace().text(tree.nodes[2].stack[1].function) == "inner");
    CHECK(before.trace().site(tree.nodes[2].stack[1].site).line == 7);
    t.resume(b);
    t.finish(b);
    CHECK(rows(await_tree(Timeline(t.trace()))) == std::vector<Row>{{main, 0}, {a, 1}, {free, 0}});
    CHECK(rows(await_tree(before, 1)) == std::vector<Row>{{main, 0}, {a, 0}});
    CHECK(await_tree(Timeline()).nodes.empty());
}

TEST_CASE("who waits for a lock names its holders") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    const ObjectId lock = t.lock("lock");
    t.resume(a);
    t.acquire(a, lock);
    t.suspend(a, WaitReason::Yield);
    t.resume(b);
    t.suspend(b, WaitReason::Lock, lock);
    const AwaitTree tree = await_tree(Timeline(t.trace()));
    REQUIRE(tree.nodes.size() == 2);
    CHECK(tree.nodes[1].holders == std::vector<TaskId>{a});
}

TEST_CASE("a task that two await is written out once") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    const TaskId c = t.create("c");
    t.resume(a);
    t.suspend(a, WaitReason::Task, 0, c);
    t.resume(b);
    t.suspend(b, WaitReason::Task, 0, c);
    CHECK(rows(await_tree(Timeline(t.trace()))) ==
          std::vector<Row>{{a, 0}, {c, 1}, {b, 0}, {c, 1, true}});
}

TEST_CASE("a ring of tasks is told as one, and not followed for ever") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    const TaskId c = t.create("c");
    const auto awaits = [&](TaskId task, TaskId other) {
        t.resume(task);
        t.suspend(task, WaitReason::Task, 0, other);
    };
    awaits(a, b);
    awaits(b, a);
    awaits(c, b);
    CHECK(rows(await_tree(Timeline(t.trace()))) ==
          std::vector<Row>{{c, 0}, {b, 1}, {a, 2}, {b, 3, true, true}});
}

TEST_CASE("a chain of twenty thousand tasks is no trouble") {
    TraceBuilder t;
    constexpr TaskId kTasks = 20'000;
    for (TaskId i = 1; i <= kTasks; ++i) {
        t.create("t");
    }
    for (TaskId i = 1; i < kTasks; ++i) {
        t.resume(i);
        t.suspend(i, WaitReason::Task, 0, i + 1);
    }
    const Timeline timeline(t.trace());
    const AwaitTree tree = await_tree(timeline);
    REQUIRE(tree.nodes.size() == kTasks);
    CHECK(tree.nodes.back().depth == kTasks - 1);
    CHECK(std::ranges::count(to_text(timeline, tree), '\n') < 500);
}

TEST_CASE("every task that is not over stands in the tree, in nonsense too") {
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        const Timeline timeline(
            random_trace({.seed = seed, .events = 300, .nonsense = seed % 2 == 0}));
        for (const EventIndex cursor : {EventIndex{20}, EventIndex{150}, EventIndex{299}}) {
            const AwaitTree tree = await_tree(timeline, cursor);
            for (const TaskInfo& task : timeline.tasks()) {
                const TaskState state = timeline.state_at(task.id, cursor).state;
                const bool alive = state != TaskState::NotYet && !is_over(state);
                CHECK(std::ranges::count_if(tree.nodes, [&](const AwaitNode& node) {
                          return node.task == task.id && !node.repeated;
                      }) == (alive ? 1 : 0));
            }
            (void)to_text(timeline, tree);
        }
    }
}
