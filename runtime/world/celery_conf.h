// CeleryConf: the settings of a task queue, by Celery's names where it has them. The defaults are
// Celery's; a scenario that wants smaller numbers sets them.
//
//     app.conf.task_acks_late = true;
//     app.conf.worker_prefetch_multiplier = 1;
//
// Set them before workers start. A duration of zero means "no limit" where it is a limit. Sources:
// Celery 5.6, docs/userguide/configuration.rst; kombu 5.6, kombu/transport/redis.py; RabbitMQ 4,
// docs/consumers.md.
#pragma once

#include <map>
#include <string>

#include "runtime/core/clock.h"

namespace coroscope {

enum class Transport : std::uint8_t { RabbitMq, Redis };
enum class WorkerPool : std::uint8_t { Prefork, Threads };

struct CeleryConf {
    // Calls
    std::string task_default_queue = "celery";
    std::map<std::string, std::string> task_routes = {};  ///< name of a job type -> queue
    bool task_ignore_result = false;
    bool task_persistent = true;  ///< task_default_delivery_mode: persistent or transient

    // Acknowledgement
    bool task_acks_late = false;
    bool task_reject_on_worker_lost = false;
    bool task_acks_on_failure_or_timeout = true;

    // Workers
    int worker_concurrency = 4;
    int worker_prefetch_multiplier = 4;  ///< times the slots; 0 = no limit
    WorkerPool worker_pool = WorkerPool::Prefork;
    bool worker_disable_prefetch = false;  ///< Redis only: fetch when a slot is free
    int worker_eta_task_limit = 0;
    bool worker_deduplicate_successful_tasks = false;
    bool worker_cancel_long_running_tasks_on_connection_loss = false;
    bool worker_send_task_events = false;
    Duration worker_soft_shutdown_timeout = {};
    Duration task_time_limit = {};
    Duration task_soft_time_limit = {};
    Duration process_start = {};  ///< until a process that replaces a killed one can work

    // Results
    bool task_track_started = false;
    Duration result_expires = std::chrono::hours(24);
    bool result_push = true;  ///< Redis and RPC tell who waits; false: who waits asks
    Duration result_polling_interval = std::chrono::milliseconds(500);
    bool chords_counted = true;  ///< Redis and others count the parts; false: a job asks
    Duration result_chord_retry_interval = std::chrono::seconds(1);

    // The broker
    Duration visibility_timeout = std::chrono::hours(1);           ///< Redis
    Duration visibility_check_period = std::chrono::seconds(100);  ///< Redis, from a worker's start
    bool redis_append_only = false;     ///< its log of every write, off as in its own defaults
    bool queue_order_priority = false;  ///< Redis: a worker's first queue first, not by turns
    Duration consumer_timeout = {};  ///< RabbitMQ: 30 min in its own defaults, looked at each min
    Duration heartbeat_delay = {};   ///< until RabbitMQ knows that a worker is gone
    Duration network_hop = {};       ///< each message, each way
};

}  // namespace coroscope
