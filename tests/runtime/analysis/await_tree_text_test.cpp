#include <doctest/doctest.h>

#include <algorithm>

#include "runtime/analysis/await_tree.h"
#include "tests/runtime/trace/trace_builder.h"

using namespace coroscope;

namespace {

void gathering(TraceBuilder& t) {
    const TaskId main = t.create("main");
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    const ObjectId gather = t.resource(ResourceType::Gather, "");
    const ObjectId lock = t.lock("lock");
    t.resume(main);
    t.link(main, gather, a);
    t.link(main, gather, b);
    t.line(5).suspend(main, WaitReason::Gather, gather);
    t.resume(a);
    t.acquire(a, lock);
    t.line(11).enter(a, "inner", 2);
    t.line(7).suspend(a, WaitReason::Sleep, 0, 9);
    t.resume(b);
    t.line(8).suspend(b, WaitReason::Lock, lock);
}

}  // namespace

TEST_CASE("the tree is drawn with the coroutines of each task and what it waits for") {
    TraceBuilder t;
    gathering(t);
    const Timeline timeline(t.trace());
    const AwaitTree tree = await_tree(timeline);
    CHECK(to_text(timeline, tree) ==
          "main  waits for 2 tasks\n"
          "└─ do_main  test.cpp:5\n"
          "   ├─ a  sleeps until 9 ns\n"
          "   │  └─ do_a  test.cpp:11\n"
          "   │     └─ inner  test.cpp:7\n"
          "   └─ b  waits for lock, held by a\n"
          "      └─ do_b  test.cpp:8\n");
    CHECK(to_text(timeline, tree, {.language = Language::Chinese, .ascii = true}) ==
          "main  等待 2 个任务\n"
          "`- do_main  test.cpp:5\n"
          "   |- a  睡眠到 9 ns\n"
          "   |  `- do_a  test.cpp:11\n"
          "   |     `- inner  test.cpp:7\n"
          "   `- b  等待 lock，由 a 持有\n"
          "      `- do_b  test.cpp:8\n");
}

TEST_CASE("ready tasks are told their turn, rings and second parents are told as such") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    t.create("c");
    t.create("d");
    t.resume(a);
    t.suspend(a, WaitReason::Task, 0, b);
    t.resume(b);
    t.suspend(b, WaitReason::Task, 0, a);
    const Timeline timeline(t.trace());
    CHECK(to_text(timeline, await_tree(timeline)) ==
          "c  ready, runs next\n"
          "└─ do_c\n"
          "d  ready, after 1 other\n"
          "└─ do_d\n"
          "a  waits for b\n"
          "└─ do_a\n"
          "   └─ b  waits for a\n"
          "      └─ do_b\n"
          "         └─ a  see above: a ring of waits\n");
}

TEST_CASE("a long stack is shortened in the middle and says by how much") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    t.resume(a);
    for (std::uint32_t depth = 2; depth <= 100; ++depth) {
        t.line(depth).enter(a, "f" + std::to_string(depth), depth);
    }
    const Timeline timeline(t.trace());
    const std::string text = to_text(timeline, await_tree(timeline));
    CHECK(std::ranges::count(text, '\n') == 1 + 12 + 1);
    CHECK(text.find("88 more coroutines") != std::string::npos);
    CHECK(text.find("f100") != std::string::npos);
}
