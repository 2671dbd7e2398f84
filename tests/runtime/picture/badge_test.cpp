#include "runtime/picture/badge.h"

#include <doctest/doctest.h>

#include <set>

#include "tests/support/sample_runs.h"

namespace coroscope {
namespace {

std::vector<std::string> monograms(const std::vector<std::string_view>& names) {
    std::vector<std::string> result;
    for (const Badge& badge : badges_for(names)) {
        result.push_back(badge.monogram);
    }
    return result;
}

using Names = std::vector<std::string>;

TEST_CASE("monograms are initials, or a letter and the number") {
    CHECK(monograms({"main", "transfer A→B", "transfer B→A"}) == Names{"M", "AB", "BA"});
    CHECK(monograms({"main", "producer-1", "producer-2", "consumer-1"}) ==
          Names{"M", "P1", "P2", "C1"});
    CHECK(monograms({"main", "worker 7", "worker-12", "fetch user"}) ==
          Names{"M", "W7", "12", "FU"});
    CHECK(monograms({"main", "heartbeat", "report"}) == Names{"M", "H", "R"});
}

TEST_CASE("a clash takes the next letter") {
    CHECK(monograms({"main", "reader", "report", "monitor"}) == Names{"M", "R", "RR", "MM"});
    CHECK(monograms({"p1", "p1", "p1"}).front() == "P1");
}

TEST_CASE("monograms are one or two characters and differ while that is possible") {
    std::vector<std::string> texts;
    for (int i = 0; i < 100; ++i) {
        texts.push_back("worker-" + std::to_string(i));
    }
    const std::vector<std::string_view> names(texts.begin(), texts.end());
    const auto all = monograms(names);
    CHECK(std::set<std::string>(all.begin(), all.end()).size() == 100);
    for (const std::string& each : all) {
        CHECK(each.size() <= 2);
        CHECK(!each.empty());
    }
}

TEST_CASE("names without letters, empty names and Chinese names get a monogram") {
    const auto all = monograms({"", "→", "生产者-1", "消费者"});
    CHECK(all[2] == "生1");
    CHECK(all[3] == "消");
    CHECK(!all[0].empty());
}

TEST_CASE("main is grey, the others take the eleven colours in turn") {
    const auto badges =
        badges_for({"main", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"});
    CHECK(badges[0].colour == 11);
    CHECK(badges[1].colour == 0);
    CHECK(badges[11].colour == 10);
    CHECK(badges[12].colour == 0);
}

TEST_CASE("a task that does not exist has a badge too") {
    CHECK(task_badge(test::deadlock_run(), 99).monogram == "?");
    CHECK(task_badge(test::deadlock_run(), 2).monogram == "AB");
}

TEST_CASE("a short name is the last word") {
    CHECK(short_name("transfer A→B") == "A→B");
    CHECK(short_name("main") == "main");
    CHECK(short_name("ends ") == "ends ");
    CHECK(short_name("").empty());
}

}  // namespace
}  // namespace coroscope
