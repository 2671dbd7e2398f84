// Monitor: hears what workers tell of themselves and of jobs (as Flower does, and "celery events").
//
//     app.conf.worker_send_task_events = true;
//     Monitor monitor(app);
//     const JobEvent event = co_await monitor.next();   // "task-received", ...
//     log("{} {}", event.type, event.id);
//     if (!monitor.alive("worker-1")) ...
//
// Events may come in a wrong order (over a network, from several workers): state() believes the
// one that can only have been the later. A worker's heart beats every 2 s; one that was silent for
// more than 4 s counts as offline. Source: Celery 5.6, docs/userguide/monitoring.rst,
// celery/events/state.py.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/world/celery.h"
#include "runtime/world/job_event.h"
#include "runtime/world/place.h"

namespace coroscope {

class Monitor {
public:
    explicit Monitor(const Celery& app, std::string_view name = "monitor",
                     std::source_location where = std::source_location::current());
    ~Monitor();
    Monitor(const Monitor&) = delete;
    Monitor& operator=(const Monitor&) = delete;

    /// The next event that nobody has taken. One task at a time may wait.
    [[nodiscard]] Reply<JobEvent> next();
    /// All events so far.
    [[nodiscard]] const std::vector<JobEvent>& events() const { return events_; }
    /// "PENDING" if it has heard nothing of it.
    [[nodiscard]] std::string_view state(const std::string& id) const;
    /// How many events of that type it has heard.
    [[nodiscard]] int count(std::string_view type) const;
    [[nodiscard]] bool alive(const std::string& worker) const;

private:
    void hear(const JobEvent& event);

    std::shared_ptr<detail::CeleryApp> app_;
    Place place_;
    std::uint64_t listener_;
    std::vector<JobEvent> events_;
    std::size_t taken_ = 0;
    std::map<std::string, JobState> states_;
    std::unique_ptr<Reply<JobEvent>> waiting_;
};

}  // namespace coroscope
