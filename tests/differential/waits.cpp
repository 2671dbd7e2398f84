// The operations that may wait for one thing: a sleep, a task, a lock, a queue.

#include <fmt/format.h>

#include "runtime/core/sleep.h"
#include "tests/differential/world.h"

namespace coroscope::differential {

Coroutine<Done> World::do_sleep(const Node& node) {
    co_await sleep(*eighths(node.name()));
    co_return Done();
}

Coroutine<Done> World::do_await(const Node& node) {
    const Future<int> awaited = future(node.name());
    const int value = co_await awaited;
    co_return Done(std::to_string(value));
}

Coroutine<Done> World::do_acquire(const Node& node) {
    const std::string& name = node.name();
    if (name[0] == 'L') {
        co_await locks_.at(name)->acquire();
    } else if (name[0] == 'C') {
        co_await conditions_.at(name)->acquire();
    } else {
        co_await semaphores_.at(name)->acquire();
    }
    co_return Done();
}

/// The error of the block leaves after the guard is gone, so that what release() raises can replace
/// it, as in Python.
template <class Thing>
Coroutine<Done> World::hold(Thing& thing, const Node& node) {
    Done done;
    std::exception_ptr error;
    {
        const auto held = co_await thing.hold();
        try {
            done.left_with = co_await run_block(node.children);
        } catch (...) {
            error = std::current_exception();
        }
    }
    if (error) {
        std::rethrow_exception(error);
    }
    co_return done;
}

Coroutine<Done> World::do_hold(const Node& node) {
    const std::string& name = node.name();
    if (name[0] == 'L') {
        co_return co_await hold(*locks_.at(name), node);
    }
    if (name[0] == 'C') {
        co_return co_await hold(*conditions_.at(name), node);
    }
    co_return co_await hold(*semaphores_.at(name), node);
}

Coroutine<Done> World::do_wait(const Node& node) {
    const std::string& name = node.name();
    if (name[0] == 'E') {
        co_await events_.at(name)->wait();
    } else if (name[0] == 'C') {
        co_await conditions_.at(name)->wait();
    } else {
        const int index = co_await barriers_.at(name)->wait();
        co_return Done(std::to_string(index));
    }
    co_return Done("yes");
}

Coroutine<Done> World::do_wait_until(const Node& node) {
    Condition& condition = *conditions_.at(node.name());
    const int least = node.number(1);
    auto waiting = condition.wait_for([this, least] { return count_ >= least; });
    co_await waiting;
    co_return Done("yes");
}

Coroutine<Done> World::do_reset(const Node& node) {
    co_await barriers_.at(node.name())->reset();
    co_return Done();
}

Coroutine<Done> World::do_abort(const Node& node) {
    co_await barriers_.at(node.name())->abort();
    co_return Done();
}

Coroutine<Done> World::do_put(const Node& node) {
    co_await queues_.at(node.name())->put(node.number(1));
    co_return Done();
}

Coroutine<Done> World::do_get(const Node& node) {
    const int item = co_await queues_.at(node.name())->get();
    co_return Done(std::to_string(item));
}

Coroutine<Done> World::do_join(const Node& node) {
    co_await queues_.at(node.name())->join();
    co_return Done();
}

const std::map<std::string, World::WaitingOperation>& World::waiting_operations() {
    static const std::map<std::string, WaitingOperation> kOperations = {
        {"sleep", &World::do_sleep},
        {"await", &World::do_await},
        {"acquire", &World::do_acquire},
        {"hold", &World::do_hold},
        {"wait", &World::do_wait},
        {"wait_until", &World::do_wait_until},
        {"reset", &World::do_reset},
        {"abort", &World::do_abort},
        {"put", &World::do_put},
        {"get", &World::do_get},
        {"join", &World::do_join},
        {"shield", &World::do_shield},
        {"wait_for", &World::do_wait_for},
        {"timeout", &World::do_timeout},
        {"group", &World::do_group},
        {"gather", &World::do_gather},
        {"gather_new", &World::do_gather_new},
        {"wait_set", &World::do_wait_set},
        {"completed", &World::do_completed},
        {"acompleted", &World::do_acompleted},
        {"each", &World::do_each},
        {"aclose", &World::do_aclose},
        {"athrow", &World::do_athrow},
    };
    return kOperations;
}

}  // namespace coroscope::differential
