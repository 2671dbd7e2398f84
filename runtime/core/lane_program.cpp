#include "runtime/core/lane_program.h"

#include <algorithm>

#include "runtime/core/error.h"
#include "runtime/core/event_loop.h"

namespace coroscope {

namespace {
thread_local LaneProgram* t_program = nullptr;
}  // namespace

LaneProgram* LaneProgram::running() { return t_program; }

LaneProgram::Writing::Writing(LaneProgram& program, detail::ContextRef& context)
    : before_(t_program), loop_(EventLoop::step_out()), entered_(context) {
    t_program = &program;
}

LaneProgram::Writing::~Writing() {
    t_program = before_;
    EventLoop::step_in(loop_);
}

void LaneProgram::pass(PassedBy how, Nanoseconds duration) {
    static constexpr Nanoseconds kLongest = 315'360'000'000'000'000;
    if (duration < 0) {
        throw ValueError("time cannot pass backwards");
    }
    if (!parts_.empty() && parts_.back().how == how) {
        Nanoseconds& whole = parts_.back().duration;
        if (duration > kLongest - whole) {
            parts_.clear();
            throw RuntimeError("the thread's function does not end: it takes more than ten years");
        }
        whole += duration;
        return;
    }
    add({how, std::min(duration, kLongest), nullptr});
}

void LaneProgram::act(std::function<void()> action) {
    if (parts_.empty()) {
        action();
    } else {
        add({PassedBy::None, 0, std::move(action)});
    }
}

void LaneProgram::add(Part part) {
    static constexpr std::size_t kMostParts = 1'000'000;
    if (parts_.size() == kMostParts) {
        parts_.clear();
        throw RuntimeError("the thread's function does not end: it did a million things");
    }
    parts_.push_back(std::move(part));
}

}  // namespace coroscope
