#include "runtime/analysis/finding_parts.h"

#include <doctest/doctest.h>

#include "tests/runtime/trace/trace_builder.h"

using namespace coroscope;

TEST_CASE("tasks of one line and one function belong together, in order of creation") {
    TraceBuilder t;
    const TaskId a = t.line(3).create("a");
    const TaskId b = t.line(4).create("b");
    const TaskId again = b + 1;
    t.line(3).event(
        {.a = t.text("do_a"), .task = again, .b = t.text("again"), .kind = EventKind::TaskCreated});
    const EventIndex end = t.finish(a);
    const Timeline timeline(t.trace());
    detail::TasksByLine lines;
    for (const TaskInfo& task : timeline.tasks()) {
        lines.add(task);
    }
    REQUIRE(lines.all().size() == 2);
    CHECK(lines.all()[0] == std::vector{a, again});
    CHECK(lines.all()[1] == std::vector{b});
    Finding finding{.kind = "test"};
    detail::add_tasks(timeline, lines.all()[0], finding);
    CHECK(finding.at == end);
    CHECK(finding.events == std::vector<EventIndex>{0, 2, end});
    CHECK(finding.tasks == std::vector{a, again});
    REQUIRE(finding.sites.size() == 1);
    CHECK(t.trace().site(finding.sites[0]).line == 3);
}
