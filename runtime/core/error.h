// The errors of asyncio, by its names. CancelledError is no std::exception, as it is a
// BaseException in Python: a catch of std::exception must not swallow a cancellation.
#pragma once

#include <exception>
#include <string>
#include <string_view>

namespace coroscope {

/// An error with the name that a learner reads ("ValueError") and a message.
class Error : public std::exception {
public:
    Error(std::string type, std::string message)
        : type_(std::move(type)), message_(std::move(message)) {}
    [[nodiscard]] const std::string& type() const { return type_; }
    [[nodiscard]] const std::string& message() const { return message_; }
    [[nodiscard]] const char* what() const noexcept override { return message_.c_str(); }

private:
    std::string type_;
    std::string message_;
};

struct RuntimeError : Error {
    explicit RuntimeError(std::string message) : Error("RuntimeError", std::move(message)) {}
};
/// Tasks that wait for each other in a ring were cancelled.
struct RecursionError : Error {
    RecursionError() : Error("RecursionError", "maximum recursion depth exceeded") {}
};
struct ValueError : Error {
    explicit ValueError(std::string message) : Error("ValueError", std::move(message)) {}
};
struct TypeError : Error {
    explicit TypeError(std::string message) : Error("TypeError", std::move(message)) {}
};
struct LookupError : Error {
    explicit LookupError(std::string message) : Error("LookupError", std::move(message)) {}
};
struct TimeoutError : Error {
    explicit TimeoutError(std::string message = {}) : Error("TimeoutError", std::move(message)) {}
};
struct InvalidStateError : Error {
    explicit InvalidStateError(std::string message)
        : Error("InvalidStateError", std::move(message)) {}
};
// asyncio raises the three of queues without a message; ours says what to do.
struct QueueEmpty : Error {
    QueueEmpty() : Error("QueueEmpty", "the queue has no item: co_await get() to wait for one") {}
};
struct QueueFull : Error {
    QueueFull() : Error("QueueFull", "the queue has no room: co_await put() to wait for some") {}
};
struct QueueShutDown : Error {
    QueueShutDown()
        : Error("QueueShutDown", "the queue has been shut down: stop using it when you see this") {}
};
struct BrokenBarrierError : Error {
    explicit BrokenBarrierError(std::string message)
        : Error("BrokenBarrierError", std::move(message)) {}
};

/// Raised at the await where a cancelled task stands. Catch it to clean up, then let it go on.
class CancelledError {
public:
    explicit CancelledError(std::string message = {}) : message_(std::move(message)) {}
    [[nodiscard]] const std::string& message() const { return message_; }

private:
    std::string message_;
};

/// Somebody pressed Ctrl-C, or the program ends itself: they leave the loop at once, whoever raises
/// them. No std::exception, as they are BaseExceptions in Python.
struct KeyboardInterrupt {};
class SystemExit {
public:
    explicit SystemExit(int code = 0) : code_(code) {}
    [[nodiscard]] int code() const { return code_; }

private:
    int code_;
};

/// Leaves a step that the run's budget has ended. Not for scenarios to catch.
struct RunStopped {};

/// "Type: message", or "Type" if the message is empty. For an exception that is not ours: its
/// what().
[[nodiscard]] std::string describe(const std::exception_ptr& error);
[[nodiscard]] bool is_cancellation(const std::exception_ptr& error);
/// True for KeyboardInterrupt and SystemExit.
[[nodiscard]] bool leaves_the_loop(const std::exception_ptr& error);

}  // namespace coroscope
