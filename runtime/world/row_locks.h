// RowLocks: who may change which row. A lock lasts to the end of its transaction; waiters are
// served in order. A row's lock is a lock of the trace: those of rows that are shown, and those for
// which somebody has waited.
//
// A ring is not found when it closes: whoever waits looks once, deadlock_timeout after its own wait
// began, and gives up itself if it is in a ring then. Source: PostgreSQL 16, "Explicit Locking";
// deadlock_timeout in "Lock Management".
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "runtime/core/coroutine.h"
#include "runtime/core/future.h"
#include "runtime/world/agenda.h"
#include "runtime/world/row_store.h"

namespace coroscope {

class RowLocks {
public:
    /// A transaction, as its locks know it.
    using Owner = std::uint64_t;
    struct Limits {
        Duration deadlock_timeout = {};
        Duration lock_timeout = {};  ///< 0: none
    };
    RowLocks();
    ~RowLocks();

    /// True once the running task's transaction has it; false if it would have to wait.
    bool try_lock(Owner owner, const RowKey& key, bool shown);
    /// Waits for it. Errors: DeadlockDetectedError, LockNotAvailableError.
    [[nodiscard]] Coroutine<> lock(Owner owner, RowKey key, Limits limits);
    /// Those that it got since it had so many.
    void release(Owner owner, std::size_t from = 0);
    [[nodiscard]] std::size_t count(Owner owner) const;

private:
    class Shown;
    class Wait;
    struct Lock {
        Owner owner = 0;
        TaskId task = 0;
        std::deque<Ref<FutureBase>> line = {};  // of Waits
        std::shared_ptr<Shown> shown = nullptr;
    };
    void take(Owner owner, const RowKey& key, bool after_waiting);
    void show(const RowKey& key, Lock& lock);
    void hand_on(const RowKey& key);
    [[nodiscard]] bool in_a_ring(Owner owner) const;

    std::map<RowKey, Lock> locks_;
    std::map<Owner, std::vector<RowKey>> held_;
    std::map<Owner, RowKey> waiting_;
    Agenda agenda_;
};

}  // namespace coroscope
