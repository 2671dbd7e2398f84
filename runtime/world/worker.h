// Worker: a process that takes messages of a task queue and runs them in its slots, which are the
// rows of its Place ("celery -A app worker -n worker-1 -c 4 -Q mail").
//
//     Worker worker(app, "worker-1", WorkerOptions().concurrency(4).queues({"mail"}));
//
// It takes its first message in the next iteration, so that all workers made in one step share
// what waits, the first one first. It holds at most prefetch_multiplier * slots messages that it
// has not acknowledged: what it holds no other worker can run. A message with an ETA waits in it,
// too, beyond that number. Source: Celery 5.6, celery/worker/ (strategy.py, request.py,
// consumer/), docs/userguide/workers.rst, optimizing.rst.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "runtime/world/celery.h"
#include "runtime/world/celery_app.h"

namespace coroscope {

/// What is said for one worker instead of the settings.
class WorkerOptions {
public:
    WorkerOptions& concurrency(int slots);
    WorkerOptions& prefetch_multiplier(int times);
    WorkerOptions& pool(WorkerPool pool);
    WorkerOptions& queues(std::vector<std::string> names);
    std::optional<int> slots;
    std::optional<int> multiplier;
    std::optional<WorkerPool> pool_kind;
    std::vector<std::string> queue_names;
};

class Worker : private Broker::Consumer, private detail::CeleryApp::Member {
public:
    /// Starts it. Errors: ValueError for slots as a Place's rows.
    Worker(const Celery& app, std::string_view name, const WorkerOptions& options = {},
           std::source_location where = std::source_location::current());
    ~Worker() override;
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    [[nodiscard]] const std::string& name() const { return place_.name(); }
    [[nodiscard]] bool is_running() const { return status_ != Status::Gone; }
    /// Jobs in its slots, and messages that it holds and has not begun.
    [[nodiscard]] int running() const;
    [[nodiscard]] int holds() const;

    // Shutting down
    /// TERM: takes no more, finishes what runs, exits.
    void shutdown();
    /// QUIT: cancels what runs, exits. Late jobs go back to the queue; early ones are lost (RETRY).
    void shutdown_cold();
    /// TERM with worker_soft_shutdown_timeout: warm for so long, then cold.
    void shutdown_soft(Duration timeout);
    /// Is done when it has exited, or died.
    [[nodiscard]] const Reply<>& exited() const { return exited_; }

    // Faults
    /// It dies now, without a word: power cut, kill -9.
    void crash();
    void crash_at(Duration time);
    /// It does nothing any more, and its connection stays open.
    void hang();
    /// Its connection to the broker breaks; it connects again at once.
    void lose_connection();
    /// A worker of that name starts anew, after it exited or died.
    void start();

private:
    enum class Status : std::uint8_t { Running, Stopping, Hung, Gone };
    enum class End : std::uint8_t { Itself, SoftLimit, HardLimit, Terminated, Cancelled };
    struct Held {  // a message, from its arrival to the end of its job
        Delivery delivery;
        std::int64_t job = 0;  // of the place
        int row = -1;          // -1: has not begun
        bool settled = false;  // acknowledged or rejected
        bool lost = false;     // the connection that brought it is gone
        bool waits_for_time = false;
        JobRun run{};
        Agenda::Entry end = Agenda::kNone;
        Agenda::Entry soft = Agenda::kNone;
        Agenda::Entry hard = Agenda::kNone;
    };
    struct Bucket {  // of a rate limit
        Duration next = {};
        std::deque<std::uint64_t> waiting = {};
        Agenda::Entry entry = Agenda::kNone;
    };
    using Serial = std::uint64_t;
    static constexpr Serial kFree = 0;
    static constexpr Serial kStarting = ~Serial{0};

    // Broker::Consumer
    [[nodiscard]] const Place& place() const override { return place_; }
    [[nodiscard]] const std::vector<std::string>& queues() const override { return queues_; }
    [[nodiscard]] bool has_room() const override;
    void expect() override { ++unacked_; }
    void receive(int connection, Delivery delivery) override;
    void connection_lost() override;
    // CeleryApp::Member
    [[nodiscard]] bool is_there() const override {
        return status_ == Status::Running || status_ == Status::Stopping;
    }
    [[nodiscard]] bool runs(const std::string& id) const override;
    void revoke(const std::string& id, bool terminate) override;
    void mark_revoked(const std::string& id) override;

    [[nodiscard]] int slots() const { return place_.rows(); }
    [[nodiscard]] bool acks_late(const Held& held) const;
    void connect();
    void reconnect(Duration delay);
    void drop_held();
    void take_in(Serial serial);
    void wait_for_rate(Serial serial);
    void open_bucket(const std::string& type);
    void wait_for_slot(Serial serial);
    void fill_slots();
    void begin(Serial serial, int row);
    [[nodiscard]] bool refuse(Serial serial);
    void set_limits(Serial serial, const Held& held);
    void hit_soft_limit(Serial serial);
    void finish(Serial serial, End end);
    void free_row(int row, bool process_died);
    void settle(Serial serial, bool accept, bool requeue);
    void discard(Serial serial);
    void exit();
    void exit_if_idle();
    void stop_everything(std::string_view error);
    // worker_outcome.cpp
    void conclude(Serial serial, End end);
    void succeed(Serial serial);
    void raise(Serial serial, const std::string& error);
    void fail(Serial serial, const std::string& error, bool timed_out);
    void retry(Serial serial, const std::string& error);
    void lose_process(Serial serial);
    void end_part(const Held& held);
    void store(const Held& held, JobState state, std::string_view text);
    void tell(const Held& held, std::string_view type, std::string_view text = {});
    [[nodiscard]] detail::CeleryApp::Sender from(const Held& held) const {
        return {.place = &place_, .row = held.row < 0 ? kNoRow : held.row};
    }

    std::shared_ptr<detail::CeleryApp> app_;
    Place place_;
    Agenda agenda_;
    int multiplier_;
    WorkerPool pool_;
    std::vector<std::string> queues_;
    Status status_ = Status::Running;
    int connection_ = 0;
    int unacked_ = 0;  // messages of this connection, also on their way
    int with_eta_ = 0;
    int from_before_ = 0;  // run since before the last connection
    Serial last_serial_ = 0;
    std::map<Serial, Held> held_;
    std::deque<Serial> waiting_;  // for a slot
    std::vector<Serial> rows_;
    bool filling_ = false;
    std::map<std::string, Bucket> buckets_;
    std::set<std::string> revoked_;
    Reply<> exited_;
};

}  // namespace coroscope
