#include "runtime/core/sleep.h"

namespace coroscope {

void SleepAwaiter::Alarm::set(Duration duration, const PromiseBase& sleeper) {
    const Nanoseconds now = loop().now();
    const Nanoseconds deadline =
        duration.count() > INT64_MAX - now ? INT64_MAX : now + duration.count();
    loop().call_at(*this, deadline, sleeper.task->id(), sleeper.site);
    set_object(TimerHandle::object());
}

}  // namespace coroscope
