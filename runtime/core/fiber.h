// Fiber: a function with a stack of its own, which can stop anywhere and go on later, on the same
// OS thread. Simulated threads run on fibers, so that one can stop in the middle of a step.
#pragma once

#include <functional>
#include <memory>

namespace coroscope {

class Fiber {
public:
    /// Nothing runs before resume().
    explicit Fiber(std::function<void()> function);
    /// Requires: it has ended, or never begun.
    ~Fiber();
    Fiber(const Fiber&) = delete;
    Fiber& operator=(const Fiber&) = delete;

    /// Runs it until it yields or ends. Requires: not ended, and not called from inside a fiber.
    void resume();
    /// From inside: back to who resumed it.
    void yield();
    [[nodiscard]] bool ended() const;
    [[nodiscard]] bool begun() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace coroscope
