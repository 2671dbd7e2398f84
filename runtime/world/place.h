// Place: something outside the loop that works: a service, a database server, a worker of a task
// queue. It is no task: it has rows of its own (a connection, a process, a slot), and what it does
// happens by timers. Tasks ask it and wait for its reply.
//
//     Place service("api", 4);                       // works on four requests at once
//     const std::int64_t job = service.ask("GET /");  // by the running task
//     service.begin(job, 0);
//     agenda.after(80ms, [&] { service.end(job); reply.set(200); });
//     co_await reply;                                 // waits for "api"
//
// The trace has its jobs (submitted, started, finished) as it has those of an executor.
#pragma once

#include <cstdint>
#include <map>
#include <source_location>
#include <string>
#include <string_view>

#include "runtime/core/future.h"
#include "runtime/core/resource.h"

namespace coroscope {

class Place : public Resource {
public:
    static constexpr int kMostRows = 250;
    /// Errors: ValueError for less than one row or more than kMostRows; RuntimeError if no loop is
    /// running.
    explicit Place(std::string_view name, int rows = 1,
                   std::source_location where = std::source_location::current());
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] int rows() const { return rows_; }

    /// The running task (or the world) gives it something to do, which waits for its turn; the
    /// number of the job, from 1.
    std::int64_t ask(std::string_view what,
                     std::source_location where = std::source_location::current());
    /// The job begins in that row, from 0. Requires: the job was asked for and has not begun; no
    /// other job is in that row.
    void begin(std::int64_t job, int row);
    /// The job is over; `error` is "Type: message", empty if it went well. A job that has not begun
    /// is forgotten.
    void end(std::int64_t job, std::string_view error = {});
    /// ask() and begin() in one.
    std::int64_t work(std::string_view what, int row,
                      std::source_location where = std::source_location::current());

private:
    struct Job {
        std::string what;
        int row = -1;  // not begun
    };
    std::string name_;
    int rows_;
    std::int64_t last_job_ = 0;
    std::map<std::int64_t, Job> jobs_;  // not over
};

/// What a place answers to a task that awaits it.
///
///     Reply<int> status(service);
///     ...                             // somewhere else: status.set(200)
///     const int code = co_await status;
template <class T = void>
class Reply : public Future<T> {
public:
    explicit Reply(const Place& from)
        : Future<T>(Ref<FutureBase>(
              new FutureState<T>(EventLoop::running(), WaitReason::Reply, from.object()))) {}
    /// The answer; nothing happens if the task no longer waits (it was cancelled) or has one.
    template <class... Value>
    void set(Value&&... value) const {
        FutureBase& state = *this->state();
        if (state.done()) {
            return;
        }
        if constexpr (std::is_void_v<T>) {
            state.set_done();
        } else {
            static_cast<FutureState<T>&>(state).set(T(std::forward<Value>(value)...));
        }
    }
    /// The same with an error for an answer.
    template <class E>
    void fail(E error) const {
        fail(std::make_exception_ptr(std::move(error)));
    }
    void fail(const std::exception_ptr& error) const {
        if (!this->state()->done()) {
            this->state()->set_error(error);
        }
    }
};

/// A message on its way, drawn as an arrow from where it was sent to where it arrives. One that is
/// lost never arrives.
class SentMessage {
public:
    /// From the running task (or the loop).
    explicit SentMessage(std::string_view text,
                         std::source_location where = std::source_location::current());
    /// From a place; kNoRow = from the place as a whole.
    SentMessage(const Place& from, int row, std::string_view text);
    /// It is there. Requires: it has not arrived before.
    void arrive(const Place& to, int row = kNoRow) const;
    /// At the task with this id, or 0: the loop.
    void arrive(TaskId to) const;
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    EventLoop* loop_;
    ObjectId number_;
    std::string text_;
};

}  // namespace coroscope
