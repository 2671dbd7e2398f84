// The operations that never suspend: a task and a callback can do them.

#include <fmt/format.h>

#include "runtime/core/sleep.h"
#include "tests/differential/world.h"

namespace coroscope::differential {

namespace {

const ContextVar<int> kVariable("variable", 0);

}  // namespace

/// A task or a future.
std::optional<Future<int>> World::find(const std::string& name) const {
    if (const auto task = tasks_.find(name); task != tasks_.end()) {
        return task->second;
    }
    if (const auto future = futures_.find(name); future != futures_.end()) {
        return future->second;
    }
    return std::nullopt;
}

std::vector<Future<int>> World::several(const Names& names, std::size_t from) const {
    std::vector<Future<int>> all;
    for (std::size_t i = from; i < names.size(); ++i) {
        if (const std::optional<Future<int>> one = find(names[i])) {
            all.push_back(*one);
        }
    }
    return all;
}

bool World::cancel(const Node& node) { return future(node.name()).cancel(node.arg(1)); }

void World::set(const Node& node) {
    if (const auto event = events_.find(node.name()); event != events_.end()) {
        event->second->set();
    } else {
        future(node.name()).set_result(node.number(1));
    }
}

void World::release(const std::string& name) {
    switch (name[0]) {
    case 'L': return locks_.at(name)->release();
    case 'C': return conditions_.at(name)->release();
    default: return semaphores_.at(name)->release();
    }
}

std::string World::look(const std::string& name) const {
    switch (name[0]) {
    case 'L': return shown(locks_.at(name)->locked());
    case 'C': return shown(conditions_.at(name)->locked());
    case 'S':
    case 'B': return shown(semaphores_.at(name)->locked());
    case 'E': return shown(events_.at(name)->is_set());
    case 'T': return shown(timeouts_.at(name)->expired());
    case 'R': {
        const Barrier& barrier = *barriers_.at(name);
        return fmt::format("[{}, {}]", barrier.n_waiting(), shown(barrier.broken()));
    }
    case 'Q':
    case 'K':
    case 'P': {
        const Queue<int>& queue = *queues_.at(name);
        return fmt::format("[{}, {}, {}]", queue.qsize(), shown(queue.empty()),
                           shown(queue.full()));
    }
    default: {
        const Future<int> one = future(name);
        return fmt::format("[{}, {}]", shown(one.done()), shown(one.cancelled()));
    }
    }
}

const std::map<std::string, World::SyncOperation>& World::operations() {
    static const std::map<std::string, SyncOperation> kOperations = {
        {"spawn",
         [](World& w, const Node& n) {
             const std::string& name = n.name();
             w.tasks_.emplace(name, create_task(w.body(name), name));
             return Done();
         }},
        {"group_spawn",
         [](World& w, const Node& n) {
             const std::string& name = n.args[1];
             w.tasks_.emplace(name, w.groups_.at(n.name()).create_task(w.body(name), name));
             return Done();
         }},
        {"cancel", [](World& w, const Node& n) { return Done(shown(w.cancel(n))); }},
        {"uncancel",
         [](World& w, const Node& n) {
             return Done(std::to_string(w.tasks_.at(n.name()).uncancel()));
         }},
        {"cancelling",
         [](World& w, const Node& n) {
             return Done(std::to_string(w.tasks_.at(n.name()).cancelling()));
         }},
        {"result",
         [](World& w, const Node& n) { return Done(std::to_string(w.future(n.name()).result())); }},
        {"error",
         [](World& w, const Node& n) {
             const std::exception_ptr error = w.future(n.name()).exception();
             return Done(error ? shown(error) : std::string());
         }},
        {"look", [](World& w, const Node& n) { return Done(w.look(n.name())); }},
        {"raise",
         [](World&, const Node& n) -> Done {
             if (n.name() == "Cancelled") {
                 throw CancelledError();
             }
             if (n.name() == "Timeout") {
                 throw TimeoutError();
             }
             throw Problem(n.arg(1));
         }},
        {"return", [](World&, const Node& n) { return Done(std::optional<int>(n.number(0))); }},
        {"set",
         [](World& w, const Node& n) {
             w.set(n);
             return Done();
         }},
        {"fail",
         [](World& w, const Node& n) {
             w.future(n.name()).set_exception(Problem(n.args[1]));
             return Done();
         }},
        {"clear",
         [](World& w, const Node& n) {
             w.events_.at(n.name())->clear();
             return Done();
         }},
        {"release",
         [](World& w, const Node& n) {
             w.release(n.name());
             return Done();
         }},
        {"notify",
         [](World& w, const Node& n) {
             w.conditions_.at(n.name())->notify(static_cast<std::uint32_t>(n.number(1)));
             return Done();
         }},
        {"notify_all",
         [](World& w, const Node& n) {
             w.conditions_.at(n.name())->notify_all();
             return Done();
         }},
        {"put_nowait",
         [](World& w, const Node& n) {
             w.queues_.at(n.name())->put_nowait(n.number(1));
             return Done();
         }},
        {"get_nowait",
         [](World& w, const Node& n) {
             return Done(std::to_string(w.queues_.at(n.name())->get_nowait()));
         }},
        {"task_done",
         [](World& w, const Node& n) {
             w.queues_.at(n.name())->task_done();
             return Done();
         }},
        {"shutdown",
         [](World& w, const Node& n) {
             w.queues_.at(n.name())->shutdown(n.args.size() > 1);
             return Done();
         }},
        {"var",
         [](World&, const Node& n) {
             if (!n.args.empty()) {
                 kVariable.set(n.number(0));
             }
             return Done(std::to_string(kVariable.get()));
         }},
        {"count",
         [](World& w, const Node& n) {
             w.count_ += n.number(0);
             return Done(std::to_string(w.count_));
         }},
        {"reschedule",
         [](World& w, const Node& n) {
             std::optional<Duration> when = eighths(n.args[1]);
             if (when) {
                 *when += EventLoop::running().time();
             }
             w.timeouts_.at(n.name())->reschedule(when);
             return Done();
         }},
        {"soon",
         [](World& w, const Node& n) {
             w.handles_.emplace(n.name(), EventLoop::running().call_soon(
                                              [&w, &n] { w.run_callback(n.children); }));
             return Done();
         }},
        {"later",
         [](World& w, const Node& n) {
             w.handles_.emplace(n.name(),
                                EventLoop::running().call_later(
                                    *eighths(n.args[1]), [&w, &n] { w.run_callback(n.children); }));
             return Done();
         }},
        {"revoke",
         [](World& w, const Node& n) {
             w.handles_.at(n.name()).cancel();
             return Done();
         }},
        {"on_end",
         [](World& w, const Node& n) {
             w.future(n.name()).add_done_callback([&w, &n] { w.run_callback(n.children); });
             return Done();
         }},
        {"make",
         [](World& w, const Node& n) {
             w.generators_.emplace(n.name(), w.generator(n.name()));
             return Done();
         }},
        {"drop",
         [](World& w, const Node& n) {
             w.generators_.erase(n.name());
             return Done();
         }},
        {"block",
         [](World&, const Node& n) {
             blocking(*eighths(n.name()));
             return Done();
         }},
    };
    return kOperations;
}

}  // namespace coroscope::differential
