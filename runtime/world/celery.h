// Celery: a distributed task queue: an app that publishes jobs, a broker that keeps them, workers
// that run them (worker.h), a backend that keeps what became of them.
//
//     Coroutine<> main() {
//         Celery app("shop", Transport::Redis);       // app = Celery("shop", broker="redis://")
//         app.conf.worker_prefetch_multiplier = 1;
//         const JobType charge = app.task("charge").takes(2s).returns("paid").acks_late();
//         Worker w1(app, "worker-1", WorkerOptions().concurrency(1));
//
//         const AsyncResult result = charge.apply_async({"order 7"}, Call().countdown(5s));
//         log("{}: {}", result.id(), result.state());              // charge-1: PENDING
//         try {
//             log("{}", co_await result.get(10s));                 // at 7 s: paid
//         } catch (const Error& error) {                           // what the job raised, or
//             log("{}: {}", error.type(), error.message());        // TimeoutError
//         }
//     }
//
// A job is no task of the loop: it is a description of what it does (job_run.h), and a worker has
// it in one of its slots. What runs in the world:
//
//   job_type.h      how to declare what jobs do, their attributes, and how to call them
//   async_result.h  state(), get(timeout), revoke()
//   worker.h        slots, prefetch, limits, shutting down, crashes
//   canvas.h        chain, group, chord
//   beat.h          jobs that are sent periodically
//   monitor.h       events, and workers that are alive
//   celery_conf.h   the settings, and their defaults, which are Celery's
//   broker.h        faults: app.broker().restart(1500ms), lose_next(), duplicate_next()
//
// Messages are arrows publisher -> broker -> worker -> results; workers are places whose rows are
// slots; "in queue celery" is a curve. Jobs published before a worker is made wait in the queue. Of
// several workers that have room each gets the next message by turns. Of two jobs that end at one
// instant the one that began first is handled first; a slot that frees is given to what the worker
// holds, then the broker delivers. A limit reached exactly is not exceeded, but a message that was
// invisible for exactly the visibility timeout comes back.
//
// Left out: choice points (who gets the next message is a rule), snapshots of Redis (it keeps
// everything or nothing), clean-up jobs of backends that know no expiry, message TTL, remote
// control beside revoke, headers and stamps, autoscaling, get() inside a job.
#pragma once

#include <memory>
#include <source_location>
#include <string>
#include <string_view>

#include "runtime/world/async_result.h"
#include "runtime/world/broker.h"
#include "runtime/world/job_type.h"
#include "runtime/world/result_backend.h"

namespace coroscope {

class Celery {
public:
    /// Errors: RuntimeError if no loop is running.
    explicit Celery(std::string_view name, Transport transport = Transport::RabbitMq,
                    std::source_location where = std::source_location::current());
    Celery(const Celery&) = delete;
    Celery& operator=(const Celery&) = delete;
    /// What is in the broker is gone.
    ~Celery();

    /// Declares a job type of this name.
    [[nodiscard]] JobType task(std::string_view name) const;
    /// The result of that id, which nobody need know (it is PENDING then).
    [[nodiscard]] AsyncResult result(std::string_view id) const;
    /// A queue of the broker, which is made if it is missing; to give it options, or read them.
    BrokerQueue& queue(const std::string& name) const;
    [[nodiscard]] Broker& broker() const;
    [[nodiscard]] ResultBackend& backend() const;
    /// How many runs have begun, of all jobs: the simulator knows, Celery does not.
    [[nodiscard]] int runs() const;

    [[nodiscard]] const std::shared_ptr<detail::CeleryApp>& app() const { return app_; }

private:
    std::shared_ptr<detail::CeleryApp> app_;

public:
    CeleryConf& conf;
};

}  // namespace coroscope
