// Requests at given times, and when each of them ended, for the tests of the HTTP client.
#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "runtime/core/event_loop.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/gather.h"
#include "runtime/world/http_client.h"

namespace coroscope::test {

/// "1.1 s 200", "500 ms ConnectionTimeoutError".
using Ends = std::vector<std::string>;

inline Coroutine<> get_and_note(ClientSession& session, std::string url, Duration start, Ends& ends,
                                std::string method = "GET",
                                ClientTimeout timeout = ClientTimeout()) {
    if (start > Duration::zero()) {
        co_await sleep(start);
    }
    std::string how;
    try {
        Response response = co_await session.request(method, url, timeout);
        co_await response.text();
        how = std::to_string(response.status());
    } catch (const Error& error) {
        how = error.type();
    }
    ends.push_back(fmt::format("{} {}", now().count() / 1'000'000, how));
}

/// One request for each start, all to this URL.
inline Coroutine<> get_all(ClientSession& session, std::string url, std::vector<Duration> starts,
                           Ends& ends, ClientTimeout timeout = ClientTimeout()) {
    std::vector<Task<>> tasks;
    for (const Duration start : starts) {
        tasks.push_back(create_task(get_and_note(session, url, start, ends, "GET", timeout)));
    }
    co_await gather(tasks);
}

}  // namespace coroscope::test
