#include "runtime/formats/run_title.h"

#include <doctest/doctest.h>

namespace coroscope {

TEST_CASE("a run's title is its lesson's in Chinese, its own in English, and never empty") {
    const TraceInfo known{
        .runspec = "deadlocks/ab-ba?check=2ms#0.1", .title = "Two locks", .producer = ""};
    CHECK(run_title(known, Language::English) == "Two locks");
    CHECK(run_title(known, Language::Chinese) == "两把锁，顺序相反");
    CHECK(run_title({.runspec = "no/such", .title = "Mine", .producer = ""}, Language::Chinese) ==
          "Mine");
    CHECK(run_title({.runspec = "../../etc/passwd", .title = "", .producer = ""},
                    Language::Chinese) == "../../etc/passwd");
    CHECK(!run_title({}, Language::English).empty());
}

}  // namespace coroscope
