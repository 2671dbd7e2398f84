// The traces of other programs in tests/formats/foreign: what must be seen of each.

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "runtime/analysis/finding.h"
#include "runtime/formats/open_trace.h"
#include "runtime/picture/terminal.h"
#include "runtime/trace/timeline.h"
#include "tests/support/paths.h"

using namespace coroscope;

namespace {

using Texts = std::vector<std::string>;

struct Opened {
    explicit Opened(const std::string& name)
        : opened(open_trace(test::source_dir() / "tests/formats/foreign" / name)),
          timeline(opened.trace ? *opened.trace : Trace()) {
        CHECK(opened.problem.empty());
    }
    [[nodiscard]] Texts tasks() const {
        Texts names;
        for (const TaskInfo& task : timeline.tasks()) {
            names.emplace_back(timeline.task_name(task.id));
        }
        return names;
    }
    [[nodiscard]] Texts counters() const {
        Texts names;
        for (const ResourceInfo& resource : timeline.resources()) {
            names.emplace_back(timeline.resource_name(resource.id));
        }
        return names;
    }
    [[nodiscard]] Texts log() const {
        Texts lines;
        for (const EventIndex line : timeline.log()) {
            lines.emplace_back(timeline.trace().text(timeline.trace()[line].b));
        }
        return lines;
    }
    [[nodiscard]] std::size_t arrows() const {
        return static_cast<std::size_t>(std::ranges::count_if(
            timeline.wakeups(),
            [](const WakeUp& wake) { return wake.reason == WakeReason::None && wake.waker != 0; }));
    }
    [[nodiscard]] Nanoseconds length() const { return timeline.trace().end_time(); }

    OpenedTrace opened;
    Timeline timeline;
};

}  // namespace

TEST_CASE("every foreign trace opens, is drawn and raises no false alarm") {
    int count = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(test::source_dir() / "tests/formats/foreign")) {
        if (entry.path().extension() != ".json") {
            continue;
        }
        ++count;
        CAPTURE(entry.path().string());
        const Opened file(entry.path().filename().string());
        CHECK_FALSE(file.timeline.tasks().empty());
        CHECK(find_all(file.timeline).empty());
        for (const AxisKind axis : {AxisKind::Elastic, AxisKind::Time, AxisKind::Steps}) {
            TerminalOptions look;
            look.axis = axis;
            look.width = 100;
            CHECK(draw_terminal(file.timeline, look).find("without giving") == std::string::npos);
        }
    }
    CHECK(count == 11);
}

TEST_CASE("chrome://tracing, object form") {
    const Opened file("chrome-object.json");
    CHECK(file.tasks() == Texts{"CrBrowserMain", "IO", "url_request"});
    CHECK(file.counters() == Texts{"memory cats", "memory dogs"});
    CHECK(file.log() == Texts{"redirect", "vsync"});
    CHECK(file.arrows() == 1);
    CHECK(file.length() == 131'000);
    CHECK(file.timeline.trace().info().title == "chrome-object.json: Browser");
    CHECK(file.opened.notes.size() == 3);
}

TEST_CASE("chrome://tracing, array form without its final bracket") {
    const Opened file("chrome-array.json");
    CHECK(file.tasks() == Texts{"thread 22630", "thread worker", "legacy"});
    CHECK(file.timeline.steps().size() == 4);
    CHECK(file.log() == Texts{"legacy: step=half"});
}

TEST_CASE("what Perfetto reads beyond that") {
    const Opened file("perfetto.json");
    CHECK(file.tasks() == Texts{"first/main", "first/thread 91", "second/main", "second/download",
                                "first/download"});
    CHECK(file.arrows() == 1);
    CHECK(file.timeline.task(2)->intervals.size() == 7);
    CHECK(file.log() == Texts{"first: mark"});
}

TEST_CASE("VizTracer") {
    const Opened file("viztracer.json");
    CHECK(file.tasks() == Texts{"MainThread"});
    CHECK(file.counters() == Texts{"load cpu ×100"});
    CHECK(file.length() == 790'021);
    const auto stack = file.timeline.await_stack(1, file.timeline.event_at_time(80'000));
    REQUIRE(stack.size() == 4);
    CHECK(file.timeline.trace().text(stack[3].function) ==
          "work [func_args={...}, return_value=6]");
    CHECK(file.timeline.trace().site(stack[3].site).line == 0);
    CHECK(file.timeline.trace().site(stack[2].site) == Site{"/home/me/app.py", 12});
}

TEST_CASE("VizTracer with asyncio tasks") {
    const Opened file("asyncio.json");
    CHECK(file.tasks() == Texts{"MainThread", "Task-1", "fetch-a"});
    CHECK(file.timeline.steps().size() == 5);
}

TEST_CASE("clang -ftime-trace") {
    const Opened file("ftime-trace.json");
    CHECK(file.tasks() == Texts{"clang", "thread 3", "thread 4", "Source"});
    const auto stack = file.timeline.await_stack(4, file.timeline.event_at_time(50'000));
    REQUIRE(stack.size() == 2);
    CHECK(file.timeline.trace().text(stack[1].function) ==
          "Source [detail=/usr/include/c++/12/vector]");
}

TEST_CASE("ninjatracing") {
    const Opened file("ninja.json");
    CHECK(file.tasks() == Texts{"thread 0", "thread 1"});
    CHECK(file.length() == 200'000'000);
    CHECK(file.timeline.steps().size() == 4);
}

TEST_CASE("Node.js") {
    const Opened file("node.json");
    CHECK(file.tasks() == Texts{"JavaScriptMainThread", "Timeout", "PROMISE"});
    CHECK(file.counters() == Texts{"requests"});
    CHECK(file.timeline.task(3)->parent == 1);
}

TEST_CASE("Rust, tracing-chrome") {
    const Opened file("rust-tracing.json");
    CHECK(file.tasks() == Texts{"main", "request"});
    CHECK(file.length() == 7'625);
    const auto& trace = file.timeline.trace();
    CHECK(trace.site(trace[file.timeline.steps()[0].first].site) == Site{"src/main.rs", 12});
    CHECK(file.log() == Texts{"event src/net.rs:9: message=connected"});
}

TEST_CASE("Bazel") {
    const Opened file("bazel.json");
    CHECK(file.tasks() == Texts{"Critical Path", "Main Thread", "skyframe-evaluator-3"});
    CHECK(file.counters() == Texts{"CPU usage (Bazel) cpu ×100",
                                   "Memory usage (Bazel) memory ×1000", "action count action"});
    CHECK(file.length() == 2'306'000'000);
}

TEST_CASE("go tool trace") {
    const Opened file("go.json");
    CHECK(file.tasks() == Texts{"Proc 1", "Proc 2"});
    CHECK(file.arrows() == 1);
    CHECK(file.counters() ==
          Texts{"Goroutines Running", "Goroutines Runnable", "Goroutines GCWaiting"});
}
