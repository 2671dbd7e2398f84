// Queues of other orders, and getters that are cancelled after they were woken.
#include <doctest/doctest.h>

#include <tuple>

#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

namespace lifo_order {
Coroutine<> consumer(LifoQueue<int>& q) {
    for (int i = 0; i < 5; ++i) {
        say("got", co_await q.get());
        co_await sleep(1s);
    }
}
Coroutine<> main() {
    LifoQueue<int> q;
    Task<> t = create_task(consumer(q));
    for (int i = 0; i < 3; ++i) {
        co_await q.put(i);
    }
    co_await sleep(1500ms);
    for (const int i : {10, 11}) {
        co_await q.put(i);
    }
    co_await t;
}
}  // namespace lifo_order

namespace priority_order {
using Item = std::tuple<int, int, std::string>;
Coroutine<> main() {
    PriorityQueue<Item> q;
    const std::vector<Item> items = {Item(3, 0, "low"), Item(1, 1, "urgent"), Item(2, 2, "normal"),
                                     Item(1, 3, "urgent too"), Item(3, 4, "low too")};
    for (const Item& item : items) {
        co_await q.put(item);
    }
    const Item first = co_await q.get();
    say("got", std::get<2>(first));
    co_await q.put(Item(0, 99, "alarm"));
    while (!q.empty()) {
        const Item item = co_await q.get();
        say("got", std::get<2>(item));
    }
}
}  // namespace priority_order

namespace woken_getter_cancelled {
Coroutine<> consumer(std::string name, Queue<std::string>& q) {
    try {
        say(name, "got", co_await q.get());
    } catch (const CancelledError&) {
        say(name, "cancelled; size", q.qsize());
        throw;
    }
}
std::vector<std::string> waiting(const std::vector<Task<>>& ts) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < ts.size(); ++i) {
        if (!ts[i].done()) {
            names.emplace_back(1, static_cast<char>('a' + i));
        }
    }
    return names;
}
/// asyncio.wait(ts, timeout=1), told whether all of them end at once.
Coroutine<> wait_a_second(const std::vector<Task<>>& ts, bool all_end) {
    if (all_end) {
        co_await wait(ts);
    } else {
        co_await sleep(1s);
    }
}
Coroutine<> scene(std::size_t items, std::string victims) {
    say("--- put", items, "cancel", victims);
    Queue<std::string> q;
    std::vector<Task<>> ts;
    for (const char* const n : {"a", "b", "c", "d"}) {
        ts.push_back(create_task(consumer(n, q)));
    }
    co_await sleep(1s);
    for (std::size_t i = 0; i < items; ++i) {
        q.put_nowait(std::to_string(i));
    }
    for (const char victim : victims) {
        ts[static_cast<std::size_t>(victim - 'a')].cancel();
    }
    co_await wait_a_second(ts, items + victims.size() == 4);
    say("waiting:", waiting(ts), "size", q.qsize());
    for (std::size_t i = 0; i < 4 - items - victims.size(); ++i) {
        q.put_nowait("late " + std::to_string(i));
    }
    co_await wait_a_second(ts, true);
    say("waiting:", waiting(ts), "size", q.qsize());
    for (Task<>& t : ts) {
        t.cancel();
    }
    co_await wait(ts);
}
Coroutine<> main() {
    co_await scene(1, "a");
    co_await scene(2, "a");
    co_await scene(2, "ab");
    co_await scene(1, "b");
}
}  // namespace woken_getter_cancelled

TEST_CASE("queue_lifo_order") { conforms("queue_lifo_order", lifo_order::main); }
TEST_CASE("queue_priority_order") { conforms("queue_priority_order", priority_order::main); }
TEST_CASE("queue_woken_getter_cancelled") {
    conforms("queue_woken_getter_cancelled", woken_getter_cancelled::main);
}

}  // namespace
}  // namespace coroscope::conformance
