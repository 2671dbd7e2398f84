// World: a program of the differential test while it runs on our runtime: its things by name, its
// log, and the operations. The same in Python is interpret.py.
//
//     const Lines log = run(program);
//
// Operations that never suspend are functions (operations.cpp), the others are coroutines
// (waits.cpp); world.cpp goes through the blocks.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/core/context.h"
#include "runtime/core/event_loop.h"
#include "runtime/sync/async_generator.h"
#include "runtime/sync/barrier.h"
#include "runtime/sync/condition.h"
#include "runtime/sync/event.h"
#include "runtime/sync/lock.h"
#include "runtime/sync/queue.h"
#include "runtime/sync/semaphore.h"
#include "runtime/sync/task_group.h"
#include "runtime/sync/timeout.h"
#include "runtime/trace/trace.h"
#include "tests/differential/program.h"

namespace coroscope::differential {

/// Runs a program; its log.
[[nodiscard]] Lines run(const Lines& program);
/// Runs it under another policy; its trace.
[[nodiscard]] Trace run_under(std::string_view policy, const Lines& program);

/// What a program raises itself.
struct Problem : Error {
    explicit Problem(std::string message) : Error("Problem", std::move(message)) {}
};

/// How an operation ended: words for the log, and the value if it was left by "return".
struct Done {
    Done() = default;
    explicit Done(std::string text) : words(std::move(text)) {}
    explicit Done(std::optional<int> value) : left_with(value) {}
    std::string words;
    std::optional<int> left_with;
};

[[nodiscard]] std::string shown(const std::exception_ptr& error);
[[nodiscard]] inline std::string shown(bool value) { return value ? "yes" : "no"; }
[[nodiscard]] std::string shown_list(const std::vector<std::string>& items);
/// A number of eighths of a second; nullopt for "none".
[[nodiscard]] std::optional<Duration> eighths(const std::string& word);

class World {
public:
    explicit World(const Lines& program) : tops_(parse(program)) {}
    [[nodiscard]] Coroutine<int> main();
    /// The last line, and the log.
    [[nodiscard]] Lines finish(Outcome outcome, const EventLoop& loop);

private:
    using Names = std::vector<std::string>;
    using SyncOperation = std::function<Done(World&, const Node&)>;
    using WaitingOperation = Coroutine<Done> (World::*)(const Node&);

    // world.cpp
    void declare(const Node& node);
    void say(const Node& node, const std::string& words);
    [[nodiscard]] bool exists(const std::string& name) const;
    [[nodiscard]] bool missing(const Node& node) const;
    [[nodiscard]] Coroutine<std::optional<int>> run_block(std::span<const Node> nodes);
    std::optional<int> run_sync(const Node& node);
    [[nodiscard]] Coroutine<std::optional<int>> run_waiting(const Node& node,
                                                            std::vector<const Node*> handlers);
    [[nodiscard]] Coroutine<Done> run_try(const Node& node, std::vector<const Node*> handlers);
    void run_callback(const std::vector<Node>& nodes);
    [[nodiscard]] Coroutine<int> body(std::string name);
    [[nodiscard]] AsyncGenerator<int> generator(std::string name);

    // operations.cpp
    [[nodiscard]] static const std::map<std::string, SyncOperation>& operations();
    [[nodiscard]] std::string look(const std::string& name) const;
    [[nodiscard]] std::optional<Future<int>> find(const std::string& name) const;
    [[nodiscard]] Future<int> future(const std::string& name) const { return *find(name); }
    [[nodiscard]] std::vector<Future<int>> several(const Names& names, std::size_t from) const;
    bool cancel(const Node& node);
    void set(const Node& node);
    void release(const std::string& name);

    // waits.cpp
    [[nodiscard]] static const std::map<std::string, WaitingOperation>& waiting_operations();
    Coroutine<Done> do_sleep(const Node& node);
    Coroutine<Done> do_await(const Node& node);
    Coroutine<Done> do_acquire(const Node& node);
    Coroutine<Done> do_hold(const Node& node);
    Coroutine<Done> do_wait(const Node& node);
    Coroutine<Done> do_wait_until(const Node& node);
    Coroutine<Done> do_reset(const Node& node);
    Coroutine<Done> do_abort(const Node& node);
    Coroutine<Done> do_put(const Node& node);
    Coroutine<Done> do_get(const Node& node);
    Coroutine<Done> do_join(const Node& node);
    // combinators.cpp
    Coroutine<Done> do_shield(const Node& node);
    Coroutine<Done> do_wait_for(const Node& node);
    Coroutine<Done> do_timeout(const Node& node);
    Coroutine<Done> do_group(const Node& node);
    Coroutine<Done> do_gather(const Node& node);
    Coroutine<Done> do_gather_new(const Node& node);
    Coroutine<Done> do_wait_set(const Node& node);
    Coroutine<Done> do_completed(const Node& node);
    Coroutine<Done> do_acompleted(const Node& node);
    Coroutine<Done> do_each(const Node& node);
    Coroutine<Done> do_aclose(const Node& node);
    Coroutine<Done> do_athrow(const Node& node);
    template <class Wait>
    Coroutine<Done> limited(Wait wait, std::optional<Duration> limit);
    template <class Thing>
    Coroutine<Done> hold(Thing& thing, const Node& node);
    [[nodiscard]] bool several_are_done(const Node& node) const;

    std::vector<Node> tops_;
    Lines log_;
    std::map<std::string, const Node*> bodies_;
    int count_ = 0;

    std::map<std::string, std::unique_ptr<Lock>> locks_;
    std::map<std::string, std::unique_ptr<Semaphore>> semaphores_;
    std::map<std::string, std::unique_ptr<Condition>> conditions_;
    std::map<std::string, std::unique_ptr<Event>> events_;
    std::map<std::string, std::unique_ptr<Barrier>> barriers_;
    std::map<std::string, std::unique_ptr<Queue<int>>> queues_;
    std::map<std::string, Future<int>> futures_;
    std::map<std::string, Task<int>> tasks_;
    std::map<std::string, std::shared_ptr<Timeout>> timeouts_;
    std::map<std::string, TaskGroup> groups_;
    std::map<std::string, ScheduledCallback> handles_;
    std::map<std::string, AsyncGenerator<int>> generators_;
};

/// " r2" if two requests to cancel the running task are open.
[[nodiscard]] std::string requests();

}  // namespace coroscope::differential
