// The operations that wait for several things, within a limit, or for a generator.

#include <fmt/format.h>

#include <algorithm>

#include "runtime/sync/as_completed.h"
#include "runtime/sync/async_with.h"
#include "runtime/sync/gather.h"
#include "runtime/sync/shield.h"
#include "runtime/sync/wait.h"
#include "runtime/sync/wait_for.h"
#include "tests/differential/world.h"

namespace coroscope::differential {

namespace {

std::string shown_results(const std::vector<int>& results) {
    return fmt::format("[{}]", fmt::join(results, ", "));
}
std::string shown_results(const std::vector<Result<int>>& results) {
    std::vector<std::string> all;
    for (const Result<int>& result : results) {
        all.push_back(result.ok() ? std::to_string(result.value()) : shown(result.error()));
    }
    return shown_list(all);
}

}  // namespace

Coroutine<Done> World::do_shield(const Node& node) {
    const Future<int> outer = shield(future(node.name()));
    const int value = co_await outer;
    co_return Done(std::to_string(value));
}

template <class Wait>
Coroutine<Done> World::limited(Wait wait, std::optional<Duration> limit) {
    auto waiting = coroscope::wait_for(std::move(wait), limit);
    const auto result = co_await waiting;
    if constexpr (std::is_same_v<decltype(result), const bool>) {
        co_return Done(shown(result));
    } else {
        co_return Done(std::to_string(result));
    }
}

Coroutine<Done> World::do_wait_for(const Node& node) {
    const std::optional<Duration> limit = eighths(node.name());
    if (node.args.size() == 1) {
        auto waiting = coroscope::wait_for(run_block(node.children), limit);
        Done done;
        done.left_with = co_await waiting;
        co_return done;
    }
    const std::string& name = node.args[1];
    switch (name[0]) {
    case 'L': co_return co_await limited(locks_.at(name)->acquire(), limit);
    case 'C': co_return co_await limited(conditions_.at(name)->acquire(), limit);
    case 'S':
    case 'B': co_return co_await limited(semaphores_.at(name)->acquire(), limit);
    case 'E': co_return co_await limited(events_.at(name)->wait(), limit);
    case 'R': co_return co_await limited(barriers_.at(name)->wait(), limit);
    case 'Q':
    case 'K':
    case 'P': co_return co_await limited(queues_.at(name)->get(), limit);
    default: co_return co_await limited(future(name), limit);
    }
}

Coroutine<Done> World::do_timeout(const Node& node) {
    const auto limit = std::make_shared<Timeout>(eighths(node.args[1]));
    timeouts_.emplace(node.name(), limit);
    Done done;
    co_await async_with(*limit, [&](Timeout&) -> Coroutine<> {
        done.left_with = co_await run_block(node.children);
    });
    co_return done;
}

Coroutine<Done> World::do_group(const Node& node) {
    TaskGroup group;
    groups_.emplace(node.name(), group);
    Done done;
    co_await async_with(group, [&](TaskGroup&) -> Coroutine<> {
        done.left_with = co_await run_block(node.children);
    });
    co_return done;
}

Coroutine<Done> World::do_gather(const Node& node) {
    std::string words;
    if (node.name() == "errors") {
        words = shown_results(co_await gather(return_exceptions, several(node.args, 1)));
    } else {
        words = shown_results(co_await gather(several(node.args, 1)));
    }
    co_return Done(words);
}

Coroutine<Done> World::do_gather_new(const Node& node) {
    std::vector<Coroutine<int>> bodies;
    for (std::size_t i = 1; i < node.args.size(); ++i) {
        if (!tasks_.contains(node.args[i])) {
            bodies.push_back(body(node.args[i]));
        }
    }
    std::string words;
    if (node.name() == "errors") {
        words = shown_results(co_await gather(return_exceptions, std::move(bodies)));
    } else {
        words = shown_results(co_await gather(std::move(bodies)));
    }
    co_return Done(words);
}

Coroutine<Done> World::do_wait_set(const Node& node) {
    const ReturnWhen when = node.name() == "all"     ? ALL_COMPLETED
                            : node.name() == "first" ? FIRST_COMPLETED
                                                     : FIRST_EXCEPTION;
    auto waiting = coroscope::wait(several(node.args, 2), eighths(node.args[1]), when);
    const Waited<Future<int>> waited = co_await waiting;
    std::vector<std::string> done;
    for (std::size_t i = 2; i < node.args.size(); ++i) {
        const std::optional<Future<int>> one = find(node.args[i]);
        if (one && std::ranges::find(waited.done, *one) != waited.done.end()) {
            done.push_back(node.args[i]);
        }
    }
    co_return Done(shown_list(done));
}

bool World::several_are_done(const Node& node) const {
    const std::vector<Future<int>> all = several(node.args, 1);
    return std::ranges::count_if(all, [](const Future<int>& one) { return one.done(); }) > 1;
}

Coroutine<Done> World::do_completed(const Node& node) {
    if (several_are_done(node)) {
        co_return Done("several are done: a set's order");
    }
    for (auto following : as_completed(several(node.args, 1), eighths(node.name()))) {
        std::string words;
        try {
            const int value = co_await following;
            words = std::to_string(value);
        } catch (const Problem&) {
            words = shown(std::current_exception());
        }
        say(node, "next " + words);
    }
    co_return Done();
}

Coroutine<Done> World::do_acompleted(const Node& node) {
    if (several_are_done(node)) {
        co_return Done("several are done: a set's order");
    }
    auto completed = as_completed(several(node.args, 1), eighths(node.name()));
    while (const std::optional<Future<int>> one = co_await completed.next()) {
        for (std::size_t i = 1; i < node.args.size(); ++i) {
            if (find(node.args[i]) == one) {
                say(node, "next " + node.args[i]);
                break;
            }
        }
    }
    co_return Done();
}

Coroutine<Done> World::do_each(const Node& node) {
    const int limit = node.number(1);
    for (int i = 0; i < limit; ++i) {
        if (!generators_.contains(node.name())) {
            co_return Done("dropped");
        }
        const std::optional<int> item = co_await generators_.at(node.name()).anext();
        if (!item) {
            co_return Done("over");
        }
        say(node, fmt::format("item {}", *item));
        const std::optional<int> left = co_await run_block(node.children);
        if (left) {
            co_return Done(left);
        }
    }
    co_return Done();
}

Coroutine<Done> World::do_aclose(const Node& node) {
    co_await generators_.at(node.name()).aclose();
    co_return Done();
}

Coroutine<Done> World::do_athrow(const Node& node) {
    const std::optional<int> item =
        co_await generators_.at(node.name()).athrow(Problem(node.args[1]));
    co_return Done(item ? std::to_string(*item) : "over");
}

}  // namespace coroscope::differential
