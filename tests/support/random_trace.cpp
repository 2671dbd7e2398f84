#include "tests/support/random_trace.h"

#include <array>
#include <string>

#include "runtime/trace/recorder.h"

namespace coroscope {

namespace {

class Generator {
public:
    explicit Generator(const RandomTraceOptions& options)
        : options_(options), state_(options.seed) {}

    Trace run() {
        while (recorder_.size() < options_.events) {
            add();
        }
        recorder_.publish();
        return recorder_.snapshot();
    }

private:
    /// xorshift: the same numbers everywhere, which std::uniform_int_distribution does not promise.
    std::uint64_t next() {
        state_ ^= state_ << 13U;
        state_ ^= state_ >> 7U;
        state_ ^= state_ << 17U;
        return state_ * 0x2545F4914F6CDD1DULL >> 16U;
    }
    std::uint32_t below(std::size_t bound) { return static_cast<std::uint32_t>(next() % bound); }
    bool chance(std::size_t one_in) { return below(one_in) == 0; }

    TextId word() { return recorder_.text(std::string(1, static_cast<char>('a' + below(5)))); }

    void add() {
        static constexpr std::array kKinds = {
            EventKind::TaskReady,        EventKind::TaskReady,        EventKind::TaskResumed,
            EventKind::TaskResumed,      EventKind::TaskSuspended,    EventKind::TaskSuspended,
            EventKind::TaskSuspended,    EventKind::ResourceAcquired, EventKind::ResourceAcquired,
            EventKind::ResourceReleased, EventKind::ResourceReleased, EventKind::QueuePut,
            EventKind::QueuePut,         EventKind::QueueGot,         EventKind::QueueTaskDone,
            EventKind::VariableRead,     EventKind::VariableWritten,  EventKind::ResourceNotified,
            EventKind::CoroutineEntered, EventKind::CoroutineLeft,    EventKind::TimerSet,
            EventKind::TimerFired,       EventKind::TimerCancelled,   EventKind::LoopIteration,
            EventKind::LogLine,          EventKind::ResourceLinked,   EventKind::CallbackRun,
            EventKind::QueueDropped};
        if (chance(4)) {
            now_ += below(1000);
        }
        TraceEvent event{
            .time = now_,
            .a = below(6),
            .task = below(tasks_ + 1U),
            .b = word(),
            .kind = kKinds[below(kKinds.size())],
            .detail = static_cast<std::uint8_t>(below(12)),
            .site = chance(3) ? SiteId{0} : recorder_.site("random.cpp", below(40) + 1)};
        event.subject = objects_ == 0 ? 0 : below(objects_) + 1;
        if (event.task == 0 && !chance(10)) {
            event.task = tasks_ == 0 ? 0 : 1;
        }
        if (objects_ < options_.resources) {
            event.kind = EventKind::ResourceCreated;
            event.subject = ++objects_;
            event.detail = static_cast<std::uint8_t>(1 + below(9));
        } else if (tasks_ == 0 || (tasks_ < options_.tasks && chance(20))) {
            event.kind = EventKind::TaskCreated;
            event.task = ++tasks_;
            event.subject = 0;
            event.a = event.b;
        } else if (tasks_ == options_.tasks && chance(400)) {
            event.kind =
                static_cast<EventKind>(static_cast<int>(EventKind::TaskFinished) + below(3));
            event.task = below(tasks_) + 1;
        } else if (event.kind == EventKind::TimerSet) {
            event.subject = ++objects_;
            event.a = now_ + below(5);
        } else if (event.kind == EventKind::CoroutineEntered ||
                   event.kind == EventKind::CoroutineLeft) {
            event.a = event.b;
            event.b = below(6);
        }
        if (options_.nonsense && chance(3)) {
            make_nonsense(event);
        }
        recorder_.append(event);
    }

    void make_nonsense(TraceEvent& event) {
        const auto wild = [&] { return chance(2) ? next() << below(20) : ~next(); };
        switch (below(6)) {
        case 0: event.time = static_cast<Nanoseconds>(wild()); break;
        case 1: event.a = static_cast<std::int64_t>(chance(3) ? INT64_MAX : wild()); break;
        case 2: event.task = static_cast<TaskId>(wild()); break;
        case 3: event.subject = static_cast<ObjectId>(wild()); break;
        case 4: event.kind = static_cast<EventKind>(wild()); break;
        default:
            event.b = static_cast<std::uint32_t>(wild());
            event.detail = static_cast<std::uint8_t>(wild());
            event.site = static_cast<SiteId>(wild());
        }
    }

    RandomTraceOptions options_;
    std::uint64_t state_;
    Recorder recorder_{{.runspec = "random", .title = "Random", .producer = "test"}};
    Nanoseconds now_ = 0;
    TaskId tasks_ = 0;
    ObjectId objects_ = 0;
};

}  // namespace

Trace random_trace(const RandomTraceOptions& options) { return Generator(options).run(); }

}  // namespace coroscope
