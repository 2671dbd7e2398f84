#include "runtime/formats/mermaid.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>
#include <vector>

#include "tests/runtime/trace/trace_builder.h"
#include "tests/support/sample_runs.h"

using namespace coroscope;

namespace {

std::vector<std::string> lines_of(const Exported& exported) {
    std::istringstream text(exported.bytes);
    std::vector<std::string> lines;
    for (std::string line; std::getline(text, line);) {
        lines.push_back(line.substr(std::min(line.find_first_not_of(' '), line.size())));
    }
    return lines;
}
std::vector<std::string> diagram(const Timeline& timeline, Language language = Language::English) {
    return lines_of(export_mermaid(timeline, {.language = language}));
}
bool has(const std::vector<std::string>& lines, const std::string& line) {
    return std::ranges::find(lines, line) != lines.end();
}

}  // namespace

TEST_CASE("mermaid: who creates, awaits and wakes whom are arrows, what they say are notes") {
    TraceBuilder t({.runspec = "a/b?x=1#0.1", .title = {}, .producer = {}});
    const ObjectId ink = t.lock("ink");
    const TaskId main = t.create("main");
    t.resume(main);
    const TaskId bob = t.create("bob", main);
    t.log(main, "hello");
    t.suspend(main, WaitReason::Task, 0, bob);
    t.resume(bob);
    t.event({.a = 1,
             .task = main,
             .subject = bob,
             .kind = EventKind::TaskCancelRequested,
             .detail = 1});
    t.at(5'000'000).ready(main, WakeReason::LockReleased, bob, ink);
    t.finish(bob);
    t.end(Outcome::Finished);
    CHECK(diagram(Timeline(t.trace())) ==
          std::vector<std::string>{"sequenceDiagram", "%% a/b?x=1#0.1",
                                   "participant T0 as the loop", "participant T1 as main",
                                   "participant T2 as bob", "T0->>T1: creates", "T1->>T2: creates",
                                   "Note over T1: hello", "T1-->>T2: awaits", "T2-xT1: cancels",
                                   "Note over T0,T2: 5 ms", "T2->>T1: wakes through ink",
                                   "Note over T2: finishes", "Note over T0,T2: the run ends"});
}

TEST_CASE("mermaid: who gathers awaits each of them, and words are in the language asked for") {
    const Timeline timeline = test::deadlock_run();
    const auto lines = diagram(timeline, Language::Chinese);
    CHECK(has(lines, "T1-->>T2: 等待 (await)"));
    CHECK(has(lines, "T1-->>T3: 等待 (await)"));
    CHECK(has(lines, "participant T2 as transfer A→B"));
}

TEST_CASE("mermaid: what means something to its grammar is an entity") {
    TraceBuilder t({.runspec = "a%%{init: 1}%%\nb", .title = {}, .producer = {}});
    const TaskId a = t.create("a;b#c:<d>");
    t.log(a, "one\ntwo %%{x}%% \"q\" \x01\xFF");
    t.log(a, "");
    t.log(a, std::string(200, 'x'));
    const auto lines = diagram(Timeline(t.trace()));
    CHECK(lines[1] == "%% a#37;#37;#123;init: 1#125;#37;#37; b");
    CHECK(lines[3] == "participant T1 as a#59;b#35;c#58;#60;d#62;");
    CHECK(lines[5] ==
          "Note over T1: one<br/>two #37;#37;#123;x#125;#37;#37; #34;q#34; "
          "\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(lines[6] == "Note over T1: …");
    CHECK(lines[7] == "Note over T1: " + std::string(80, 'x') + "…");
}

TEST_CASE("mermaid: a large run is cut, and says so in the diagram and beside it") {
    const Exported exported = export_mermaid(test::crowd_run(100), {});
    const auto lines = lines_of(exported);
    CHECK(std::ranges::count_if(lines, [](const std::string& line) {
              return line.starts_with("participant ");
          }) == 1 + std::ptrdiff_t{kMostMermaidTasks});
    CHECK(lines.size() < kMostMermaidLines + kMostMermaidTasks + 20);
    CHECK(lines.back().starts_with("Note over T0,T16: Cut#58; 85 tasks and "));
    CHECK(exported.remark.starts_with("the diagram is cut: 85 tasks and "));
    CHECK(export_mermaid(test::deadlock_run(), {}).remark.empty());
}
