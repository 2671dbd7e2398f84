#include "runtime/formats/chrome_lanes.h"

#include <doctest/doctest.h>

#include <string>

using namespace coroscope;

namespace {

/// "name[begin-end]" in microseconds, one lane after the other: "a[0-9] >b[1-2] | c[5-12]".
std::string drawn(std::string_view json, ChromeFaults* faults = nullptr) {
    const ChromeEvents file = read_chrome_events(json);
    const ChromeLanes laid_out = lay_out(file);
    std::string text;
    for (const ChromeLane& lane : laid_out.lanes) {
        text += text.empty() ? "" : " |";
        for (std::size_t i = lane.first; i < lane.last; ++i) {
            const ChromeSlice& slice = laid_out.slices[i];
            text += (text.empty() ? "" : " ") + std::string(slice.depth - 1, '>') +
                    file.texts[file.events[slice.event].name] + "[" +
                    std::to_string(slice.begin / 1000) + "-" + std::to_string(slice.end / 1000) +
                    (slice.open ? "?]" : "]");
        }
    }
    if (faults != nullptr) {
        *faults = laid_out.faults;
    }
    return text;
}

}  // namespace

TEST_CASE("slices lie inside each other, whatever their order in the document") {
    CHECK(drawn(R"([{"ph":"X","name":"b","ts":2,"dur":3},{"ph":"X","name":"a","ts":1,"dur":9},
                    {"ph":"X","name":"c","ts":5,"dur":5},{"ph":"X","name":"d","ts":20,"dur":1}])") ==
          "a[1-10] >b[2-5] >c[5-10] d[20-21]");
    CHECK(drawn(R"([{"ph":"X","name":"inner","ts":1,"dur":5},
                    {"ph":"X","name":"outer","ts":1,"dur":9}])") == "outer[1-10] >inner[1-6]");
}

TEST_CASE("begins and ends are matched on their thread, also at one moment") {
    CHECK(drawn(R"([{"ph":"B","name":"a","ts":1},{"ph":"B","name":"b","ts":2},
                    {"ph":"B","name":"other","ts":2,"tid":5},{"ph":"E","ts":3},
                    {"ph":"E","ts":4,"tid":5},{"ph":"E","ts":5}])") ==
          "a[1-5] >b[2-3] | other[2-4]");
    CHECK(drawn(R"([{"ph":"B","name":"a","ts":1},{"ph":"B","name":"zero","ts":1},{"ph":"E","ts":1},
                    {"ph":"E","ts":1},{"ph":"X","name":"x","ts":1,"dur":0},
                    {"ph":"X","name":"y","ts":1,"dur":0}])") == "a[1-1] >zero[1-1] x[1-1] y[1-1]");
}

TEST_CASE("what has no end lasts until the end, what has no beginning is left out") {
    ChromeFaults faults;
    CHECK(drawn(R"([{"ph":"E","ts":0},{"ph":"B","name":"a","ts":1},
                    {"ph":"X","name":"b","ts":2,"dur":6}])",
                &faults) == "a[1-8?] >b[2-8]");
    CHECK(faults.unended == 1);
    CHECK(faults.unbegun == 1);
}

TEST_CASE("slices that partly overlap stand on further lanes, rounding errors do not") {
    ChromeFaults faults;
    CHECK(drawn(R"([{"ph":"X","name":"a","ts":0,"dur":10},{"ph":"X","name":"b","ts":5,"dur":10},
                    {"ph":"X","name":"c","ts":6,"dur":2},{"ph":"X","name":"d","ts":12,"dur":1}])",
                &faults) == "a[0-10] >c[6-8] d[12-13] | b[5-15]");
    CHECK(faults.overlapping == 1);
    CHECK(drawn(R"([{"ph":"X","name":"a","ts":0,"dur":10.001},{"ph":"X","name":"b","ts":10,"dur":9},
                    {"ph":"X","name":"c","ts":11,"dur":8.001}])",
                &faults) == "a[0-10] b[10-19] >c[11-19]");
    CHECK(faults.overlapping == 0);
}

TEST_CASE("too many lanes at once: a slice is cut; too deep: it is left out") {
    std::string many = "[";
    for (int i = 0; i < 70; ++i) {
        many += R"({"ph":"X","ts":)" + std::to_string(i) + R"(,"dur":1000},)";
    }
    ChromeFaults faults;
    drawn(many, &faults);
    CHECK(faults.overlapping == 69);
    CHECK(faults.shortened == 6);
    std::string deep = "[";
    for (int i = 0; i < 600; ++i) {
        deep += R"({"ph":"B","ts":)" + std::to_string(i) + "},";
    }
    drawn(deep, &faults);
    CHECK(faults.too_deep == 600 - kDeepestChromeSlice);
}

TEST_CASE("operations are matched by category, id and name, and by process if the id is local") {
    CHECK(drawn(R"([{"ph":"b","name":"a","cat":"x","id":1,"ts":1},
                    {"ph":"b","name":"in","cat":"x","id":1,"ts":2},
                    {"ph":"b","name":"a","cat":"y","id":1,"ts":3},
                    {"ph":"e","name":"in","cat":"x","id":1,"ts":4},
                    {"ph":"e","name":"a","cat":"x","id":1,"ts":5},
                    {"ph":"e","name":"a","cat":"y","id":1,"ts":6}])") ==
          "a[1-5] >in[2-4] | a[3-6]");
    CHECK(drawn(R"([{"ph":"b","name":"a","id2":{"local":1},"pid":1,"ts":1},
                    {"ph":"b","name":"b","id2":{"local":1},"pid":2,"ts":2},
                    {"ph":"e","name":"b","id2":{"local":1},"pid":2,"ts":3},
                    {"ph":"e","name":"a","id2":{"local":1},"pid":1,"ts":4}])") ==
          "a[1-4] | b[2-3]");
    CHECK(drawn(R"([{"ph":"S","name":"a","id":1,"ts":1},{"ph":"S","name":"b","id":1,"ts":2},
                    {"ph":"T","name":"a","id":1,"ts":3},{"ph":"F","name":"a","id":1,"ts":4},
                    {"ph":"F","name":"b","id":1,"ts":5}])") == "a[1-4] | b[2-5]");
}

TEST_CASE("times that are missing, huge or negative are no danger") {
    ChromeFaults faults;
    CHECK(drawn(R"([{"ph":"X","name":"a","dur":1},{"ph":"X","name":"b","ts":5},
                    {"ph":"X","name":"c","ts":6,"dur":-3},{"ph":"i","ts":-1}])",
                &faults) == "b[5-5] c[6-6]");
    CHECK(faults.timeless == 2);
    CHECK(faults.negative == 1);
    const ChromeEvents file = read_chrome_events(
        R"([{"ph":"X","ts":9e300,"dur":9e300},{"ph":"X","ts":-9e300,"dur":9e300}])");
    const ChromeLanes laid_out = lay_out(file);
    CHECK(laid_out.begin == -kLatestChromeTime);
    CHECK(laid_out.end == kLatestChromeTime);
}
