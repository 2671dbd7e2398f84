#include "tests/differential/world.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "runtime/sync/lifo_queue.h"
#include "runtime/sync/priority_queue.h"

namespace coroscope::differential {

namespace {

std::string stamp(Duration time) {
    return fmt::format("{:.3f}", std::chrono::duration<double>(time).count());
}

bool is_handler(const Node& node) { return node.op == "except" || node.op == "finally"; }

bool matches(const std::string& kind, const std::exception_ptr& error) {
    return kind == "Any" || (kind == "Problem" && is_a<Problem>(error)) ||
           (kind == "Cancelled" && is_cancellation(error)) ||
           (kind == "Timeout" && is_a<TimeoutError>(error)) ||
           (kind == "Group" && is_a<ExceptionGroup>(error)) ||
           (kind == "Error" && is_a<Error>(error));
}

/// The names of tasks, generators, timeouts, groups and handles: [a-h], main, X1, T1, G1, H1.
bool comes_and_goes(const std::string& name) {
    const bool numbered =
        name.size() > 1 && name.find_first_not_of("0123456789", 1) == std::string::npos;
    return name == "main" || (name.size() == 1 && name[0] >= 'a' && name[0] <= 'h') ||
           (numbered && std::string_view("XTGH").find(name[0]) != std::string_view::npos);
}

/// Which of its arguments an operation makes, -1 if none.
int defines(const std::string& op) {
    static constexpr std::array<std::string_view, 7> kOps = {
        "spawn", "group_spawn", "timeout", "group", "make", "soon", "later"};
    const bool makes = std::ranges::find(kOps, op) != kOps.end();
    return !makes ? -1 : op == "group_spawn" ? 1 : 0;
}

}  // namespace

std::string shown(const std::exception_ptr& error) {
    if (!error) {
        return "none";
    }
    try {
        std::rethrow_exception(error);
    } catch (const ExceptionGroup& group) {
        std::string all;
        for (const std::exception_ptr& each : group.exceptions()) {
            all += (all.empty() ? "" : ", ") + shown(each);
        }
        return "ExceptionGroup(" + all + ")";
    } catch (const Problem&) {
        return describe(error);
    } catch (const CancelledError&) {
        return describe(error);
    } catch (const Error& other) {
        return other.type();
    } catch (const GeneratorExit&) {
        return "GeneratorExit";
    } catch (...) {
        return describe(error);
    }
}

std::string shown_list(const std::vector<std::string>& items) {
    return fmt::format("[{}]", fmt::join(items, ", "));
}

std::optional<Duration> eighths(const std::string& word) {
    if (word == "none") {
        return std::nullopt;
    }
    return std::stoi(word) * std::chrono::milliseconds(125);
}

std::string requests() {
    const std::uint32_t count = current_task()->cancelling();
    return count == 0 ? "" : fmt::format(" r{}", count);
}

void World::say(const Node& node, const std::string& words) {
    log_.push_back(fmt::format("{} {}:{} {}", stamp(EventLoop::running().time()), node.section,
                               node.line, words));
}

void World::declare(const Node& node) {
    const std::string& name = node.name();
    const auto number = [&] { return node.number(1); };
    if (node.op == "task" || node.op == "generator") {
        bodies_[name] = &node;
    } else if (node.op == "lock") {
        locks_[name] = std::make_unique<Lock>(name);
    } else if (node.op == "semaphore") {
        semaphores_[name] = std::make_unique<Semaphore>(name, number());
    } else if (node.op == "bounded") {
        semaphores_[name] = std::make_unique<BoundedSemaphore>(name, number());
    } else if (node.op == "condition") {
        conditions_[name] = node.args.size() > 1
                                ? std::make_unique<Condition>(*locks_.at(node.args[1]), name)
                                : std::make_unique<Condition>(name);
    } else if (node.op == "event") {
        events_[name] = std::make_unique<Event>(name);
    } else if (node.op == "barrier") {
        barriers_[name] = std::make_unique<Barrier>(name, number());
    } else if (node.op == "fifo") {
        queues_[name] = std::make_unique<Queue<int>>(name, number());
    } else if (node.op == "lifo") {
        queues_[name] = std::make_unique<LifoQueue<int>>(name, number());
    } else if (node.op == "priority") {
        queues_[name] = std::make_unique<PriorityQueue<int>>(name, number());
    } else if (node.op == "future") {
        futures_.emplace(name, Future<int>(name));
    }
}

bool World::exists(const std::string& name) const {
    return tasks_.contains(name) || timeouts_.contains(name) || groups_.contains(name) ||
           handles_.contains(name) || generators_.contains(name);
}

/// True if it speaks of a task, generator, ... that is not there (yet), or makes one that is.
bool World::missing(const Node& node) const {
    if (node.op == "gather" || node.op == "completed" || node.op == "acompleted") {
        return several(node.args, 1).empty();
    }
    if (node.op == "wait_set") {
        return several(node.args, 2).empty();
    }
    const int made = defines(node.op);
    for (std::size_t i = 0; i < node.args.size(); ++i) {
        const std::string& name = node.args[i];
        if (comes_and_goes(name) && exists(name) == (made == static_cast<int>(i))) {
            return true;
        }
    }
    return false;
}

/// A value if it was left by "return".
Coroutine<std::optional<int>> World::run_block(std::span<const Node> nodes) {
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const Node& node = nodes[i];
        if (is_handler(node)) {
            continue;
        }
        if (missing(node)) {
            say(node, node.text() + ": skipped");
            continue;
        }
        std::optional<int> left;
        if (operations().contains(node.op)) {
            left = run_sync(node);
        } else {
            std::vector<const Node*> handlers;
            for (std::size_t j = i + 1; node.op == "try" && j < nodes.size(); ++j) {
                if (!is_handler(nodes[j])) {
                    break;
                }
                handlers.push_back(&nodes[j]);
            }
            left = co_await run_waiting(node, std::move(handlers));
        }
        if (left) {
            co_return left;
        }
    }
    co_return std::nullopt;
}

std::optional<int> World::run_sync(const Node& node) {
    Done done;
    try {
        done = operations().at(node.op)(*this, node);
    } catch (...) {
        say(node, node.text() + " ! " + shown(std::current_exception()));
        if (node.op == "raise") {
            throw;
        }
        return std::nullopt;
    }
    say(node, node.text() + (done.words.empty() ? "" : " = " + done.words));
    return done.left_with;
}

Coroutine<std::optional<int>> World::run_waiting(const Node& node,
                                                 std::vector<const Node*> handlers) {
    say(node, node.text());
    Done done;
    try {
        if (node.op == "try") {
            done = co_await run_try(node, std::move(handlers));
        } else {
            const WaitingOperation operation = waiting_operations().at(node.op);
            done = co_await (this->*operation)(node);
        }
    } catch (...) {
        say(node, "! " + shown(std::current_exception()) + requests());
        throw;
    }
    say(node, "=" + (done.words.empty() ? "" : " " + done.words) + requests());
    co_return done.left_with;
}

Coroutine<Done> World::run_try(const Node& node, std::vector<const Node*> handlers) {
    std::exception_ptr error;
    Done done;
    try {
        done.left_with = co_await run_block(node.children);
    } catch (...) {
        error = std::current_exception();
    }
    for (const Node* const handler : handlers) {
        const bool is_finally = handler->op == "finally";
        if (!is_finally && (!error || !matches(handler->name(), error))) {
            continue;
        }
        say(*handler, handler->text());
        std::exception_ptr left = is_finally || handler->arg(1) == "again" ? error : nullptr;
        try {
            const std::optional<int> value = co_await run_block(handler->children);
            if (value) {
                done.left_with = value;
                left = nullptr;
            }
        } catch (...) {
            left = std::current_exception();
        }
        error = left;
    }
    if (error) {
        std::rethrow_exception(error);
    }
    co_return done;
}

void World::run_callback(const std::vector<Node>& nodes) {
    for (const Node& node : nodes) {
        if (!operations().contains(node.op) || missing(node)) {
            say(node, node.text() + ": skipped");
        } else {
            run_sync(node);
        }
    }
}

Coroutine<int> World::body(std::string name) {
    const Node& section = *bodies_.at(name);
    tasks_.try_emplace(name, Task<int>(Ref<FutureBase>(current_task())));
    say(section, "task " + name);
    std::optional<int> value;
    try {
        value = co_await run_block(section.children);
    } catch (...) {
        say(section, "! " + shown(std::current_exception()) + requests());
        throw;
    }
    say(section, "=" + requests());
    co_return value.value_or(0);
}

AsyncGenerator<int> World::generator(std::string name) {
    const Node& section = *bodies_.at(name);
    say(section, "generator " + name);
    std::exception_ptr error;
    const Node* cleanup = nullptr;
    for (const Node& node : section.children) {
        if (node.op == "finally") {
            cleanup = &node;
        }
    }
    try {
        for (const Node& node : section.children) {
            if (node.op == "yield") {
                say(node, node.text());
                try {
                    co_yield node.number(0);
                } catch (...) {
                    say(node, "! " + shown(std::current_exception()));
                    throw;
                }
            } else if (node.op != "finally") {
                const std::span<const Node> alone(&node, 1);
                co_await run_block(alone);
            }
        }
    } catch (...) {
        error = std::current_exception();
    }
    say(section, "finally");
    for (std::size_t i = 0; cleanup != nullptr && i < cleanup->children.size(); ++i) {
        const Node& node = cleanup->children[i];
        if (node.op == "yield") {
            say(node, node.text());
            co_yield node.number(0);
        } else {
            const std::span<const Node> alone(&node, 1);
            co_await run_block(alone);
        }
    }
    say(section, "=");
    if (error) {
        std::rethrow_exception(error);
    }
}

Coroutine<int> World::main() {
    EventLoop::running().set_exception_handler(
        [this](EventLoop& loop, const ExceptionContext& context) {
            if (context.message.find("never retrieved") != std::string::npos) {
                return;
            }
            const bool callback = context.kind == Report::Callback;
            log_.push_back(stamp(loop.time()) + " loop: " + (callback ? "callback" : "left") +
                           " ! " + shown(context.exception));
        });
    for (const Node& node : tops_) {
        declare(node);
    }
    co_return co_await body("main");
}

Lines World::finish(Outcome outcome, const EventLoop& loop) {
    if (outcome == Outcome::Hang) {
        std::string names = "hang:";
        for (const Node& node : tops_) {
            const auto task = tasks_.find(node.name());
            if (task != tasks_.end() && !task->second.done()) {
                names += " " + node.name();
            }
        }
        log_.push_back(names);
    } else {
        log_.push_back(stamp(loop.time()) + " run " +
                       (loop.error() ? "! " + shown(loop.error()) : "="));
    }
    return std::move(log_);
}

Lines run(const Lines& program) {
    Recorder recorder;
    LoopOptions options;
    options.recorder = &recorder;
    options.max_steps = 1'000'000;
    EventLoop loop(options);
    World world(program);
    const Outcome outcome = loop.run(world.main());
    return world.finish(outcome, loop);
}

Trace run_under(std::string_view policy, const Lines& program) {
    Recorder recorder;
    const std::unique_ptr<Policy> chooses = make_policy(policy, 7);
    LoopOptions options;
    options.recorder = &recorder;
    options.policy = chooses.get();
    options.seed = 7;
    options.max_steps = 20'000;
    {
        EventLoop loop(options);
        World world(program);
        (void)loop.run(world.main());
    }
    return recorder.snapshot();
}

}  // namespace coroscope::differential
