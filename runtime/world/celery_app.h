// CeleryApp: what an app, its job types, its results and its workers share. For the task queue
// itself; programs use Celery.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "runtime/world/async_result.h"
#include "runtime/world/broker.h"
#include "runtime/world/job_definition.h"
#include "runtime/world/job_event.h"
#include "runtime/world/result_backend.h"

namespace coroscope::detail {

class CeleryApp : public std::enable_shared_from_this<CeleryApp> {
public:
    /// A worker, as the app speaks to it.
    class Member {
    public:
        virtual ~Member() = default;
        [[nodiscard]] virtual bool is_there() const = 0;
        [[nodiscard]] virtual bool runs(const std::string& id) const = 0;
        virtual void revoke(const std::string& id, bool terminate) = 0;
        virtual void mark_revoked(const std::string& id) = 0;
    };
    /// From where a message goes: nowhere = the running task.
    struct Sender {
        const Place* place = nullptr;
        int row = kNoRow;
    };

    CeleryApp(std::string name, Transport transport, std::source_location where)
        : name_(std::move(name)), results(conf, where), broker(conf, transport, where) {}

private:
    std::string name_;

public:
    CeleryConf conf;
    ResultBackend results;
    Broker broker;

    /// The next id for a job of that type: "send-1".
    [[nodiscard]] std::string new_id(const std::string& type) {
        return type + "-" + std::to_string(++last_ids_[type]);
    }

    /// A message for that call, which has not been sent.
    [[nodiscard]] JobMessage make_message(std::string id, const JobType& type,
                                          const std::vector<JobArg>& args, const Call& call) const;
    /// Sends it. Errors: as JobType::apply_async.
    void publish(JobMessage job, Sender from, std::source_location where);
    /// With the result of another job before its own arguments, unless it is immutable.
    void publish(const Signature& call, std::string id, const std::optional<std::string>& result,
                 Sender from);
    /// A message for that call, as publish() sends it.
    [[nodiscard]] JobMessage make_message(const Signature& call, std::string id,
                                          const std::optional<std::string>& result) const;

    /// The first of these calls, which takes the others with it.
    void publish_chain(const std::vector<Signature>& calls, const std::vector<std::string>& ids,
                       const std::optional<std::string>& result, Sender from,
                       std::source_location where = {});

    /// A run of this id begins; the how manieth it is.
    int count_run(const std::string& id);
    [[nodiscard]] std::vector<Duration> starts(const std::string& id) const;
    [[nodiscard]] int runs() const { return runs_; }

    void add_member(Member& member) { members_.push_back(&member); }
    void remove_member(Member& member) { std::erase(members_, &member); }
    void revoke(const std::string& id, bool terminate);

    // The hearts of workers, which beat every 2 s
    void heart_beats(const std::string& worker);
    /// `says_so`: a worker that exits tells that it is offline.
    void heart_stops(const std::string& worker, bool says_so);
    /// It beat in the last 4 s.
    [[nodiscard]] bool hears_heart_of(const std::string& worker) const;

    /// Nothing will happen any more. What it keeps of calls would keep it, too.
    void let_go() noexcept {
        chords_.clear();
        broker.let_go();
    }

    // Chords: chord.cpp
    /// The parts have these ids; the body has that one.
    std::uint64_t begin_chord(std::vector<std::string> parts, Signature body, std::string body_id);
    /// A part has ended.
    void end_part(std::uint64_t chord, const std::string& id, Sender from);
    /// Where nobody counts: a job looks every result_chord_retry_interval.
    void watch_chord(std::uint64_t chord, std::source_location where);

    // Events
    void emit(JobEvent event);
    std::uint64_t listen(std::function<void(const JobEvent&)> listener);
    void unlisten(std::uint64_t listener) { listeners_.erase(listener); }

private:
    struct Chord {
        std::vector<std::string> parts;
        Signature body;
        std::string body_id;
        std::set<std::string> ended = {};
    };
    struct Heart {
        Duration since = {};
        std::optional<Duration> until = {};
        bool offline = false;
    };
    void wait_for_broker();
    [[nodiscard]] bool is_over(const Chord& chord) const;
    void finish_chord(std::uint64_t number, Sender from);

    std::map<std::string, int> last_ids_;
    std::map<std::string, std::vector<Duration>> starts_;
    int runs_ = 0;
    std::vector<Member*> members_;
    std::map<std::string, Heart> hearts_;
    std::map<std::uint64_t, Chord> chords_;
    std::uint64_t last_chord_ = 0;
    std::map<std::uint64_t, std::function<void(const JobEvent&)>> listeners_;
    std::uint64_t last_listener_ = 0;
};

}  // namespace coroscope::detail
