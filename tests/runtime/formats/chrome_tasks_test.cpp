#include "runtime/formats/chrome_tasks.h"

#include <doctest/doctest.h>

#include "tests/runtime/formats/chrome_parts.h"

using namespace coroscope;
using test::Parts;

namespace {

using Names = std::vector<std::string>;
Names names(const Parts& parts) {
    Names result;
    for (const ChromeTask& task : parts.tasks.list) {
        result.push_back(task.name);
    }
    return result;
}

}  // namespace

TEST_CASE(
    "each thread on which something happens is a task, with its process if there are several") {
    CHECK(names(Parts(R"([{"ph":"X","ts":1,"dur":1,"pid":1,"tid":2},
        {"ph":"M","name":"thread_name","pid":1,"tid":9,"args":{"name":"idle"}},
        {"ph":"i","ts":1,"pid":1,"tid":3},{"ph":"C","ts":1,"pid":1,"tid":4,"args":{"a":1}},
        {"ph":"M","name":"thread_name","pid":1,"tid":3,"args":{"name":"main"}}])")) ==
          Names{"thread 2", "main"});
    CHECK(names(Parts(R"([{"ph":"X","ts":1,"dur":1,"pid":1,"tid":2},
        {"ph":"X","ts":1,"dur":1,"pid":7,"tid":8},
        {"ph":"M","name":"process_name","pid":7,"args":{"name":"app"}}])")) ==
          Names{"process 1/thread 2", "app/thread 8"});
}

TEST_CASE("threads stand in the order of their sort indexes, then of the document") {
    CHECK(names(Parts(R"([{"ph":"X","ts":1,"dur":1,"pid":1,"tid":1},
        {"ph":"X","ts":1,"dur":1,"pid":1,"tid":2},{"ph":"X","ts":1,"dur":1,"pid":1,"tid":3},
        {"ph":"M","name":"thread_sort_index","pid":1,"tid":3,"args":{"sort_index":-1}}])")) ==
          Names{"thread 3", "thread 1", "thread 2"});
}

TEST_CASE("names that are used twice get a number, further lanes too") {
    const Parts parts(R"([{"ph":"X","ts":1,"dur":5,"pid":1,"tid":1},
        {"ph":"X","ts":2,"dur":5,"pid":1,"tid":1},{"ph":"X","ts":1,"dur":1,"pid":1,"tid":2},
        {"ph":"M","name":"thread_name","pid":1,"tid":1,"args":{"name":"pool"}},
        {"ph":"M","name":"thread_name","pid":1,"tid":2,"args":{"name":"pool"}}])");
    CHECK(names(parts) == Names{"pool 1", "pool 1 (2)", "pool 2"});
    CHECK(parts.tasks.list[1].parent == 1);
}

TEST_CASE("operations come when they begin, as children of their thread") {
    const Parts parts(R"([{"ph":"X","ts":1,"dur":9,"pid":1,"tid":1},
        {"ph":"b","name":"load","cat":"x","id":5,"ts":4,"pid":1,"tid":1},
        {"ph":"b","name":"load","cat":"x","id":6,"ts":3,"pid":1,"tid":1}])");
    CHECK(names(parts) == Names{"thread 1", "load 6", "load 5"});
    CHECK(parts.tasks.list[1].parent == 1);
    CHECK(parts.tasks.list[1].created == 3000);
    CHECK(parts.tasks.list[0].created == 1000);
    CHECK(parts.tasks.of_track == std::vector<TaskId>{1, 2, 3});
}
