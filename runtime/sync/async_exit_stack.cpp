#include "runtime/sync/async_exit_stack.h"

namespace coroscope {

Coroutine<bool> AsyncExitStack::aexit(std::exception_ptr error, std::source_location where) {
    co_await StandAt(where);
    const bool had_error = error != nullptr;
    bool pending = false;  // `error` was raised by an exit
    while (!exits_.empty()) {
        const Exit exit = std::move(exits_.back());
        exits_.pop_back();
        std::exception_ptr raised;
        bool swallowed = false;
        try {
            Coroutine<bool> leaving = exit(error);
            swallowed = co_await leaving;
        } catch (...) {
            raised = std::current_exception();
        }
        if (raised) {
            error = raised;
            pending = true;
        } else if (swallowed) {
            error = nullptr;
            pending = false;
        }
    }
    if (pending) {
        std::rethrow_exception(error);
    }
    co_return had_error&& error == nullptr;
}

}  // namespace coroscope
