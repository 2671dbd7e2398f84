#include "runtime/picture/terminal.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

#include "runtime/picture/utf8.h"
#include "tests/runtime/trace/trace_builder.h"
#include "tests/support/random_trace.h"
#include "tests/support/sample_runs.h"

namespace coroscope {
namespace {

std::vector<std::string> lines(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> result;
    for (std::string line; std::getline(stream, line);) {
        result.push_back(line);
    }
    return result;
}

std::string line_with(const std::string& text, std::string_view part) {
    for (const std::string& line : lines(text)) {
        if (line.find(part) != std::string::npos) {
            return line;
        }
    }
    return "";
}

TEST_CASE("no line of any run is wider than asked, with and without colour taken away") {
    std::vector<Timeline> runs{Timeline(),          test::deadlock_run(), test::blocking_run(),
                               test::queue_run(20), test::queue_run(500), test::crowd_run(30)};
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        runs.emplace_back(random_trace({.seed = seed, .events = 300, .nonsense = seed > 2}));
    }
    for (const Timeline& timeline : runs) {
        for (const int width : {40, 80, 200}) {
            for (const AxisKind axis : {AxisKind::Elastic, AxisKind::Time, AxisKind::Steps}) {
                for (const Language language : {Language::English, Language::Chinese}) {
                    const std::string text =
                        draw_terminal(timeline, {.width = width,
                                                 .axis = axis,
                                                 .language = language,
                                                 .cursor = timeline.trace().size() / 2});
                    for (const std::string& line : lines(text)) {
                        CHECK(terminal_columns(line) <= width);
                    }
                }
            }
        }
    }
}

TEST_CASE("ASCII means ASCII, whatever the state") {
    for (const Timeline& timeline : {test::blocking_run(), test::queue_run(6)}) {
        const std::string text = draw_terminal(timeline, {.ascii = true});
        CHECK(std::ranges::all_of(text, [](char c) { return c == '\n' || (c >= ' ' && c < 127); }));
    }
}

TEST_CASE("the deadlock in 80 columns") {
    const Timeline timeline = test::deadlock_run();
    const std::string text = draw_terminal(timeline, {.width = 80});
    CHECK(line_with(text, "Two locks").find("deadlocks/ab-ba") != std::string::npos);
    CHECK(line_with(text, "Event loop").find("[AB ]") != std::string::npos);
    const std::string lane = line_with(text, "AB transfer A→B");
    CHECK(lane.find("╌") < lane.find("█"));
    CHECK(lane.find("█") < lane.find("╱ sleep 100 ms ╱"));
    CHECK(lane.find("▓ account_b, held by B→A ▓") != std::string::npos);
    CHECK(line_with(text, "▪  account_a").find("═ wanted by B→A ═") != std::string::npos);
    CHECK(line_with(text, "stuck for ever").find("▓▓▓") != std::string::npos);
}

TEST_CASE("every state of a legend has a character of its own") {
    const std::string unicode = draw_terminal(test::blocking_run(), {.width = 200});
    const std::string ascii = draw_terminal(test::blocking_run(), {.width = 200, .ascii = true});
    for (const std::string& text : {unicode, ascii}) {
        const std::string legend = line_with(text, " running");
        std::vector<std::string> marks;
        std::string_view rest = legend;
        while (!rest.empty()) {
            const std::string_view first = detail::first_character(rest);
            marks.emplace_back(first);
            const std::size_t next = rest.find("  ");
            rest = next == std::string_view::npos ? "" : rest.substr(next + 2);
        }
        CHECK(marks.size() >= 8);
        std::ranges::sort(marks);
        CHECK(std::ranges::adjacent_find(marks) == marks.end());
    }
}

TEST_CASE("at a cursor there is a mark, and every task and resource in words") {
    const Timeline timeline = test::deadlock_run();
    const std::string text =
        draw_terminal(timeline, {.width = 80, .cursor = timeline.steps().back().last});
    CHECK(text.find("▼") != std::string::npos);
    CHECK(text.find("after step 5, 100 ms") != std::string::npos);
    const std::string states = text.substr(text.find("after step"));
    CHECK(line_with(states, "   account_a").find("held by transfer A→B, wanted by transfer B→A") !=
          std::string::npos);
    CHECK(line_with(states, "main").find("waits") != std::string::npos);
}

TEST_CASE("a queue says what is in it, an event whether it is set, a semaphore what is free") {
    TraceBuilder t;
    const ObjectId queue = t.resource(ResourceType::Queue, "jobs", 3);
    const ObjectId event = t.resource(ResourceType::Event, "go");
    const ObjectId permits = t.resource(ResourceType::Semaphore, "permits", 2);
    const TaskId main = t.create("main");
    t.resume(main);
    t.put(main, queue, 1, "a");
    t.put(main, queue, 2, "b");
    t.acquire(main, permits, 1);
    t.suspend(main, WaitReason::Event, event);
    const std::string text =
        draw_terminal(Timeline(t.trace()), {.width = 90, .cursor = t.size() - 1});
    const std::string states = text.substr(text.find("after step"));
    CHECK(line_with(states, "jobs").find("2 / 3: a b") != std::string::npos);
    CHECK(line_with(states, "   go").find("not set, awaited by main") != std::string::npos);
    CHECK(line_with(states, "permits").find("1 of 2 free, held by main") != std::string::npos);
}

TEST_CASE("a local variable is told at a cursor as long as its scope lasts") {
    TraceBuilder t;
    const TaskId main = t.create("main");
    t.resume(main);
    const ObjectId note = t.resource(ResourceType::Local, "note");
    t.write(main, note, 0, "soon");
    const EventIndex inside = t.suspend(main, WaitReason::Yield);
    t.resume(main);
    t.event({.subject = note, .kind = EventKind::ResourceDestroyed});
    const EventIndex outside = t.suspend(main, WaitReason::Yield);
    const Timeline timeline(t.trace());
    const auto states = [&](EventIndex cursor) {
        const std::string text = draw_terminal(timeline, {.width = 90, .cursor = cursor});
        return text.substr(text.find("after step"));
    };
    CHECK(states(inside).find("soon") != std::string::npos);
    CHECK(states(outside).find("soon") == std::string::npos);
}

TEST_CASE("a long run is cut into lines, a very long one shows the steps around the cursor") {
    const std::string cut = draw_terminal(test::queue_run(10), {.width = 80});
    int loops = 0;
    for (const std::string& line : lines(cut)) {
        loops += line.find("Event loop") != std::string::npos ? 1 : 0;
    }
    CHECK(loops >= 2);
    CHECK(loops <= 4);
    const Timeline timeline = test::queue_run(2000);
    CHECK(draw_terminal(timeline, {.width = 80}).find("All 4003 steps in one line") !=
          std::string::npos);
    const std::string around =
        draw_terminal(timeline, {.width = 80, .cursor = timeline.steps()[2000].last});
    CHECK(around.find("of 4003.") != std::string::npos);
    CHECK(around.find("▼") != std::string::npos);
}

TEST_CASE("colours are 24-bit codes that are ended in every line; without colour there are none") {
    const std::string plain = draw_terminal(test::deadlock_run(), {.width = 80});
    CHECK(plain.find('\x1b') == std::string::npos);
    const std::string color = draw_terminal(test::deadlock_run(), {.width = 80, .color = true});
    CHECK(color.find("\x1b[38;2;56;205;168m") != std::string::npos);  // running
    for (const std::string& line : lines(color)) {
        const std::size_t last = line.rfind("\x1b[");
        CHECK((last == std::string::npos || line.substr(last, 4) == "\x1b[0m"));
    }
}

TEST_CASE("a text is broken at spaces, between Chinese characters, or anywhere if it must") {
    CHECK(detail::wrapped("one two three", 7, 2) == "one two\n  three\n");
    CHECK(detail::wrapped("等待两个任务", 6, 0) == "等待两\n个任务\n");
    CHECK(detail::wrapped("abcdefgh", 4, 1) == "abcd\n efg\n h\n");
    CHECK(detail::wrapped("", 10, 0) == "\n");
}

TEST_CASE("Chinese characters take two columns, broken bytes one") {
    CHECK(terminal_columns("等待 A→B") == 8);
    CHECK(terminal_columns("e\u0301") == 1);
    CHECK(terminal_columns("\xff") == 1);
    CHECK(terminal_columns("") == 0);
}

}  // namespace
}  // namespace coroscope
