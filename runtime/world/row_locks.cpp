#include "runtime/world/row_locks.h"

#include <algorithm>

#include "runtime/core/resource.h"
#include "runtime/world/database_errors.h"

namespace coroscope {

class RowLocks::Shown : public Resource {
public:
    explicit Shown(const RowKey& key)
        : Resource(ResourceType::Lock, words(key), 1, std::source_location()) {}
    void acquired(TaskId task, bool after_waiting) {
        loop().record(EventKind::ResourceAcquired, task, object(), after_waiting ? 1 : 0, 0, 0,
                      loop().await_site());
    }
    void released(TaskId task) { loop().record(EventKind::ResourceReleased, task, object(), 0, 1); }
    [[nodiscard]] EventLoop& of_loop() const { return loop(); }
};

/// A place in the line of a row.
class RowLocks::Wait final : public FutureState<void> {
public:
    Wait(EventLoop& loop, ObjectId lock, Owner owner)
        : FutureState<void>(loop, WaitReason::Lock, lock), owner_(owner) {}
    [[nodiscard]] Owner owner() const { return owner_; }

private:
    [[nodiscard]] WakeReason wake_reason() const override { return WakeReason::LockReleased; }
    Owner owner_;
};

RowLocks::RowLocks() = default;
RowLocks::~RowLocks() = default;

void RowLocks::take(Owner owner, const RowKey& key, bool after_waiting) {
    Lock& lock = locks_[key];
    lock.owner = owner;
    lock.task = EventLoop::running().current_task_id();
    held_[owner].push_back(key);
    if (lock.shown) {
        lock.shown->acquired(lock.task, after_waiting);
    }
}

void RowLocks::show(const RowKey& key, Lock& lock) {
    if (lock.shown) {
        return;
    }
    lock.shown = std::make_shared<Shown>(key);
    if (lock.owner != 0) {
        lock.shown->acquired(lock.task, false);
    }
}

bool RowLocks::try_lock(Owner owner, const RowKey& key, bool shown) {
    Lock& lock = locks_[key];
    if (lock.owner == owner) {
        return true;
    }
    if (lock.owner != 0 || !lock.line.empty()) {
        return false;
    }
    if (shown) {
        show(key, lock);
    }
    take(owner, key, false);
    return true;
}

Coroutine<> RowLocks::lock(Owner owner, RowKey key, Limits limits) {
    Lock& lock = locks_[key];  // a map's values stay where they are
    show(key, lock);
    const Ref<FutureBase> wait(new Wait(lock.shown->of_loop(), lock.shown->object(), owner));
    lock.line.push_back(wait);
    waiting_[owner] = key;
    const auto fail = [wait](auto error) {
        if (!wait->done()) {
            wait->set_error(std::make_exception_ptr(std::move(error)));
        }
    };
    const auto look = agenda_.after(limits.deadlock_timeout, [this, owner, fail] {
        if (in_a_ring(owner)) {
            fail(DeadlockDetectedError());
        }
    });
    Agenda::Entry alarm = Agenda::kNone;
    if (limits.lock_timeout > Duration::zero()) {
        alarm = agenda_.after(limits.lock_timeout, [fail] {
            fail(LockNotAvailableError("canceling statement due to lock timeout"));
        });
    }
    const auto leave = [&] {
        agenda_.cancel(look);
        agenda_.cancel(alarm);
        waiting_.erase(owner);
        std::erase_if(lock.line, [&](const auto& other) { return other.get() == wait.get(); });
    };
    const Future<> future(wait);
    try {
        co_await future;
    } catch (...) {
        const bool had_it = lock.owner == owner;
        leave();
        if (had_it) {  // it was cancelled just when it got the lock
            release(owner, count(owner) - 1);
        }
        throw;
    }
    leave();
    lock.task = EventLoop::running().current_task_id();
    lock.shown->acquired(lock.task, true);
}

void RowLocks::hand_on(const RowKey& key) {
    Lock& lock = locks_[key];
    lock.owner = 0;
    while (!lock.line.empty()) {
        const Ref<FutureBase> next = lock.line.front();
        lock.line.pop_front();
        if (next->done()) {
            continue;
        }
        lock.owner = static_cast<const Wait&>(*next).owner();
        held_[lock.owner].push_back(key);
        waiting_.erase(lock.owner);
        next->set_done();
        return;
    }
    if (!lock.shown) {
        locks_.erase(key);
    }
}

void RowLocks::release(Owner owner, std::size_t from) {
    const auto found = held_.find(owner);
    if (found == held_.end()) {
        return;
    }
    const std::vector<RowKey> keys(found->second.begin() + static_cast<std::ptrdiff_t>(from),
                                   found->second.end());
    found->second.resize(from);
    if (from == 0) {
        held_.erase(found);
    }
    for (const RowKey& key : keys) {
        Lock& lock = locks_[key];
        if (lock.shown) {
            lock.shown->released(lock.task);
        }
        hand_on(key);
    }
}

std::size_t RowLocks::count(Owner owner) const {
    const auto found = held_.find(owner);
    return found == held_.end() ? 0 : found->second.size();
}

bool RowLocks::in_a_ring(Owner owner) const {
    std::set<Owner> seen;
    Owner at = owner;
    while (seen.insert(at).second) {
        const auto waits = waiting_.find(at);
        if (waits == waiting_.end()) {
            return false;
        }
        at = locks_.at(waits->second).owner;
        if (at == owner) {
            return true;
        }
    }
    return false;
}

}  // namespace coroscope
