#include "runtime/analysis/stale_checks.h"

#include <doctest/doctest.h>

#include "tests/runtime/trace/trace_builder.h"

using namespace coroscope;

namespace {

struct Stock {
    TraceBuilder t;
    TaskId one = t.create("one");
    TaskId two = t.create("two");
    ObjectId stock = t.resource(ResourceType::Variable, "stock");
    Stock() { t.write(0, stock, 0, "1"); }

    EventIndex check(TaskId task, std::string_view value = "1") {
        t.resume(task);
        const EventIndex read = t.line(3).read(task, stock, 0, value);
        t.suspend(task, WaitReason::Sleep);
        return read;
    }
    EventIndex take(TaskId task, std::string_view before, std::string_view after) {
        t.resume(task);
        t.line(5).read(task, stock, 1, before);
        return t.line(5).write(task, stock, 2, after);
    }
    std::vector<detail::StaleCheck> found() { return detail::stale_checks(Timeline(t.trace())); }
};

}  // namespace

TEST_CASE("stale checks: a read on the line of the write is no second look") {
    Stock s;
    const EventIndex check = s.check(s.one);
    const EventIndex change = s.take(s.two, "1", "0");
    const EventIndex act = s.take(s.one, "0", "-1");
    const auto all = s.found();
    REQUIRE(all.size() == 1);
    CHECK(all[0].variable == s.stock);
    CHECK(all[0].check == check);
    CHECK(all[0].change == change);
    CHECK(all[0].act == act);
    CHECK(all[0].task == s.one);
}

TEST_CASE("stale checks: a second look, an own write or the same value end it") {
    Stock s;
    s.check(s.one);
    SUBCASE("a second look") {
        s.take(s.two, "1", "0");
        s.t.line(4).read(s.one, s.stock, 1, "0");
        s.take(s.one, "0", "-1");
    }
    SUBCASE("an own write") {
        s.take(s.one, "1", "0");
        s.take(s.two, "0", "5");
        s.take(s.one, "5", "4");
    }
    SUBCASE("the same value") {
        s.take(s.two, "1", "0");
        s.take(s.two, "0", "1");
        s.take(s.one, "1", "0");
    }
    SUBCASE("nobody else writes") { s.take(s.one, "1", "0"); }
    CHECK(s.found().empty());
}

TEST_CASE("stale checks: a read for a line of words on the same line is none") {
    Stock s;
    s.t.resume(s.one);
    s.t.line(3).read(s.one, s.stock, 0, "1");
    std::size_t stale = 0;
    SUBCASE("the same line") { s.t.line(3).log(s.one, "1 left"); }
    SUBCASE("another line") {
        s.t.line(4).log(s.one, "looking");
        stale = 1;
    }
    s.t.suspend(s.one, WaitReason::Sleep);
    s.take(s.two, "1", "0");
    s.take(s.one, "0", "-1");
    CHECK(s.found().size() == stale);
}

TEST_CASE("stale checks: a hundred thousand reads at one line are quick") {
    Stock s;
    s.t.resume(s.one);
    for (int i = 0; i < 100'000; ++i) {
        s.t.line(3).read(s.one, s.stock, 0, "1");
    }
    s.take(s.two, "1", "0");
    s.take(s.one, "0", "-1");
    CHECK(s.found().size() == 1);
}
