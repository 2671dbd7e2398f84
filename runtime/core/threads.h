// Threads: the simulated threads of a run, and whose turn it is. For the runtime; programs use
// Thread (thread.h).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "runtime/core/fiber.h"
#include "runtime/trace/event.h"

namespace coroscope {

class EventLoop;

class Threads {
public:
    static constexpr Nanoseconds kNever = INT64_MAX;

    explicit Threads(EventLoop& root);
    ~Threads();
    Threads(const Threads&) = delete;
    Threads& operator=(const Threads&) = delete;

    /// A new loop; `body` runs it. `ended` is called, with its clock, when it is over.
    std::shared_ptr<EventLoop> start(std::function<void(EventLoop&)> body,
                                     std::function<void(Nanoseconds)> ended);
    /// Lets the others run as far as they come before `limit`. If the root is `idle` until then,
    /// also not further than it has something to do, and each that is there at `limit` has one
    /// turn. Requires: called by the root.
    void run_until(Nanoseconds limit, bool idle);
    /// Lets them run to their ends. False if some wait for ever.
    bool join();
    /// From inside a thread: stops it until `when`, or until somebody posts to it.
    /// Errors: RunStopped if the run is over.
    void wait(EventLoop& loop, Nanoseconds when);
    /// The same, and nobody can wake it earlier.
    void wait_until(EventLoop& loop, Nanoseconds when);
    /// Somebody posts to `loop` at `when`.
    void wake(const EventLoop& loop, Nanoseconds when);
    /// The latest clock of all that have ended.
    [[nodiscard]] Nanoseconds latest() const { return latest_; }

private:
    struct OneThread;
    [[nodiscard]] OneThread* earliest() const;
    void run(OneThread& thread);
    void forget_ended();

    EventLoop& root_;
    std::vector<std::unique_ptr<OneThread>> threads_;
    OneThread* running_ = nullptr;
    Nanoseconds latest_ = 0;
    bool killing_ = false;
};

}  // namespace coroscope
