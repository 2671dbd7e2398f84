#include "runtime/sync/held.h"

namespace coroscope::detail {

void raise_or_report(const Error& error) {
    EventLoop* const loop = EventLoop::running_or_null();
    if (loop == nullptr) {
        return;
    }
    if (std::uncaught_exceptions() == 0 && loop->current_task() != nullptr) {
        throw;
    }
    loop->report(Report::Callback, error.type() + ": " + error.message(), loop->current_task_id());
}

}  // namespace coroscope::detail
