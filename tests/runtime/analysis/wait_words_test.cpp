#include "runtime/analysis/wait_words.h"

#include <doctest/doctest.h>

#include "tests/runtime/trace/trace_builder.h"

using namespace coroscope;

TEST_CASE("every state of a task has words for what it waits for") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const ObjectId jobs = t.resource(ResourceType::Queue, "jobs");
    const auto words = [&](Language language) {
        const Timeline timeline(t.trace());
        return to_string(detail::wait_clause(timeline, a, timeline.state_at(a, t.trace().size())),
                         language);
    };
    CHECK(words(Language::English) == "a has not begun");
    CHECK(words(Language::Chinese) == "a 还没有开始");
    t.resume(a);
    t.line(4).suspend(a, WaitReason::QueueGet, jobs);
    CHECK(words(Language::English) == "a waits for an item of jobs (line 4)");
    CHECK(words(Language::Chinese) == "a 等待 jobs 中的元素（第 4 行）");
    t.ready(a, WakeReason::ItemPut);
    CHECK(words(Language::English) == "a is ready to go on (line 4)");
    t.resume(a);
    const ObjectId timer = t.timer(a, 9);
    t.line(5).suspend(a, WaitReason::Sleep, timer, 9);
    CHECK(words(Language::English) == "a sleeps (line 5)");
}
