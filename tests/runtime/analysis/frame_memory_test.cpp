#include "runtime/analysis/frame_memory.h"

#include <doctest/doctest.h>

#include "runtime/core/event_loop.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/gather.h"
#include "tests/support/ran.h"

using namespace coroscope;
using test::Ran;

namespace {

Coroutine<> child() { co_await sleep(1s); }
Coroutine<> parent() {
    co_await gather(child(), child(), child());
    co_await child();
}

}  // namespace

TEST_CASE("a run that records frames tells calls, live and peak bytes of each function") {
    LoopOptions options;
    options.record_frames = true;
    const Ran run(parent(), options);
    const auto all = frame_memory(run.trace, run.trace.size());
    const FunctionMemory* found = nullptr;
    for (const FunctionMemory& each : all) {
        if (run.trace.text(each.function) == "child") {
            found = &each;
        }
    }
    REQUIRE(found != nullptr);
    CHECK(found->calls == 4);
    CHECK(found->live_bytes == 0);
    CHECK(found->peak_bytes > 0);
    CHECK(found->peak_bytes % 3 == 0);  // three at once
    CHECK(Ran(parent()).count(EventKind::FrameAllocated) == 0);
}

TEST_CASE("absurd sizes of frames saturate") {
    Recorder recorder{TraceInfo{}};
    for (int i = 0; i < 3; ++i) {
        recorder.append({.a = INT64_MAX, .b = 1, .kind = EventKind::FrameAllocated});
    }
    recorder.append({.a = INT64_MIN, .b = 1, .kind = EventKind::FrameFreed});
    recorder.publish();
    const auto all = frame_memory(recorder.snapshot(), 100);
    REQUIRE(all.size() == 1);
    CHECK(all[0].calls == 3);
    CHECK(all[0].peak_bytes == INT64_MAX);
}
