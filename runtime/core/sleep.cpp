#include "runtime/core/sleep.h"

#include "runtime/core/lane_program.h"

namespace coroscope {

void SleepAwaiter::Alarm::set(Duration duration, const PromiseBase& sleeper) {
    const Nanoseconds now = loop().now();
    const Nanoseconds deadline =
        duration.count() > INT64_MAX - now ? INT64_MAX : now + duration.count();
    loop().call_at(*this, deadline, sleeper.task->id(), sleeper.site);
    set_object(TimerHandle::object());
}

namespace detail {

void pass_time(Duration duration, PassedBy how, std::source_location where) {
    if (LaneProgram* const thread = LaneProgram::running()) {
        thread->pass(how, duration.count());
    } else {
        EventLoop::running().pass_time(duration.count(), how, where);
    }
}

}  // namespace detail

}  // namespace coroscope
