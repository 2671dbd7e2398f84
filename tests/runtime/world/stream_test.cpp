#include "runtime/world/stream.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "runtime/core/log.h"
#include "runtime/core/sleep.h"
#include "runtime/core/task.h"
#include "runtime/trace/timeline.h"
#include "tests/support/ran.h"

namespace coroscope {
namespace {

using test::Ran;

Coroutine<> reads_to_the_end() {
    StreamClient client("client", 10ms, 2);
    Agenda agenda;
    agenda.after(50ms, [&] { client.says("hello"); });
    agenda.after(80ms, [&] { client.hangs_up(); });
    CHECK(co_await client.reader.readline() == "hello");
    CHECK(now() == 50ms);
    CHECK((co_await client.reader.readline()).empty());
    CHECK(now() == 80ms);
    CHECK((co_await client.reader.readline()).empty());
}

TEST_CASE("readline waits for the client, and is empty when she has hung up") {
    const Ran run(reads_to_the_end());
    CHECK(run.outcome == Outcome::Finished);
    CHECK(Timeline(run.trace).occurs(WaitReason::Reply));
}

Coroutine<> what_was_said_before_the_end() {
    StreamClient client("client", 10ms, 2);
    client.says("one");
    client.says("two");
    client.hangs_up();
    CHECK(co_await client.reader.readline() == "one");
    CHECK(co_await client.reader.readline() == "two");
    CHECK((co_await client.reader.readline()).empty());
    CHECK(now() == 0ms);
}

TEST_CASE("lines that came before the end are still read") {
    CHECK(Ran(what_was_said_before_the_end()).outcome == Outcome::Finished);
}

Coroutine<> reads(StreamClient& client) { co_await client.reader.readline(); }

Coroutine<> two_readers() {
    StreamClient client("client", 10ms, 2);
    auto first = create_task(reads(client), "first");
    co_await sleep(0ms);
    CHECK_THROWS_AS(co_await client.reader.readline(), RuntimeError);
    first.cancel();
    co_await sleep(0ms);
    client.says("later");
    CHECK(co_await client.reader.readline() == "later");
}

TEST_CASE("only one may read at a time, and a cancelled reader makes room") {
    CHECK(Ran(two_readers()).outcome == Outcome::Finished);
}

Coroutine<> drains() {
    StreamClient client("client", 1s, 4);
    client.on_line([](std::string_view line) { log("{} at {} s", line, now() / 1s); });
    for (int i = 1; i <= 4; ++i) {
        client.writer.write(std::to_string(i));
        co_await client.writer.drain();
    }
    CHECK(now() == 0ms);  // four fit
    client.writer.write("5");
    co_await client.writer.drain();
    CHECK(now() == 4s);  // down to a quarter of four
    CHECK(client.writer.unsent() == 1);
    co_await client.writer.drain();
    CHECK(now() == 4s);
    client.writer.close();
    client.writer.write("too late");
    co_await client.writer.wait_closed();
    CHECK(now() == 5s);
}

TEST_CASE("drain waits above the high-water mark, until a quarter is left; close sends the rest") {
    const Ran run(drains());
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.logs() ==
          std::vector<std::string>{"1 at 1 s", "2 at 2 s", "3 at 3 s", "4 at 4 s", "5 at 5 s"});
    const Timeline timeline(run.trace);
    REQUIRE(timeline.jobs().size() == 5);
    CHECK(run.trace[timeline.jobs()[2].started].time == 2'000'000'000);
}

Coroutine<> drain_of(StreamClient& client) { co_await client.writer.drain(); }

Coroutine<> aborts() {
    StreamClient client("client", 1s, 0);
    client.on_line([](std::string_view line) { log("{}", line); });
    client.writer.write("one");
    client.writer.write("two");
    auto waits = create_task(drain_of(client), "waits");
    auto waits_too = create_task(drain_of(client), "waits too");
    co_await sleep(500ms);
    client.writer.abort();
    CHECK(client.writer.unsent() == 0);
    co_await waits;
    co_await waits_too;
    CHECK(now() == 500ms);
    CHECK((co_await client.reader.readline()).empty());
    CHECK_THROWS_AS(co_await client.writer.drain(), ConnectionResetError);
    co_await client.writer.wait_closed();
    client.writer.abort();
    co_await sleep(5s);
}

TEST_CASE("abort drops what is unsent, wakes all that drain, and then drain raises") {
    const Ran run(aborts());
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.logs().empty());
}

Coroutine<> negative() {
    CHECK_THROWS_AS(StreamClient("client", 1s, -1), ValueError);
    co_return;
}

TEST_CASE("a high-water mark is not negative") {
    CHECK(Ran(negative()).outcome == Outcome::Finished);
}

}  // namespace
}  // namespace coroscope
