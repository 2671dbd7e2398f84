// Conformance: asyncio programs (cases/NAME.py) ported by hand, held against the log that CPython
// prints for them in virtual time (cases/NAME.expected, or .expected-3.12, .expected-3.13 where
// newer Pythons differ: the newest counts).
//
//     Coroutine<> main() { say("main got", co_await answer()); }
//     TEST_CASE("basics_answer") { conforms("basics_answer", main); }
//
// The log is made from the trace: "[seconds.mmm] text" per LogLine event, LOOP ERROR and WARNING
// lines from LoopReport events, and "DEADLOCK: n tasks pending: a, b" if the run hangs.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "runtime/core/log.h"
#include "runtime/core/sleep.h"
#include "runtime/core/task.h"
#include "runtime/sync/as_completed.h"
#include "runtime/sync/async_exit_stack.h"
#include "runtime/sync/async_generator.h"
#include "runtime/sync/async_with.h"
#include "runtime/sync/barrier.h"
#include "runtime/sync/condition.h"
#include "runtime/sync/event.h"
#include "runtime/sync/gather.h"
#include "runtime/sync/lifo_queue.h"
#include "runtime/sync/lock.h"
#include "runtime/sync/priority_queue.h"
#include "runtime/sync/queue.h"
#include "runtime/sync/semaphore.h"
#include "runtime/sync/shield.h"
#include "runtime/sync/task_group.h"
#include "runtime/sync/wait.h"
#include "runtime/sync/wait_for.h"

namespace coroscope::conformance {

// -- Python's errors that the runtime itself does not raise
struct OSError : Error {
    explicit OSError(std::string message, std::string name = "OSError")
        : Error(std::move(name), std::move(message)) {}
};
struct ConnectionError : OSError {
    explicit ConnectionError(std::string message)
        : OSError(std::move(message), "ConnectionError") {}
};
struct KeyError : Error {
    explicit KeyError(std::string message = {}) : Error("KeyError", std::move(message)) {}
};

// -- the language-neutral form of values: yes/no, 2.5, [a, b], TypeName: message
[[nodiscard]] std::string show(double number);
[[nodiscard]] std::string show(const std::exception_ptr& error);
[[nodiscard]] std::string show(const Error& error);
[[nodiscard]] std::string show(const CancelledError& error);

template <class T>
    requires(!std::is_base_of_v<Error, T>)
std::string show(const T& value);

template <class T>
std::string show(const std::vector<T>& values) {
    std::string text = "[";
    for (std::size_t i = 0; i < values.size(); ++i) {
        text += (i == 0 ? "" : ", ");
        text += show(static_cast<const T&>(values[i]));
    }
    return text + "]";
}

template <class T>
    requires(!std::is_base_of_v<Error, T>)
std::string show(const T& value) {
    if constexpr (std::is_same_v<T, bool>) {
        return value ? "yes" : "no";
    } else if constexpr (std::is_integral_v<T>) {
        return std::to_string(value);
    } else if constexpr (std::is_same_v<T, Duration>) {
        return show(std::chrono::duration<double>(value).count());
    } else if constexpr (std::is_same_v<T, std::monostate>) {
        return "none";
    } else {
        return std::string(std::string_view(value));
    }
}

template <class... Parts>
std::string joined(const Parts&... parts) {
    std::string text;
    ((text += (text.empty() ? "" : " ") + show(parts)), ...);
    return text;
}

/// vloop.log: the parts, joined by spaces.
template <class... Parts>
void say(const Parts&... parts) {
    log("{}", joined(parts...));
}

/// A number of seconds as a Duration.
[[nodiscard]] inline Duration seconds(double number) {
    return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(number));
}

/// What follows run(main()) in a program.
class AfterRun {
public:
    AfterRun(const EventLoop& loop, std::vector<std::string>& lines) : loop_(loop), lines_(lines) {}
    template <class... Parts>
    void say(const Parts&... parts) {
        line(joined(parts...));
    }
    /// What run() raised; null if main returned.
    [[nodiscard]] const std::exception_ptr& error() const { return loop_.error(); }

private:
    void line(const std::string& text);
    const EventLoop& loop_;
    std::vector<std::string>& lines_;
};

/// Runs the program and fails the test if its log is not the one that CPython prints. If `after` is
/// missing, an error of main is a line of the log.
void conforms(std::string_view name, const std::function<Coroutine<>()>& main,
              const std::function<void(AfterRun&)>& after = {}, bool debug = false);

/// The same for a program that runs its loop by hand. The lines of `after` follow when it is
/// closed.
void conforms_by_hand(std::string_view name, const std::function<void(EventLoop&)>& program,
                      const std::function<void(AfterRun&)>& after);

/// The task's outcome as "x.exception() or x.result()" shows it.
template <class T>
std::string outcome(const Task<T>& task) {
    const std::exception_ptr error = task.exception();
    return error ? show(error) : show(task.result());
}

/// The coroutine's own task.
[[nodiscard]] inline TaskBase& me() { return *current_task(); }

}  // namespace coroscope::conformance
