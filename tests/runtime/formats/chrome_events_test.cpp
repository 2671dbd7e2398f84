#include "runtime/formats/chrome_events.h"

#include <doctest/doctest.h>

#include <string>

using namespace coroscope;

namespace {

std::string_view name(const ChromeEvents& file, std::size_t event) {
    return file.texts[file.events[event].name];
}
std::string tid(const ChromeEvents& file, std::size_t event) {
    const ChromeThread& thread = file.threads[file.events[event].thread];
    return file.texts[thread.pid] + "/" + file.texts[thread.tid];
}

}  // namespace

TEST_CASE("both containers are read, and the list of events may stand anywhere") {
    for (const std::string_view text :
         {R"([{"ph":"X","name":"a","ts":1,"dur":2}])", R"([{"ph":"X","name":"a","ts":1,"dur":2})",
          R"([{"ph":"X","name":"a","ts":1,"dur":2},)",
          R"({"traceEvents":[{"ph":"X","name":"a","ts":"1","dur":"2"},],})",
          R"({"x":{"y":[1]},"traceEvents":[{"name":"a","dur":2,"ts":1,"ph":"X"}],"z":1})",
          R"({"result":{"traceEvents":[{"ph":"X","name":"a","ts":1,"dur":2}]}})"}) {
        CAPTURE(text);
        const ChromeEvents file = read_chrome_events(text);
        CHECK(file.recognised);
        CHECK(file.broken_at == 0);
        REQUIRE(file.events.size() == 1);
        CHECK(name(file, 0) == "a");
        CHECK(file.events[0].phase == 'X');
        CHECK(file.events[0].time == 1000);
        CHECK(file.events[0].duration == 2000);
    }
}

TEST_CASE("a cut or damaged document keeps the events before") {
    const std::string good = R"({"traceEvents":[{"ph":"i","ts":1},{"ph":"i","ts":2})";
    ChromeEvents file = read_chrome_events(good + R"(,{"ph":"i","ts)");
    CHECK(file.events.size() == 2);
    CHECK(file.cut);
    CHECK(file.broken_at > 0);
    file = read_chrome_events(good + R"(,{"ph" "i","ts":3}]})");
    CHECK(file.events.size() == 2);
    CHECK_FALSE(file.cut);
    CHECK(file.broken_at > good.size());
    CHECK_FALSE(read_chrome_events("{\"a\":1}").recognised);
    CHECK_FALSE(read_chrome_events("true").recognised);
}

TEST_CASE("threads are told apart by process and thread, whatever these are written as") {
    const ChromeEvents file = read_chrome_events(R"([
        {"ph":"i","ts":1,"pid":1,"tid":2}, {"ph":"i","ts":1,"pid":1,"tid":"2"},
        {"ph":"i","ts":1,"pid":"one","tid":"two"}, {"ph":"i","ts":1,"pid":7}, {"ph":"i","ts":1}])");
    REQUIRE(file.events.size() == 5);
    CHECK(tid(file, 0) == "1/2");
    CHECK(file.events[1].thread == file.events[0].thread);
    CHECK(tid(file, 2) == "one/two");
    CHECK(tid(file, 3) == "7/7");
    CHECK(tid(file, 4) == "0/0");
}

TEST_CASE("metadata names and sorts processes and threads, wherever it stands") {
    const ChromeEvents file = read_chrome_events(R"([
        {"ph":"i","ts":1,"pid":1,"tid":2},
        {"ph":"M","name":"thread_name","pid":1,"tid":2,"args":{"name":"worker"}},
        {"ph":"M","name":"process_name","pid":1,"args":{"name":"app"}},
        {"ph":"M","name":"thread_sort_index","pid":1,"tid":2,"args":{"sort_index":"-3"}},
        {"ph":"M","name":"process_sort_index","pid":1,"args":{"sort_index":4}}])");
    REQUIRE(file.events.size() == 1);
    const ChromeThread& thread = file.threads[file.events[0].thread];
    CHECK(file.texts[thread.name] == "worker");
    CHECK(thread.sort == -3);
    CHECK(file.texts[file.processes[thread.process].name] == "app");
    CHECK(file.processes[thread.process].sort == 4);
}

TEST_CASE("arguments become words, source lines and values") {
    const ChromeEvents file = read_chrome_events(R"([
        {"ph":"X","ts":1,"dur":1,"args":{"n":3,"deep":{"file":"no","x":[1,{"y":2}]},"s":"t"}},
        {"ph":"X","ts":1,"dur":1,"args":{"file":"a.py","line":7}},
        {"ph":"X","ts":1,"dur":1,"args":{"[file]":"b.rs","[line]":"8"}},
        {"ph":"X","ts":1,"dur":1,"args":{"loc":"c:d.cc:9"}},
        {"ph":"C","ts":1,"args":{"a":1.5,"b":"2","c":"no"}}])");
    REQUIRE(file.events.size() == 5);
    CHECK(file.texts[file.events[0].words] == "n=3, deep={...}, s=t");
    const auto place = [&](std::size_t event) {
        return file.texts[file.events[event].file] + ":" + std::to_string(file.events[event].line);
    };
    CHECK(place(0) == ":0");
    CHECK(place(1) == "a.py:7");
    CHECK(place(2) == "b.rs:8");
    CHECK(place(3) == "c:d.cc:9");
    REQUIRE(file.values.size() == 2);
    CHECK(file.values[0].value == 1.5);
    CHECK(file.values[1].value == 2.0);
}

TEST_CASE("ids are one whether they are numbers or hexadecimal texts") {
    const ChromeEvents file = read_chrome_events(R"([
        {"ph":"b","ts":1,"id":31}, {"ph":"b","ts":1,"id":"0x1f"}, {"ph":"b","ts":1,"id":"0xzz"},
        {"ph":"b","ts":1,"id2":{"local":"0x1F"}}, {"ph":"b","ts":1,"id2":{"global":31}}])");
    REQUIRE(file.events.size() == 5);
    CHECK(file.events[1].id == file.events[0].id);
    CHECK(file.texts[file.events[2].id] == "0xzz");
    CHECK(file.events[3].id == file.events[0].id);
    CHECK(file.events[3].local_id);
    CHECK_FALSE(file.events[4].local_id);
}
