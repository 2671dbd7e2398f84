#include "runtime/core/coroutine.h"

#include <string>

#include "runtime/core/event_loop.h"
#include "runtime/core/function_name.h"

namespace coroscope {

namespace detail {

void report_never_awaited(const PromiseBase& promise) noexcept {
    EventLoop* const loop = EventLoop::newest_open();
    if (loop != nullptr && !loop->closing()) {
        const std::string name(bare_function_name(promise.function));
        loop->report(Report::NeverAwaited, "coroutine '" + name + "' was never awaited",
                     loop->current_task_id());
    }
}

void throw_reused() { throw RuntimeError("cannot reuse already awaited coroutine"); }

}  // namespace detail

}  // namespace coroscope
