#include "runtime/core/threads.h"

#include <algorithm>

#include "runtime/core/event_loop.h"
#include "runtime/core/thread.h"

namespace coroscope {

struct Threads::OneThread {
    std::shared_ptr<EventLoop> loop;
    std::unique_ptr<Fiber> fiber;
    Nanoseconds wake = 0;
};

Threads::Threads(EventLoop& root) : root_(root) {}

Threads::~Threads() {
    killing_ = true;
    for (const std::unique_ptr<OneThread>& thread : threads_) {
        if (thread->fiber->begun() && !thread->fiber->ended()) {
            run(*thread);  // wait() raises RunStopped, and the stack is unwound
        }
    }
}

std::shared_ptr<EventLoop> Threads::start(std::function<void(EventLoop&)> body,
                                          std::function<void(Nanoseconds)> ended) {
    auto thread = std::make_unique<OneThread>();
    thread->loop = std::make_shared<EventLoop>(root_, *this);
    thread->wake = thread->loop->now();
    EventLoop& loop = *thread->loop;
    thread->fiber =
        std::make_unique<Fiber>([&loop, body = std::move(body), ended = std::move(ended)] {
            EventLoop::step_in(nullptr);
            try {
                body(loop);
                ended(loop.now());
            } catch (const RunStopped&) {
                // The run is over.
            }
            if (!loop.is_closed()) {
                loop.close();
            }
        });
    std::shared_ptr<EventLoop> made = thread->loop;
    threads_.push_back(std::move(thread));
    return made;
}

Threads::OneThread* Threads::earliest() const {
    OneThread* first = nullptr;
    for (const std::unique_ptr<OneThread>& thread : threads_) {
        if (first == nullptr || thread->wake < first->wake) {
            first = thread.get();
        }
    }
    return first;
}

void Threads::run(OneThread& thread) {
    OneThread* const before = std::exchange(running_, &thread);
    EventLoop* const loop = EventLoop::step_out();
    detail::ContextRef* const slot = detail::exchange_context_slot(nullptr);
    thread.fiber->resume();
    detail::exchange_context_slot(slot);
    EventLoop::step_in(loop);
    running_ = before;
}

void Threads::forget_ended() {
    for (const std::unique_ptr<OneThread>& thread : threads_) {
        if (thread->fiber->ended()) {
            latest_ = std::max(latest_, thread->loop->now());
        }
    }
    std::erase_if(threads_, [](const auto& thread) { return thread->fiber->ended(); });
}

void Threads::run_until(Nanoseconds limit, bool idle) {
    if (running_ != nullptr) {
        return;
    }
    while (OneThread* const next = earliest()) {
        const Nanoseconds until = idle ? std::min(limit, root_.next_time()) : limit;
        if (next->wake >= until) {
            break;
        }
        run(*next);
        forget_ended();
    }
    std::vector<OneThread*> now;
    for (const std::unique_ptr<OneThread>& thread : threads_) {
        if (idle && thread->wake == limit && limit != kNever) {
            now.push_back(thread.get());
        }
    }
    for (OneThread* const thread : now) {
        run(*thread);
    }
    forget_ended();
}

bool Threads::join() {
    while (OneThread* const next = earliest()) {
        if (next->wake == kNever) {
            return false;
        }
        run(*next);
        forget_ended();
    }
    return true;
}

void Threads::wait(EventLoop& loop, Nanoseconds when) {
    OneThread& thread = *running_;
    thread.wake = when;
    EventLoop* const inside = EventLoop::step_out();
    detail::ContextRef* const slot = detail::exchange_context_slot(nullptr);
    thread.fiber->yield();
    detail::exchange_context_slot(slot);
    EventLoop::step_in(inside);
    if (killing_) {
        loop.end_with(Outcome::Stopped);
        throw RunStopped{};
    }
}

void Threads::wait_until(EventLoop& loop, Nanoseconds when) {
    do {
        wait(loop, when);
    } while (running_->wake < when);  // posts are taken when it looks for them
}

void Threads::wake(const EventLoop& loop, Nanoseconds when) {
    for (const std::unique_ptr<OneThread>& thread : threads_) {
        if (thread->loop.get() == &loop) {
            thread->wake = std::min(thread->wake, when);
        }
    }
}

Thread::Thread(std::string_view name, std::function<void(EventLoop&)> body,
               std::source_location where)
    : finished_(name) {
    EventLoop& here = EventLoop::running();
    const Future<> finished = finished_;
    const auto tell = [finished] {
        if (!finished.done()) {
            finished.set_result();
        }
    };
    loop_ = here.start_thread(name, where, std::move(body), [&here, tell](Nanoseconds when) {
        if (EventLoop::is_open(&here)) {
            here.post(Callback<>(tell, "thread ended"), when);
        }
    });
}

namespace detail {

void post(EventLoop& loop, std::function<void()> action, const char* name) {
    if (EventLoop::is_open(&loop)) {
        (void)loop.call_soon_threadsafe(Callback<>(std::move(action), name));
    }
}

}  // namespace detail

}  // namespace coroscope
