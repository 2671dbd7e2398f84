// ResultBackend: where workers write what became of jobs, and where it is asked for. A key-value
// store such as Redis: SUCCESS is never overwritten, what is written expires.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/world/agenda.h"
#include "runtime/world/celery_conf.h"
#include "runtime/world/job_state.h"
#include "runtime/world/place.h"

namespace coroscope {

class ResultBackend {
public:
    struct Entry {
        JobState state = JobState::Pending;
        std::string text = {};  ///< the value, or "Type: message"
        Duration stored_at = {};
    };

    /// Keeps the reference. Errors: RuntimeError if no loop is running.
    ResultBackend(const CeleryConf& conf, std::source_location where);

    /// A message from that row of a worker, which is written when it arrives.
    void store(const Place& from, int row, std::string_view id, JobState state,
               std::string_view text);
    /// The same without a message: by the app itself.
    void write(const std::string& id, JobState state, std::string_view text);
    /// What is known now; PENDING if nothing is, or no longer.
    [[nodiscard]] Entry peek(const std::string& id) const;
    /// The same as a query, which is counted.
    [[nodiscard]] Entry query(const std::string& id);
    [[nodiscard]] int queries() const { return queries_; }
    void forget(const std::string& id) { entries_.erase(id); }

    /// Nothing that is sent from now on until this loop time is written: it is lost on its way.
    void lose_writes_until(Duration time) { lost_until_ = time; }
    /// Each message takes so much longer.
    void slow_down(Duration delay) { slowness_ = delay; }

    /// Calls `callback` whenever one of these ids has been written, until it answers true.
    void subscribe(const std::vector<std::string>& ids, std::function<bool()> callback);

    [[nodiscard]] const Place& place() const { return place_; }
    [[nodiscard]] Agenda& agenda() { return agenda_; }

private:
    void tell(const std::string& id);

    const CeleryConf& conf_;
    Place place_;
    Agenda agenda_;
    std::map<std::string, Entry> entries_;
    std::uint64_t last_subscriber_ = 0;
    std::map<std::uint64_t, std::function<bool()>> subscribers_;
    std::map<std::string, std::vector<std::uint64_t>> subscriptions_;
    int queries_ = 0;
    Duration lost_until_ = {};
    Duration slowness_ = {};
};

}  // namespace coroscope
