#include <doctest/doctest.h>

#include "runtime/analysis/critical_path.h"
#include "tests/runtime/trace/trace_builder.h"

using namespace coroscope;

namespace {

/// main awaits fetch, which sleeps three times at line 23 and once at line 30.
void fetches(TraceBuilder& t) {
    const TaskId main = t.create("main");
    t.resume(main);
    const TaskId fetch = t.create("fetch", main);
    t.line(9).suspend(main, WaitReason::Task, 0, fetch);
    Nanoseconds now = 0;
    for (const std::uint32_t line : {23U, 23U, 30U, 23U}) {
        t.resume(fetch);
        const ObjectId timer = t.timer(fetch, now + 100);
        t.line(line).suspend(fetch, WaitReason::Sleep, timer, now + 100);
        now += 100;
        t.at(now).ready(fetch, WakeReason::TimerFired, 0, timer);
    }
    t.resume(fetch);
    t.finish(fetch);
    t.ready(main, WakeReason::TaskEnded);
    t.resume(main);
    t.at(now + 20);
    t.event({.a = 20, .task = main, .kind = EventKind::TimePassed});
    t.finish(main);
}

std::vector<std::string> sentences(const Timeline& timeline, Language language,
                                   std::size_t most = 6) {
    std::vector<std::string> all;
    for (const Message& sentence : describe(timeline, critical_path(timeline), most)) {
        all.push_back(to_string(sentence, language));
    }
    return all;
}

}  // namespace

TEST_CASE("the path is told from its end, what is alike in one") {
    TraceBuilder t;
    fetches(t);
    const Timeline timeline(t.trace());
    CHECK(sentences(timeline, Language::English) ==
          std::vector<std::string>{"main ran 20 ns.",
                                   "main waited for fetch, which slept 100 ns at line 30 and slept "
                                   "300 ns at line 23 (3 times)."});
    const auto zh = sentences(timeline, Language::Chinese);
    REQUIRE(zh.size() == 2);
    CHECK(zh[1] == "main 等待 fetch，后者睡眠 100 ns（第 30 行），睡眠 300 ns（第 23 行，3 次）。");
}

TEST_CASE("sentences beyond the limit are counted") {
    TraceBuilder t;
    fetches(t);
    const Timeline timeline(t.trace());
    CHECK(sentences(timeline, Language::English, 1) ==
          std::vector<std::string>{"main ran 20 ns.", "1 more stretch of time came before that."});
}

TEST_CASE("without any time it is told who waited for whom") {
    TraceBuilder t;
    const TaskId main = t.create("main");
    t.resume(main);
    const TaskId child = t.create("child", main);
    t.suspend(main, WaitReason::Task, 0, child);
    t.resume(child);
    t.finish(child);
    t.ready(main, WakeReason::TaskEnded);
    t.resume(main);
    t.finish(main);
    CHECK(sentences(Timeline(t.trace()), Language::English) ==
          std::vector<std::string>{"main waited for child.", "child waited for main."});
}
