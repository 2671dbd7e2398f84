#include "gui/model/writer.h"

#include <doctest/doctest.h>

#include <latch>
#include <new>
#include <stdexcept>
#include <thread>

using namespace coroscope;
using namespace coroscope::gui;

TEST_CASE("one file is written at a time, and the second one is refused in words") {
    Writer writer;
    std::latch go_on(1);
    REQUIRE(writer.start("/tmp/first", [&](Work&) {
        go_on.wait();
        return std::string();
    }));
    CHECK(writer.busy());
    CHECK_FALSE(writer.start("/tmp/second", [](Work&) { return std::string(); }));
    CHECK(writer.path() == "/tmp/first");
    CHECK_FALSE(writer.take());
    go_on.count_down();
    CHECK(writer.wait(std::chrono::minutes(1)));
    const auto written = writer.take();
    REQUIRE(written);
    CHECK(written->problem.empty());
    CHECK_FALSE(writer.busy());
}

TEST_CASE("whatever goes wrong while a file is written is told") {
    const auto written = [](Writer::Write write) {
        Writer writer;
        REQUIRE(writer.start("file", std::move(write)));
        REQUIRE(writer.wait(std::chrono::minutes(1)));
        return *writer.take();
    };
    CHECK(written([](Work&) { return std::string("no room"); }).problem == "no room");
    CHECK(written([](Work&) -> std::string { throw std::runtime_error("odd"); }).problem == "odd");
    CHECK(written([](Work&) -> std::string { throw std::bad_alloc(); }).problem ==
          "there is not enough memory");
    const Written cancelled = written([](Work& work) {
        work.cancel();
        work.advance();
        return std::string();
    });
    CHECK(cancelled.cancelled);
    CHECK(cancelled.problem.empty());
}

TEST_CASE("a writer that goes away cancels what it writes and waits for it") {
    bool ended = false;
    {
        Writer writer;
        REQUIRE(writer.start("file", [&](Work& work) {
            while (!work.is_cancelled()) {
                std::this_thread::yield();
            }
            ended = true;
            return std::string();
        }));
    }
    CHECK(ended);
}
