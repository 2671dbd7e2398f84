#include "runtime/text/message.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>

using namespace coroscope;

TEST_CASE("a duration is written exactly, in the largest unit that fits") {
    CHECK(format_duration(0) == "0 ms");
    CHECK(format_duration(7) == "7 ns");
    CHECK(format_duration(3'000) == "3 µs");
    CHECK(format_duration(1'500) == "1.5 µs");
    CHECK(format_duration(250'000'000) == "250 ms");
    CHECK(format_duration(12'345'000) == "12.345 ms");
    CHECK(format_duration(1'000'001) == "1.000001 ms");
    CHECK(format_duration(999'999'999) == "999.999999 ms");
    CHECK(format_duration(1'000'000'000) == "1.0 s");
    CHECK(format_duration(1'500'000'000) == "1.5 s");
    CHECK(format_duration(2'000'000'000) == "2.0 s");
    CHECK(format_duration(2'050'000'000) == "2.05 s");
    CHECK(format_duration(90'000'000'000) == "90.0 s");
    CHECK(format_duration(-1'500'000'000) == "-1.5 s");
    CHECK(format_duration(std::numeric_limits<std::int64_t>::min()) == "-9223372036.854775808 s");
    CHECK(format_duration(std::numeric_limits<std::int64_t>::max()) == "9223372036.854775807 s");
}

TEST_CASE("a message becomes pieces that keep their roles") {
    const Message message("explain.sleeps",
                          {task_arg("task", 2, "worker-1"), duration_arg("time", 500'000'000)});
    const Sentence sentence = render(message, Language::English);
    REQUIRE(sentence.size() == 4);
    CHECK(sentence[0] == Piece{.role = Role::Task, .text = "worker-1", .id = 2});
    CHECK(sentence[1] == Piece{.text = " sleeps "});
    CHECK(sentence[2] == Piece{.role = Role::Quantity, .text = "500 ms"});
    CHECK(sentence[3].role == Role::Plain);
    CHECK(plain(sentence) == "worker-1 sleeps 500 ms and lets the others run.");
    CHECK(to_string(message, Language::Chinese) ==
          "worker-1 睡眠 500 ms，把事件循环让给其他任务。");
}

TEST_CASE("{name|one|many} chooses by the number") {
    const auto waits = [](std::int64_t count) {
        return to_string(Message("ui.tasks_wait", {number_arg("count", count)}), Language::English);
    };
    CHECK(waits(0) == "0 tasks wait");
    CHECK(waits(1) == "1 task waits");
    CHECK(waits(2) == "2 tasks wait");
}

TEST_CASE("lists are joined as their language does it") {
    const auto tasks = [](std::size_t count, Joining joining) {
        std::vector<Message> items;
        for (std::size_t i = 0; i < count; ++i) {
            items.push_back(just(task_arg("task", 1, std::string(1, static_cast<char>('a' + i)))));
        }
        return just(list_arg("tasks", std::move(items), joining));
    };
    CHECK(to_string(tasks(0, Joining::And), Language::English).empty());
    CHECK(to_string(tasks(1, Joining::And), Language::English) == "a");
    CHECK(to_string(tasks(2, Joining::And), Language::English) == "a and b");
    CHECK(to_string(tasks(3, Joining::And), Language::English) == "a, b and c");
    CHECK(to_string(tasks(3, Joining::And), Language::Chinese) == "a、b 与 c");
    CHECK(to_string(tasks(3, Joining::Facts), Language::English) == "a, b and c");
    CHECK(to_string(tasks(3, Joining::Facts), Language::Chinese) == "a，b，c");
    CHECK(to_string(tasks(3, Joining::Clauses), Language::English) == "a; b; c");
    CHECK(to_string(tasks(3, Joining::Clauses), Language::Chinese) == "a；b；c");
    CHECK(render(tasks(2, Joining::And), Language::English).size() == 3);
}

TEST_CASE("a message may stand inside another") {
    const Message inner("ui.tasks_wait", {number_arg("count", 2)});
    const Message outer("ui.run_next", {message_arg("task", inner)});
    CHECK(to_string(outer, Language::English) == "Run 2 tasks wait next");
}

TEST_CASE("what is unknown or missing stays visible") {
    CHECK(to_string(Message("no.such.id"), Language::Chinese) == "no.such.id");
    CHECK(tr("no.such.id", Language::Chinese) == "no.such.id");
    CHECK(to_string(Message("explain.sleeps"), Language::English) ==
          "{task} sleeps {time} and lets the others run.");
    CHECK(Message().empty());
    CHECK(render(Message(), Language::English).empty());
}

TEST_CASE("a line that is not known is a question mark") {
    const Message message("ui.line_in", {line_arg("line", 0), code_arg("function", "main")});
    CHECK(to_string(message, Language::English) == "line ? in main");
}

TEST_CASE("braces in an argument are text") {
    const Message message("ui.line_in", {line_arg("line", 1), code_arg("function", "{task}")});
    CHECK(to_string(message, Language::English) == "line 1 in {task}");
}
