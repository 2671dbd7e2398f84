// TaskGroup: a block that is not left before all tasks created in it have ended
// (asyncio.TaskGroup).
//
//     co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coroutine<> {
//         group.create_task(fetch(1), "a");
//         group.create_task(fetch(2), "b");
//         co_return;
//     });  // both have ended
//
// The first child that fails aborts the group: the unfinished children, in order of creation, and
// the task inside the block are cancelled; when all have ended, their errors leave the block as one
// ExceptionGroup, in the order in which they ended, that of the body last. A child that is
// cancelled on its own aborts nothing. If the owner is cancelled from outside, or the body raises,
// the children are cancelled and awaited as well; with no error among them, plain CancelledError
// leaves the block. States: created, entered, aborting, finished. Copies mean the same group.
// Source: CPython Lib/asyncio/taskgroups.py (3.13).
#pragma once

#include <exception>
#include <source_location>
#include <string>
#include <string_view>

#include "runtime/core/event_loop.h"
#include "runtime/core/exception_group.h"
#include "runtime/sync/async_with.h"

namespace coroscope {

namespace detail {
class TaskGroupState;
}

class TaskGroup {
public:
    /// Errors: RuntimeError if no loop is running.
    explicit TaskGroup(std::string_view name = {});
    TaskGroup(const TaskGroup&);
    TaskGroup(TaskGroup&&) noexcept;
    TaskGroup& operator=(TaskGroup) noexcept;
    ~TaskGroup();

    /// A new child. Errors: RuntimeError if the group has not been entered, is finished or shutting
    /// down; the coroutine is closed then.
    template <class T>
    Task<T> create_task(Coroutine<T> coroutine, std::string_view name = {},
                        std::source_location where = std::source_location::current()) {
        try {
            require_open();
        } catch (...) {
            coroutine.close();
            throw;
        }
        Task<T> task = coroscope::create_task(std::move(coroutine), name, where);
        add(task.state());
        return task;
    }

    /// Errors: RuntimeError if it was entered before, or outside a task.
    detail::Ready<> aenter(std::source_location where = std::source_location::current());
    /// Waits for the children. Errors: ExceptionGroup, CancelledError; see above.
    [[nodiscard]] Coroutine<bool> aexit(
        std::exception_ptr error, std::source_location where = std::source_location::current());

private:
    void require_open() const;
    void add(const Ref<FutureBase>& child);
    Ref<detail::TaskGroupState> state_;
};

}  // namespace coroscope
