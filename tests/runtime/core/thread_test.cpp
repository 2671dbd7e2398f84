#include "runtime/core/thread.h"

#include <doctest/doctest.h>

#include <string>

#include "runtime/core/log.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/event.h"
#include "runtime/trace/ctrace.h"
#include "tests/support/ran.h"

using namespace coroscope;
using test::Ran;
using Strings = std::vector<std::string>;

namespace {

void say(std::string_view text) {
    log("{} {}", std::chrono::duration<double>(now()).count(), text);
}

Coroutine<> beats(std::string who, int n, Duration pause) {
    for (int i = 0; i < n; ++i) {
        co_await sleep(pause);
        say(who);
    }
}

Coroutine<> blocks_while_other_beats() {
    const Thread other("other", beats("other", 3, 1s));
    co_await sleep(500ms);
    blocking(2s);
    say("main was blocked");
    co_await other.finished();
    say("other has ended");
}

Coroutine<> blocks(std::string who) {
    blocking(2500ms);
    say(who);
    co_return;
}

Coroutine<> both_block() {
    const Thread other("other", blocks("other"));
    const Thread third("third", beats("third", 3, 1s));
    blocking(4s);
    say("main");
    co_await sleep(0s);
}

Coroutine<int> answer(int n) {
    co_await sleep(1s);
    say("computing");
    if (n < 0) {
        throw ValueError("negative");
    }
    co_return n * 2;
}

Coroutine<> serves(Event& stop) {
    co_await stop.wait();
    say("stops");
}

struct Server {
    EventLoop* loop = nullptr;
    Event* stop = nullptr;
};

Coroutine<> server(Server& shared) {
    Event stop("stop");
    shared.loop = &get_running_loop();
    shared.stop = &stop;
    co_await serves(stop);
}

Coroutine<> asks(Server& shared) {
    const Thread thread("server", server(shared));
    co_await sleep(1s);
    Future<int> future = run_coroutine_threadsafe(answer(21), thread.loop());
    const int got = co_await future;
    say(fmt::format("got {}", got));
    future = run_coroutine_threadsafe(answer(-1), thread.loop());
    try {
        (void)(co_await future);
    } catch (const ValueError& error) {
        say(error.message());
    }
    future = run_coroutine_threadsafe(answer(1), thread.loop());
    co_await sleep(500ms);
    future.cancel();
    co_await sleep(0s);
    thread.loop().call_soon_threadsafe([&shared] { shared.stop->set(); });
    co_await thread.finished();
    say("joined");
}

Coroutine<> waits_for_ever() {
    Future<> never;
    co_await never;
}

Coroutine<> leaves_a_thread_waiting() {
    const Thread other("other", waits_for_ever());
    co_await sleep(1s);
    say("main ends");
}

Coroutine<> awaits_foreign_future(Future<>& foreign) {
    try {
        co_await foreign;
    } catch (const RuntimeError& error) {
        log("{}", error.message().substr(0, 53));
    }
}

Coroutine<> gives_its_future_away(Future<>& mine) {
    mine = Future<>("mine");
    const Thread other("other", awaits_foreign_future(mine));
    co_await other.finished();
}

Coroutine<> stopped_in_the_middle() {
    const Thread other("other", beats("other", 1000, 1s));
    blocking(1h);
    co_await sleep(0s);
}

}  // namespace

TEST_CASE("a thread goes on while another one's loop is blocked") {
    CHECK(Ran(blocks_while_other_beats()).logs() ==
          Strings{"1 other", "2 other", "2.5 main was blocked", "3 other", "3 other has ended"});
}

TEST_CASE("three threads that block and sleep are in the order of their clocks") {
    const Ran run(both_block());
    CHECK(run.logs() == Strings{"1 third", "2 third", "2.5 other", "3 third", "4 main"});
    CHECK(run.outcome == Outcome::Finished);
}

TEST_CASE("coroutines can be handed to another thread's loop, and answer, fail or are cancelled") {
    Server shared;
    CHECK(Ran(asks(shared)).logs() == Strings{"2 computing", "2 got 42", "3 computing",
                                              "3 negative", "3.5 stops", "3.5 joined"});
}

TEST_CASE("a run waits for its threads; one that waits for ever makes it hang") {
    const Ran run(leaves_a_thread_waiting());
    CHECK(run.logs() == Strings{"1 main ends"});
    CHECK(run.outcome == Outcome::Hang);
}

TEST_CASE("awaiting a future of another loop is a RuntimeError") {
    Future<> mine(Ref<FutureBase>{});
    const Ran run(gives_its_future_away(mine));
    CHECK(run.logs() == Strings{"Task main awaits a future attached to a different loo"});
}

TEST_CASE("what threads record stands in the order of time, and the trace can be read again") {
    for (auto* const main :
         {+[] { return blocks_while_other_beats(); }, +[] { return both_block(); }}) {
        const Ran ran(main());
        Nanoseconds before = 0;
        for (EventIndex i = 0; i < ran.trace.size(); ++i) {
            CHECK(ran.trace[i].time >= before);
            before = ran.trace[i].time;
        }
        const CtraceResult read = decode_ctrace(encode_ctrace(ran.trace));
        CHECK(read.problem.empty());
        REQUIRE(read.trace);
        CHECK(read.trace->size() == ran.trace.size());
    }
}

TEST_CASE("a run that is stopped takes its threads down wherever they stand") {
    LoopOptions options;
    options.until = 10'500'000'000;
    const Ran run(stopped_in_the_middle(), options);
    CHECK(run.outcome == Outcome::Budget);
    CHECK(run.logs().size() == 10);
}
