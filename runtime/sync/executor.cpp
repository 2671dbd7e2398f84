#include "runtime/sync/executor.h"

#include <deque>
#include <vector>

#include "runtime/sync/gil.h"

namespace coroscope {

namespace detail {

/// Looks, when the job's future is done, whether it was cancelled (_chain_future,
/// _call_check_cancel).
class Job::CheckCancel final : public Handle, public Pooled {
public:
    explicit CheckCancel(Ref<Job> job) : job_(std::move(job)) {}
    void run() override {
        const std::unique_ptr<CheckCancel> alive(this);
        if (job_->future().cancelled() && job_->state_ == State::Queued) {
            job_->state_ = State::Cancelled;
        }
    }
    void discard() noexcept override { delete this; }

private:
    Ref<Job> job_;
};

/// What the worker queues with call_soon_threadsafe when the job is over (_set_state).
class Job::Deliver final : public Handle, public Pooled {
public:
    explicit Deliver(Ref<Job> job) : job_(std::move(job)) {}
    void run() override {
        const std::unique_ptr<Deliver> alive(this);
        if (job_->future().done()) {
            return;  // cancelled meanwhile
        }
        if (job_->error_) {
            job_->future().set_error(job_->error_);
        } else {
            job_->deliver_value();
        }
    }
    void discard() noexcept override {
        job_->forget_future();
        delete this;
    }

private:
    Ref<Job> job_;
};

/// What the handles of an executor, and its timers, share.
class Pool final : public LoopExtension, public AtClose, public Pooled {
public:
    Pool(EventLoop& loop, bool threads, int max_workers, std::string_view name,
         std::source_location where)
        : loop_(loop),
          object_(loop.create_resource(ResourceType::Executor, name, max_workers, where)),
          threads_(threads) {
        for (int i = 0; i < max_workers; ++i) {
            workers_.push_back(std::make_unique<Worker>(*this, i));
        }
    }
    ~Pool() override = default;
    void retain() { ++references_; }
    void release() {
        if (--references_ == 0) {
            delete this;
        }
    }

    void submit(Ref<Job> job, std::source_location where) {
        if (shut_) {
            throw RuntimeError("cannot schedule new futures after shutdown");
        }
        loop_.check_budget();
        job->number_ = ++last_job_;
        loop_.record(EventKind::JobSubmitted, loop_.current_task_id(), object_, 0, job->number_,
                     loop_.text(job->name_), loop_.site(where));
        auto* const check = new Job::CheckCancel(job);
        job->future().add_done_callback(*check);
        queue_.push_back(std::move(job));
        start_jobs();
    }
    [[nodiscard]] int max_workers() const { return static_cast<int>(workers_.size()); }
    void shut(bool cancel_futures) {
        shut_ = true;
        if (cancel_futures) {
            for (const Ref<Job>& job : queue_) {
                job->state_ = Job::State::Cancelled;
                (void)job->future().cancel(nullptr);
            }
            queue_.clear();
        }
    }

    // LoopExtension: as the default executor
    Ref<FutureBase> shutdown() override {
        if (running_ == 0) {
            return {};
        }
        drained_ = Ref<FutureBase>(new FutureState<void>(loop_));
        return drained_;
    }
    void discard() noexcept override {
        for (const Ref<Job>& job : std::exchange(queue_, {})) {
            job->forget_future();
        }
        drained_ = {};
        const Ref<Pool> alive(this);
        for (const std::unique_ptr<Worker>& worker : workers_) {
            worker->let_go();
        }
    }
    // AtClose: jobs may still run, of which nobody hears any more
    void close() noexcept override { discard(); }

private:
    class Worker final : public TimerHandle {
    public:
        Worker(Pool& pool, int index) : pool_(pool), index_(index) {}
        [[nodiscard]] bool free() const { return !job_; }

        void start(Ref<Job> job) {
            alive_ = Ref<Pool>(&pool_);
            job_ = std::move(job);
            part_ = 0;
            EventLoop& loop = pool_.loop_;
            job_->state_ = Job::State::Running;
            loop.record(EventKind::JobStarted, 0, pool_.object_, static_cast<std::uint8_t>(index_),
                        job_->number_, loop.text(job_->name_));
            {
                const LaneProgram::Writing writing(job_->program_, context_);
                try {
                    job_->call();
                } catch (...) {
                    job_->error_ = std::current_exception();
                }
            }
            go_on(loop.now(), false);
        }
        void let_go() {
            pool_.loop_.cancel_timer(*this);
            if (const Ref<Job> job = std::exchange(job_, {})) {
                job->forget_future();
            }
            const Ref<Pool> pool = std::exchange(alive_, {});
        }
        void discard() noexcept override { let_go(); }

    private:
        /// Does what comes at `at`: up to the next part that takes time, or to the end.
        void go_on(Nanoseconds at, bool in_timer) {
            const std::vector<LaneProgram::Part>& parts = job_->program_.parts();
            while (part_ < parts.size()) {
                const LaneProgram::Part& part = parts[part_++];
                if (part.how == PassedBy::None) {
                    part.action();
                    continue;
                }
                if (part.how == PassedBy::Busy && pool_.threads_) {
                    Gil::of(pool_.loop_)
                        .compute(
                            at, part.duration, [this](Nanoseconds end) { go_on(end, false); },
                            [this](bool holds) { pool_.trace_lane(*this, holds); });
                } else {
                    set(at, part.duration);
                }
                return;
            }
            if (in_timer) {
                pool_.end_job(*this);
            } else {
                set(at, 0);  // a worker delivers from outside the loop
            }
        }
        void set(Nanoseconds at, Nanoseconds duration) {
            pool_.loop_.call_at(*this, duration > INT64_MAX - at ? INT64_MAX : at + duration, 0);
        }
        void fire() override { go_on(deadline(), true); }

        friend class Pool;
        Pool& pool_;
        Ref<Pool> alive_;  // while it works
        Ref<Job> job_;
        ContextRef context_;
        std::size_t part_ = 0;
        int index_;
    };

    void trace_lane(const Worker& worker, bool computes) {
        loop_.record(EventKind::JobComputes, 0, object_, static_cast<std::uint8_t>(worker.index_),
                     worker.job_->number_, computes ? 1 : 0);
    }
    void start_jobs() {
        while (!queue_.empty()) {
            Worker* idle = nullptr;
            for (const std::unique_ptr<Worker>& worker : workers_) {
                if (worker->free()) {
                    idle = worker.get();
                    break;
                }
            }
            if (queue_.front()->state_ == Job::State::Cancelled && idle != nullptr) {
                queue_.pop_front();
                continue;
            }
            if (idle == nullptr) {
                return;
            }
            Ref<Job> job = std::move(queue_.front());
            queue_.pop_front();
            ++running_;
            idle->start(std::move(job));
        }
        if (running_ == 0 && drained_ && !drained_->done()) {
            drained_->set_done();
        }
    }
    void end_job(Worker& worker) {
        const Ref<Pool> alive = std::move(worker.alive_);
        const Ref<Job> job = std::move(worker.job_);
        --running_;
        job->state_ = Job::State::Ended;
        loop_.record(EventKind::JobFinished, 0, object_, static_cast<std::uint8_t>(worker.index_),
                     job->number_, loop_.text(describe(job->error_)));
        loop_.call_soon(*new Job::Deliver(job));
        start_jobs();
    }

    EventLoop& loop_;
    ObjectId object_;
    bool threads_;
    bool shut_ = false;
    std::uint32_t references_ = 0;
    std::uint32_t last_job_ = 0;
    int running_ = 0;
    std::deque<Ref<Job>> queue_;
    std::vector<std::unique_ptr<Worker>> workers_;
    Ref<FutureBase> drained_;
};

/// The loop's default executor: a pool that it shares with the Executor that was set, if one was.
class DefaultExecutor final : public LoopExtension {
public:
    explicit DefaultExecutor(Ref<Pool> pool) : pool_(std::move(pool)) {}
    [[nodiscard]] Pool& pool() const { return *pool_; }
    Ref<FutureBase> shutdown() override { return pool_->shutdown(); }
    void discard() noexcept override { pool_->discard(); }

private:
    Ref<Pool> pool_;
};

ObjectId announce_job(EventLoop& loop, std::string_view name) {
    return loop.create_resource(ResourceType::Future, name, 0, {});
}

void submit(Pool& pool, Ref<Job> job, std::source_location where) {
    pool.submit(std::move(job), where);
}

Pool& default_pool(EventLoop& loop) {
    static constexpr int kWorkers = 4;
    std::unique_ptr<LoopExtension>& slot = loop.extension(ExtensionSlot::DefaultExecutor);
    if (slot == nullptr) {
        slot = std::make_unique<DefaultExecutor>(
            Ref<Pool>(new Pool(loop, true, kWorkers, "default executor", {})));
    }
    return static_cast<DefaultExecutor&>(*slot).pool();
}

}  // namespace detail

Executor::Executor(Kind kind, int max_workers, std::string_view name, std::source_location where) {
    static constexpr int kMostWorkers = 250;
    if (max_workers < 1 || max_workers > kMostWorkers) {
        throw ValueError(
            fmt::format("max_workers must be from 1 to {}, and is {}", kMostWorkers, max_workers));
    }
    pool_ = Ref<detail::Pool>(
        new detail::Pool(EventLoop::running(), kind == Kind::Threads, max_workers, name, where));
}

Executor::~Executor() { pool_->shut(false); }

int Executor::max_workers() const { return pool_->max_workers(); }

void Executor::shutdown(bool cancel_futures) { pool_->shut(cancel_futures); }

void set_default_executor(Executor& executor) {
    EventLoop::running().extension(ExtensionSlot::DefaultExecutor) =
        std::make_unique<detail::DefaultExecutor>(executor.pool());
}

}  // namespace coroscope
