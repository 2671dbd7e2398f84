// Random programs of nested blocks and combinators, the same in Python.
#include <doctest/doctest.h>

#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

namespace random_programs {

class Numbers {
public:
    explicit Numbers(std::uint64_t seed) : state_(seed) {}
    int next(int n) {
        state_ = (state_ * 1103515245 + 12345) % 2147483648;
        return static_cast<int>((state_ / 65536) % static_cast<std::uint64_t>(n));
    }
    int fork() { return next(32768) + 1; }

private:
    std::uint64_t state_;
};

using Tasks = std::vector<Task<>>;

Coroutine<> node(Tasks& tasks, std::string path, int seed, int depth);

Duration quarters(int n) { return n * 250ms; }

Tasks spawn_several(Tasks& tasks, std::string path, Numbers& random, int depth) {
    Tasks ts;
    const int count = 1 + random.next(3);
    for (int i = 0; i < count; ++i) {
        const int seed = random.fork();
        ts.push_back(create_task(node(tasks, path + std::to_string(i), seed, depth)));
        tasks.push_back(ts.back());
    }
    return ts;
}

Coroutine<> turns(int n) {
    for (int i = 0; i < n; ++i) {
        co_await sleep(0s);
    }
}

void maybe_fail(const std::string& path, Numbers& random) {
    if (random.next(4) == 0) {
        throw ValueError(path);
    }
}

Coroutine<> in_timeout(Tasks& tasks, std::string path, Numbers& random, int depth) {
    const Duration limit = quarters(random.next(6));
    co_await async_with(timeout(limit), [&](Timeout& cm) -> Coroutine<> {
        const int seed = random.fork();
        co_await node(tasks, path + "t", seed, depth);
        if (random.next(3) == 0) {
            cm.reschedule(quarters(random.next(6)));
        }
        const int n = random.next(4);
        co_await turns(n);
    });
}

Coroutine<> in_group(Tasks& tasks, std::string path, Numbers& random, int depth) {
    co_await async_with(TaskGroup(), [&](TaskGroup& tg) -> Coroutine<> {
        const int count = 1 + random.next(3);
        for (int i = 0; i < count; ++i) {
            const int seed = random.fork();
            tasks.push_back(
                tg.create_task(node(tasks, path + "g" + std::to_string(i), seed, depth)));
        }
        if (random.next(2) == 0) {
            const int seed = random.fork();
            co_await node(tasks, path + "b", seed, depth);
        } else {
            const int n = random.next(4);
            co_await turns(n);
        }
        maybe_fail(path, random);
    });
}

Coroutine<> in_wait(Tasks& tasks, std::string path, Numbers& random, int depth) {
    const Tasks ts = spawn_several(tasks, path + "w", random, depth);
    const std::vector<ReturnWhen> all = {ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION};
    const ReturnWhen when = all[static_cast<std::size_t>(random.next(3))];
    const int limit = random.next(6);
    std::optional<Duration> timeout;
    if (limit < 5) {
        timeout = quarters(limit);
    }
    auto [done, pending] = co_await wait(ts, timeout, when);
    say(path, "done", done.size(), "pending", pending.size());
    for (Task<>& t : pending) {
        t.cancel();
    }
    if (!pending.empty() && random.next(2) == 0) {
        co_await wait(pending);
    }
}

Coroutine<> in_completed(Tasks& tasks, std::string path, Numbers& random, int depth) {
    const Tasks ts = spawn_several(tasks, path + "c", random, depth);
    const int limit = random.next(8);
    std::optional<Duration> timeout;
    if (limit < 6) {
        timeout = quarters(limit);
    }
    try {
        for (auto next : as_completed(ts, timeout)) {
            try {
                co_await next;
                say(path, "next ok");
            } catch (const ValueError&) {
                say(path, "next failed");
            }
        }
    } catch (const TimeoutError&) {
        say(path, "no next");
    }
}

Coroutine<> operate(Tasks& tasks, std::string path, Numbers& random, int depth) {
    const int op = depth > 0 ? random.next(11) : random.next(2);
    const int inner = depth - 1;
    if (op == 0) {
        const Duration length = quarters(random.next(8));
        co_await sleep(length);
        maybe_fail(path, random);
    } else if (op == 1) {
        const int n = random.next(4);
        co_await turns(n);
        maybe_fail(path, random);
    } else if (op == 2) {
        co_await in_timeout(tasks, path, random, inner);
    } else if (op == 3 || op == 10) {
        co_await in_group(tasks, path, random, inner);
    } else if (op == 4) {
        co_await in_wait(tasks, path, random, inner);
    } else if (op == 5) {
        const int seed = random.fork();
        tasks.push_back(create_task(node(tasks, path + "s", seed, inner)));
        co_await shield(tasks.back());
    } else if (op == 6) {
        const int seed = random.fork();
        const Duration limit = quarters(random.next(5));
        co_await wait_for(node(tasks, path + "f", seed, inner), limit);
    } else if (op == 7) {
        const int first = random.fork();
        const int second = random.fork();
        co_await gather(node(tasks, path + "x", first, inner),
                        node(tasks, path + "y", second, inner));
    } else if (op == 8) {
        co_await in_completed(tasks, path, random, inner);
    } else if (op == 9) {
        const int before = random.next(3);
        co_await turns(before);
        Task<> victim =
            tasks[static_cast<std::size_t>(random.next(static_cast<int>(tasks.size())))];
        say(path, "cancels ->", victim.cancel());
        const int after = random.next(3);
        co_await turns(after);
    }
}

Coroutine<> node(Tasks& tasks, std::string path, int seed, int depth) {
    Numbers random(static_cast<std::uint64_t>(seed));
    std::exception_ptr error;
    try {
        co_await operate(tasks, path, random, depth);
        say(path, "ok, requests:", me().cancelling());
    } catch (...) {
        error = std::current_exception();
    }
    if (error) {
        say(path, error, "requests:", me().cancelling());
        const int how = random.next(8);
        if (how == 0) {
            co_return;
        }
        if (how < 3) {
            co_await sleep(quarters(how));
        }
        std::rethrow_exception(error);
    }
}

Tasks unfinished(const Tasks& tasks) {
    Tasks open;
    for (const Task<>& t : tasks) {
        if (!t.done()) {
            open.push_back(t);
        }
    }
    return open;
}

Coroutine<> scene(Tasks& tasks, int seed) {
    say("--- seed", seed);
    tasks.clear();
    tasks.push_back(create_task(node(tasks, "r", seed, 4)));
    for (int i = 0; i < 6; ++i) {
        const Tasks open = unfinished(tasks);
        if (!open.empty()) {
            co_await wait(open, 2s);
        }
        if (i > 0) {
            for (Task<>& t : unfinished(tasks)) {
                t.cancel();
            }
        }
    }
    for (const Task<>& t : tasks) {
        if (t.done() && !t.cancelled()) {
            (void)t.exception();
        }
    }
}

Coroutine<> main() {
    Tasks tasks;
    for (int seed = 1; seed < 121; ++seed) {
        co_await scene(tasks, seed * 7919);
    }
}
}  // namespace random_programs

TEST_CASE("tg_random_programs") { conforms("tg_random_programs", random_programs::main); }

}  // namespace
}  // namespace coroscope::conformance
