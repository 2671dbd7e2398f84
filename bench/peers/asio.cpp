// The same work in Boost.Asio with C++20 coroutines, on one thread. One process measures one work:
// `asio 'W1 switch'` prints CPU nanoseconds per operation, `asio 'W3 timer'` bytes per task.
//
// Asio's clock is the real one: timers sleep for microseconds and only CPU time counts. It has no
// queue and no lock: a channel of 16, and a channel of 1, are the usual stand-ins.

#include <unistd.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <string>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using Channel = asio::experimental::channel<void(boost::system::error_code, int)>;

static asio::io_context context(1);
static std::int64_t sum = 0;

template <class T>
static void spawn(awaitable<T> work) {
    asio::co_spawn(context, std::move(work), asio::detached);
}

static awaitable<void> yield_often(int times) {
    for (int i = 0; i < times; ++i) {
        co_await asio::post(context, use_awaitable);
    }
}

static awaitable<int> child(int value) { co_return value; }

static awaitable<void> call(int times) {
    for (int i = 0; i < times; ++i) {
        sum += co_await child(i & 7);
    }
}

static awaitable<void> spawn_one(int times) {
    for (int i = 0; i < times; ++i) {
        sum += co_await asio::co_spawn(context, child(i & 7), use_awaitable);
    }
}

static awaitable<void> spawn_many(int times) {
    for (int done = 0; done < times; done += 1000) {
        int left = 1000;
        asio::steady_timer all(context, asio::steady_timer::time_point::max());
        for (int i = 0; i < 1000; ++i) {
            asio::co_spawn(context, child(i & 7), [&](std::exception_ptr, int value) {
                sum += value;
                if (--left == 0) {
                    all.cancel();
                }
            });
        }
        boost::system::error_code cancelled;
        co_await all.async_wait(asio::redirect_error(use_awaitable, cancelled));
    }
}

static awaitable<void> put(Channel& channel, int times) {
    for (int i = 0; i < times; ++i) {
        co_await channel.async_send(boost::system::error_code(), i, use_awaitable);
    }
}
static awaitable<void> get(Channel& channel, int times) {
    for (int i = 0; i < times; ++i) {
        sum += co_await channel.async_receive(use_awaitable);
    }
}

static awaitable<void> sleep_often(std::uint32_t seed, int times) {
    std::uint32_t state = seed * 2654435761U + 12345U;
    asio::steady_timer timer(context);
    for (int i = 0; i < times; ++i) {
        state = state * 1664525U + 1013904223U;
        timer.expires_after(std::chrono::microseconds((state >> 16) % 1000U + 1U));
        co_await timer.async_wait(use_awaitable);
    }
}

static awaitable<void> lock_often(Channel& lock, int times) {
    for (int i = 0; i < times; ++i) {
        co_await lock.async_send(boost::system::error_code(), 0, use_awaitable);
        ++sum;
        co_await asio::post(context, use_awaitable);
        co_await lock.async_receive(use_awaitable);
    }
}

static awaitable<void> parked() {
    asio::steady_timer timer(context, std::chrono::hours(1));
    co_await timer.async_wait(use_awaitable);
}

static double cpu_ns() {
    std::timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return 1e9 * static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec);
}

static double resident_bytes() {
    unsigned long total = 0;
    unsigned long resident = 0;
    std::FILE* const file = std::fopen("/proc/self/statm", "r");
    if (file == nullptr || std::fscanf(file, "%lu %lu", &total, &resident) != 2) {
        return 0;
    }
    std::fclose(file);
    return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

int main(int argc, char** argv) {
    const std::string work = argc > 1 ? argv[1] : "";
    Channel channel(context, work == "W6 lock" ? 1 : 16);
    int operations = 200'000;
    const double start = cpu_ns();
    if (work == "W1 switch") {
        operations = 1'000'000;
        for (int i = 0; i < 1000; ++i) {
            spawn(yield_often(operations / 1000));
        }
    } else if (work == "W2 seq") {
        spawn(spawn_one(operations));
    } else if (work == "W2 gather") {
        spawn(spawn_many(operations));
    } else if (work == "W2 call") {
        operations = 1'000'000;
        spawn(call(operations));
    } else if (work == "W3 timer") {
        const double before = resident_bytes();
        for (int i = 0; i < operations; ++i) {
            spawn(parked());
            if (i % 1000 == 999) {
                context.poll();
            }
        }
        std::printf("%.1f\n", (resident_bytes() - before) / operations);
        std::fflush(stdout);
        _exit(0);
    } else if (work == "W4 queue") {
        operations = 500'000;
        spawn(put(channel, operations));
        spawn(get(channel, operations));
    } else if (work == "W5 1k") {
        for (int i = 0; i < 1000; ++i) {
            spawn(sleep_often(static_cast<std::uint32_t>(i), operations / 1000));
        }
    } else if (work == "W5 1M") {
        operations = 1'000'000;
        for (int i = 0; i < operations; ++i) {
            spawn(sleep_often(static_cast<std::uint32_t>(i), 1));
        }
    } else if (work == "W6 lock") {
        for (int i = 0; i < 1000; ++i) {
            spawn(lock_often(channel, operations / 1000));
        }
    } else {
        return 2;
    }
    context.run();
    std::printf("%.1f\n", (cpu_ns() - start) / operations);
}
