#include <doctest/doctest.h>

#include <sstream>

#include "runtime/picture/terminal.h"
#include "scenarios/catalogue.h"
#include "tests/support/command_line.h"

using namespace coroscope;
using namespace coroscope::test;
using cli::kDone;

namespace {

std::string printed(const Args& args, int width, bool color = false) {
    std::ostringstream out;
    std::ostringstream err;
    cli::Console console{
        .out = out, .err = err, .color = color, .width = width, .program = {}, .exec = {}};
    CHECK(cli::run_command(args, console) == kDone);
    CHECK(err.str().empty());
    return out.str();
}

int widest(const std::string& text) {
    std::istringstream lines(text);
    int most = 0;
    for (std::string line; std::getline(lines, line);) {
        most = std::max(most, terminal_columns(line));
    }
    return most;
}

}  // namespace

TEST_CASE("stats says where the time went") {
    const std::string text = call({"stats", "patterns/producer-consumer"}).out;
    for (const char* section :
         {"\nLoop\n", "\nDistributions\n", "\nTasks\n", "\nWhat tasks wait for\n", "\nResources\n",
          "\nQueues\n", "\nLittle's law\n", "\nWho waited for whom\n", "\nCritical path\n",
          "\nMemory\n"}) {
        CHECK(has(text, section));
    }
    CHECK(has(text, "producer-1  finished"));
    CHECK(has(text, "L = λ · W."));
    CHECK(has(text, "main waited for consumer-"));
    CHECK(!has(text, "\x1b["));
    CHECK(has(printed({"stats", "patterns/producer-consumer"}, 80, true), "\x1b["));
}

TEST_CASE("no line of stats is wider than the terminal, for any scenario") {
    for (const Scenario* scenario : catalogue()) {
        const std::string id(info(*scenario).id);
        for (const int width : {80, 120, 200}) {
            CHECK(widest(printed({"stats", id}, width)) <= width);
            CHECK(widest(printed({"stats", id, "--lang", "zh"}, width)) <= width);
        }
    }
    CHECK(has(printed({"stats", "sync/semaphore"}, 200), "longest ready"));
    CHECK(!has(printed({"stats", "sync/semaphore"}, 80), "longest ready"));
}

TEST_CASE("long lists are cut on a terminal, never in JSON") {
    const Args args{"stats", "sync/semaphore?downloads=40"};
    CHECK(has(call(args).out, "and 25 more"));
    CHECK(json_of({args[0], args[1], "--json"})["tasks"].size() == 41);
}

TEST_CASE("the sentences of stats come in Chinese, too") {
    CHECK(has(call({"stats", "patterns/producer-consumer", "--lang", "zh"}).out, "每秒放入"));
    CHECK(has(call({"stats", "sync/semaphore", "--ascii"}).out, "####"));
    CHECK(!has(call({"stats", "sync/semaphore", "--ascii"}).out, "█"));
}
