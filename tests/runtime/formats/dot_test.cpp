#include "runtime/formats/dot.h"

#include <doctest/doctest.h>

#include "tests/runtime/trace/trace_builder.h"
#include "tests/support/sample_runs.h"

using namespace coroscope;

namespace {

std::string dot(const Timeline& timeline, ExportSettings settings = {}) {
    return export_dot(timeline, settings).bytes;
}
std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++found;
    }
    return found;
}

constexpr const char* kRed = "\"#c4232f\"";  // error, of the light theme

}  // namespace

TEST_CASE("dot: the ring of a deadlock is red at the end of the run, by default") {
    const std::string text = dot(test::deadlock_run());
    CHECK(text.starts_with("digraph run {"));
    CHECK(count(text, std::string(kRed) + ", penwidth=2.5]") == 4);          // four edges
    CHECK(count(text, std::string(kRed) + ", fontcolor=\"#1a1e25\"") == 4);  // four nodes
    CHECK(count(text, "w2 -> r2 [label=\"waits for\"") == 1);
    CHECK(count(text, "r2 -> w3 [label=\"held by\", style=dashed") == 1);
    CHECK(count(text, "w1 -> w2 [label=\"waits for\"]") == 1);
    CHECK(count(text, "t1 -> t2\n") == 1);
    CHECK(count(text, "transfer A→B") > 0);
}

TEST_CASE("dot: the tree of awaits has each task's coroutines, the innermost first") {
    TraceBuilder t;
    const TaskId main = t.create("main");
    t.line(3).resume(main);
    const TaskId child = t.create("child", main);
    t.line(7).event({.task = main, .b = 2, .kind = EventKind::CoroutineEntered});
    t.line(9).suspend(main, WaitReason::Task, 0, child);
    const std::string text = dot(Timeline(t.trace()));
    CHECK(count(text, "t1 -> t2\n") == 1);
    CHECK(count(text, ":9\\n") == 1);  // where it stands, above the line of its caller
    CHECK(text.find(":9\\n") < text.find(":7"));
}

TEST_CASE("dot: before the deadlock nothing is red, and at the start nobody waits") {
    const Timeline timeline = test::deadlock_run();
    CHECK(count(dot(timeline, {.cursor = timeline.steps()[1].last}), kRed) == 0);
    const std::string start = dot(timeline, {.cursor = 0});
    CHECK(count(start, "no task waits for another") == 1);
    CHECK(count(start, "t1 [") == 0);
}

TEST_CASE("dot: words and colours follow the settings") {
    const Timeline timeline = test::deadlock_run();
    const std::string text =
        dot(timeline, {.language = Language::Chinese, .theme = ExportTheme::Dark});
    CHECK(count(text, "谁在 await 谁") == 1);
    CHECK(count(text, "\"#ff6b6b\"") == 8);
}

TEST_CASE("dot: labels hold any text") {
    TraceBuilder t({.runspec = {}, .title = "a \"b\" \\ c", .producer = {}});
    t.create("<b>&amp;\n\x01\xFF \\N \"x\"");
    const std::string text = dot(Timeline(t.trace()));
    CHECK(count(text, R"(label="a \"b\" \\ c, 0 ms")") == 1);
    CHECK(count(text, "label=\"<b>&amp;amp;\\n\xEF\xBF\xBD\xEF\xBF\xBD \\\\N \\\"x\\\"\\n") == 1);
}

TEST_CASE("dot: of many tasks a hundred are drawn, and the rest are counted") {
    const Timeline timeline = test::crowd_run(250);
    const Exported exported = export_dot(timeline, {.cursor = timeline.steps().back().first / 2});
    CHECK(count(exported.bytes, "\n    t") < 250);
    CHECK(exported.remark.find("151 of 251 tasks") == 0);
    CHECK(count(exported.bytes, "151 more tasks") >= 1);
    CHECK(export_dot(test::deadlock_run(), {}).remark.empty());
}

TEST_CASE("dot: of many resources those are drawn that a drawn task waits for or holds") {
    TraceBuilder t;
    for (int i = 0; i < 300; ++i) {
        const ObjectId future = t.resource(ResourceType::Future, "f" + std::to_string(i));
        const TaskId task = t.create("t" + std::to_string(i));
        t.resume(task);
        t.suspend(task, WaitReason::Future, future);
    }
    const std::string text = dot(Timeline(t.trace()));
    CHECK(count(text, "shape=box") == 100);
    CHECK(count(text, "-> r") == 100);
}
