#include "runtime/formats/csv.h"

#include <doctest/doctest.h>

#include <sstream>
#include <vector>

#include "tests/support/random_trace.h"
#include "tests/support/story.h"

using namespace coroscope;

namespace {

using Row = std::vector<std::string>;

/// As RFC 4180 says, and strictly: rows end in CRLF, all have as many cells as the first.
std::vector<Row> read(const std::string& csv) {
    REQUIRE(csv.starts_with("\xEF\xBB\xBF"));
    std::vector<Row> rows;
    Row row(1);
    for (std::size_t i = 3; i < csv.size(); ++i) {
        if (csv[i] == '"') {
            REQUIRE(row.back().empty());
            for (++i;; ++i) {
                REQUIRE(i < csv.size());
                if (csv[i] == '"' && csv[i + 1] != '"') {
                    break;
                }
                i += csv[i] == '"' ? 1U : 0U;
                row.back() += csv[i];
            }
        } else if (csv[i] == ',') {
            row.emplace_back();
        } else if (csv[i] == '\r') {
            REQUIRE(csv[++i] == '\n');
            rows.push_back(row);
            REQUIRE(row.size() == rows.front().size());
            row.assign(1, "");
        } else {
            row.back() += csv[i];
        }
    }
    CHECK(row == Row(1));
    return rows;
}

std::string cell(const std::vector<Row>& rows, std::size_t row, const std::string& column) {
    const auto found = std::ranges::find(rows.front(), column);
    REQUIRE(found != rows.front().end());
    return rows.at(row).at(static_cast<std::size_t>(found - rows.front().begin()));
}

/// How this text stands in a cell.
std::string logged(std::string_view words) {
    TraceBuilder t;
    t.log(t.create("a"), words);
    return cell(read(encode_csv_events(Timeline(t.trace()))), 2, "text");
}

}  // namespace

TEST_CASE("csv: a row for each stretch of a task's life in one state") {
    const Timeline timeline(test::story());
    const auto rows = read(encode_csv_intervals(timeline));
    std::size_t count = 1;
    for (const TaskInfo& task : timeline.tasks()) {
        count += task.intervals.size();
    }
    REQUIRE(rows.size() == count);
    CHECK(cell(rows, 3, "task") == "alice");
    CHECK(cell(rows, 3, "state") == "sleeping");
    CHECK(cell(rows, 3, "start_ns") == "0");
    CHECK(cell(rows, 3, "duration_ns") == "100000000");
    CHECK(cell(rows, 3, "line") == "5");
    CHECK(cell(rows, 4, "woken_by") == "the loop");
    CHECK(cell(rows, 4, "wake_reason") == "timer-fired");
    CHECK(cell(rows, 9, "task") == "bob");
    CHECK(cell(rows, 9, "reason") == "lock");
    CHECK(cell(rows, 9, "waits_for") == "ink");
    CHECK(cell(rows, 10, "woken_by") == "alice");
}

TEST_CASE("csv: a row for each event, with its fields as words") {
    const Timeline timeline(test::story());
    const auto rows = read(encode_csv_events(timeline));
    REQUIRE(rows.size() == timeline.trace().size() + 1);
    CHECK(cell(rows, 1, "event") == "0");
    CHECK(cell(rows, 1, "kind") == "resource-created");
    CHECK(cell(rows, 1, "subject") == "ink");
    CHECK(cell(rows, 1, "detail") == "lock");
    CHECK(cell(rows, 1, "text") == "ink");
}

TEST_CASE("csv: commas, quotes and line breaks stay in their cell") {
    CHECK(logged("a,b") == "a,b");
    CHECK(logged("say \"hi\"") == "say \"hi\"");
    CHECK(logged("one\ntwo\r\nthree") == "one\ntwo\nthree");
    CHECK(logged("任务 \xFF\x01") == "任务 \xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST_CASE("csv: what a spreadsheet would take for a formula is defused, and numbers are not") {
    CHECK(logged("=cmd|' /C calc'!A0") == "'=cmd|' /C calc'!A0");
    CHECK(logged("+1+1") == "'+1+1");
    CHECK(logged("-x") == "'-x");
    CHECK(logged("@sum(a1)") == "'@sum(a1)");
    CHECK(logged("\t=1") == "'\t=1");
    CHECK(logged("-5") == "-5");
    CHECK(logged("-1.5e3") == "-1.5e3");
    CHECK(logged("a=b") == "a=b");
}

TEST_CASE("csv: nonsense and nothing are tables") {
    CHECK(read(encode_csv_intervals(Timeline())).size() == 1);
    CHECK(read(encode_csv_events(Timeline())).size() == 1);
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const Timeline timeline(random_trace({.seed = seed, .events = 800, .nonsense = true}));
        CHECK(read(encode_csv_intervals(timeline)).size() > timeline.tasks().size());
        CHECK(read(encode_csv_events(timeline)).size() == timeline.trace().size() + 1);
    }
}
