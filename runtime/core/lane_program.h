// LaneProgram: what a simulated thread does, written down while its function runs at once:
// stretches of time, and what happens between them. Inside such a function busy() and blocking()
// add to it, and log() and call_soon_threadsafe() become actions of the moment at which the thread
// gets there.
#pragma once

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include "runtime/core/context.h"
#include "runtime/trace/event.h"

namespace coroscope {

class EventLoop;

class LaneProgram {
public:
    struct Part {
        PassedBy how = PassedBy::None;  ///< None: an action
        Nanoseconds duration = 0;
        std::function<void()> action;
    };

    /// The program that is being written, nullptr if the running code is no thread's function.
    static LaneProgram* running();

    /// Errors: RuntimeError if it does not end: more than a million parts, or ten years.
    void pass(PassedBy how, Nanoseconds duration);
    /// Done at once if no time has passed so far.
    void act(std::function<void()> action);
    [[nodiscard]] const std::vector<Part>& parts() const { return parts_; }

    /// While it lives the running code is the function of a thread: no loop runs there, and context
    /// variables are those of `context`.
    class Writing {
    public:
        Writing(LaneProgram& program, detail::ContextRef& context);
        ~Writing();
        Writing(const Writing&) = delete;
        Writing& operator=(const Writing&) = delete;

    private:
        LaneProgram* before_;
        EventLoop* loop_;
        detail::EnterContext entered_;
    };

private:
    void add(Part part);
    std::vector<Part> parts_;
};

}  // namespace coroscope
