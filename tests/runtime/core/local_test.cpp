#include "runtime/core/local.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "runtime/analysis/finding.h"
#include "runtime/core/sleep.h"
#include "runtime/core/task.h"
#include "runtime/sync/gather.h"
#include "runtime/trace/timeline.h"
#include "tests/support/ran.h"

using namespace coroscope;
using test::Ran;

namespace {

Coroutine<int> price(int amount) {
    co_await sleep(1s);
    co_return amount;
}

Coroutine<> shop(int first) {
    Local<int> total("total", 0);
    total = co_await price(first);
    total += co_await price(5);
    {
        const Local<std::string> note("note", "nearly done");
        co_await sleep(1s);
    }
    co_await sleep(1s);
}

Coroutine<> both() {
    auto cheap = create_task(shop(1), "cheap");
    auto dear = create_task(shop(100), "dear");
    co_await gather(cheap, dear);
}

/// "total=6 note=nearly done" at the end of the task's n-th step, from 1.
std::string locals_after(const Timeline& timeline, std::string_view task, std::size_t n) {
    std::string text;
    for (const Step& step : timeline.steps()) {
        if (timeline.task_name(step.task) == task && --n == 0) {
            for (const ObjectId id : timeline.locals_at(step.task, step.last)) {
                const TextId value = timeline.value_at(id, step.last)->text;
                text += std::string(timeline.resource_name(id)) + "=" +
                        std::string(timeline.trace().text(value)) + " ";
            }
        }
    }
    return text;
}

}  // namespace

TEST_CASE("each task keeps its own locals over its awaits, as long as their scopes last") {
    const Ran run(both());
    const Timeline timeline(run.trace);
    CHECK(locals_after(timeline, "cheap", 1) == "total=0 ");
    CHECK(locals_after(timeline, "dear", 1) == "total=0 ");
    CHECK(locals_after(timeline, "cheap", 2) == "total=1 ");
    CHECK(locals_after(timeline, "dear", 2) == "total=100 ");
    CHECK(locals_after(timeline, "cheap", 3) == "total=6 note=nearly done ");
    CHECK(locals_after(timeline, "dear", 3) == "total=105 note=nearly done ");
    CHECK(locals_after(timeline, "dear", 4) == "total=105 ");
    CHECK(locals_after(timeline, "dear", 5).empty());
    CHECK(timeline.locals_at(1, 0).empty());
    CHECK(timeline.locals_at(99, kNoEvent).empty());
}

TEST_CASE("an assignment is on the line where it stands") {
    const Ran run(shop(1));
    std::vector<std::uint32_t> lines;
    for (const TraceEvent& event : run.events(EventKind::VariableWritten)) {
        lines.push_back(run.site_of(event).line);
    }
    REQUIRE(lines.size() == 4);
    CHECK(lines[1] == lines[0] + 1);
    CHECK(lines[2] == lines[0] + 2);
}

TEST_CASE("no race is found on what only one task sees") {
    const Ran run(both());
    CHECK(find_all(Timeline(run.trace)).empty());
}
