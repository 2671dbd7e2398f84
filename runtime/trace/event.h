// TraceEvent: one line of a trace, 32 bytes. (Event is asyncio's primitive, in
// runtime/sync/event.h.) This table of kinds is the contract that every reader of a trace (index,
// findings, explain line, views, exports) and its one writer (the runtime) share.
//
// Units: times and durations are nanoseconds of virtual time since the start of the run.
// Ids: a TaskId is dense, 1, 2, ... in order of creation; 0 means "no task: the loop itself".
// An ObjectId names a resource (lock, queue, variable, future, timer, ...), dense from 1 in order
// of creation, 0 = none. A TextId and a SiteId index the trace's interned texts and source lines, 0
// = none; a TextId can also be a short text by itself: short_text.h.
#pragma once

#include <cstdint>
#include <string_view>

namespace coroscope {

using Nanoseconds = std::int64_t;
using TaskId = std::uint32_t;
using ObjectId = std::uint32_t;
using TextId = std::uint32_t;
using SiteId = std::uint16_t;
/// Position of an event in its trace, from 0. A cursor is an EventIndex.
using EventIndex = std::uint64_t;
inline constexpr EventIndex kNoEvent = ~EventIndex{0};
/// No row of a place: the place as a whole.
inline constexpr std::uint8_t kNoRow = 255;

/// What happened. Numbers are part of the file format: append only, never reuse.
/// Columns: task | subject | detail | a | b. "-" means 0. `site` is the line that did it, 0 if
/// none.
enum class EventKind : std::uint8_t {
    None = 0,
    // clang-format off
    // -- the loop
    LoopIteration = 1,      ///< - | timers set | - | iteration number, from 1 | ready handles it will run
    ClockAdvanced = 2,      ///< - | - | - | time before (ns) | -: nothing was ready; time = the new time
    RunEnded = 3,           ///< - | - | Outcome | - | text: why, 0 if it finished
    CallbackScheduled = 4,  ///< who scheduled, or whose end did | callback number | - | TaskId whose done callback it is, 0 if none | text: its name
    CallbackRun = 5,        ///< - | callback number | - | - | text: its name
    // -- tasks
    TaskCreated = 10,       ///< new task | creator's TaskId | - | text: coroutine function | text: task name
    TaskReady = 11,         ///< task woken | object through which (timer, lock, queue, future ...) | WakeReason | waker's TaskId, 0 = the loop | -
    TaskResumed = 12,       ///< task: a step begins | - | - | step number in the run, from 1 | ready handles left
    TaskSuspended = 13,     ///< task: the step ends | what it waits for | WaitReason | deadline (ns) for Sleep, awaited TaskId for Task | -
    TaskFinished = 14,      ///< task: its last step ends | - | - | - | text: its result, 0 if none
    TaskFailed = 15,        ///< task: its last step ends | - | - | - | text: "Type: message"
    TaskCancelled = 16,     ///< task: its last step ends | - | - | - | text: message
    TaskCancelRequested = 17,  ///< task asked to stop | requester's TaskId | CancelRequest | open requests | text: message
    TaskAbandoned = 18,     ///< task, destroyed unfinished after the run | - | - | - | -
    CoroutineEntered = 19,  ///< task: a directly awaited coroutine begins; site = the await | - | - | text: function | depth, root = 1
    CoroutineLeft = 20,     ///< task: it is over | - | 1 = by exception | text: function | depth
    TaskRenamed = 21,       ///< task | - | - | - | text: its name from now on
    ResultTaken = 23,       ///< who takes what came of a task that is over, without suspending | - | Taking | that TaskId | -
    // -- time inside a step
    TimePassed = 25,        ///< task | - | PassedBy | duration (ns) | -: time = the time after
    // -- timers (a timer is an object of its own)
    TimerSet = 30,          ///< who set it | timer | - | deadline (ns) | -
    TimerFired = 31,        ///< whose it is | timer | - | deadline (ns) | -
    TimerCancelled = 32,    ///< whose it is | timer | - | deadline (ns) | -
    // -- resources
    ResourceCreated = 40,   ///< creator | resource | ResourceType | capacity, permits or parties (0 = unbounded) | text: name
    ResourceAcquired = 41,  ///< new holder | resource | 1 = after waiting | permits left | -
    ResourceReleased = 42,  ///< who released | resource | - | permits free now | -
    ResourceNotified = 43,  ///< who did it | resource | Notice | waiters woken | text: value, 0 if none
    ResourceLinked = 44,    ///< who did it | resource that ends when others end (gather, ...) | - | TaskId it waits for | -
    ResourceDestroyed = 45, ///< - | resource | - | - | -
    // -- queues
    QueuePut = 50,          ///< task | queue | - | depth now | text: item
    QueueGot = 51,          ///< task | queue | - | depth now | text: item
    QueueTaskDone = 52,     ///< task | queue | - | unfinished items now | -
    QueueDropped = 53,      ///< task | queue | - | depth now | text: item; a shutdown drops it, and it counts as done
    // -- numbers that somebody else recorded (memory in use, requests a second)
    CounterChanged = 55,    ///< task or 0 | counter | - | value | -
    // -- shared variables
    VariableRead = 60,      ///< task | variable | - | version read (0 = initial) | text: value
    VariableWritten = 61,   ///< task | variable | - | version written, 0 = its initial value | text: value
    // -- words
    LogLine = 70,           ///< task or 0 | - | - | - | text
    LoopReport = 71,        ///< task or 0 | - | Report | - | text: what the loop's exception handler says
    CheckMade = 72,         ///< task or 0 | - | 1 = holds | - | text: what should be true
    ChoiceMade = 73,        ///< chosen task or 0 | text: the candidates' TaskIds in order, "3,1,4" | ChoiceKind | index taken | number of candidates
    // -- executors: worker threads and processes
    JobSubmitted = 80,      ///< task or 0 | executor | - | job number in it, from 1 | text: its name
    JobStarted = 81,        ///< - | executor | worker, from 0 | job number | text: its name
    JobComputes = 82,       ///< - | executor | worker | job number | 1 = has the interpreter lock from now on, 0 = no longer
    JobFinished = 83,       ///< - | executor | worker | job number | text: "Type: message", 0 if it returned
    // -- messages to and from places outside the loop
    MessageSent = 85,       ///< task or 0 | place that it comes from, 0 = the task or the loop | row of the place, kNoRow = none | message, an object of its own | text: what it says
    MessageArrived = 86,    ///< task or 0 | place that it comes to, 0 = the task or the loop | row of the place, kNoRow = none | that message | text: what it says
    // -- simulated threads. Thread 0 is the first; detail of LoopIteration and TaskCreated is the thread
    ThreadStarted = 90,     ///< task or 0 | thread, from 1 | - | - | text: its name
    ThreadEnded = 91,       ///< - | thread | - | - | -
    // -- memory, only if asked for: sizes depend on the compiler
    FrameAllocated = 95,    ///< task or 0 | - | - | bytes | text: coroutine function
    FrameFreed = 96,        ///< task or 0 | - | - | bytes | text: coroutine function
    // clang-format on
};

enum class WakeReason : std::uint8_t {
    None,
    Created,
    TimerFired,
    LockReleased,
    PermitReleased,
    EventSet,
    ItemPut,
    RoomMade,
    QueueJoined,
    TaskEnded,
    ChildrenEnded,
    FutureSet,
    Cancelled,
    Notified,
    BarrierOpened,   ///< the last party has arrived
    BarrierChanged,  ///< reset, aborted, left by others: to look again
    QueueShutDown,
};

enum class CancelRequest : std::uint8_t {
    TooLate,    ///< the task was over already
    Accepted,   ///< one more request is open
    TakenBack,  ///< by uncancel(): a timeout, a task group or the program has dealt with it
};

/// How the result or exception of a task is taken. Who suspends on a task (TaskSuspended), or has
/// it in a gather, wait or group (ResourceLinked), is not told again.
enum class Taking : std::uint8_t {
    None,
    Awaited,  ///< an await that goes on at once, since the task is over; each time
    Asked,    ///< result() or exception(); the first time, if nobody has waited for the task or
              ///< added a done callback before
};

/// Why a task is suspended. `Yield` is sleep(0): it is ready again at once, without a TaskReady
/// event.
enum class WaitReason : std::uint8_t {
    None,
    Yield,
    Sleep,
    Lock,
    Semaphore,
    Event,
    QueueGet,
    QueuePut,
    QueueJoin,
    Task,
    Gather,
    Future,
    Wait,         ///< for all of the tasks of a wait()
    WaitFirst,    ///< for one of the tasks of a wait()
    AsCompleted,  ///< for the next of the tasks of an as_completed()
    Shield,
    TaskGroup,
    Condition,
    Barrier,
    Executor,
    Reply,  ///< from a place outside the loop; subject = the place
};
/// The last one: readers that believe nothing take a higher number for None.
inline constexpr WaitReason kLastWaitReason = WaitReason::Reply;
/// True if something outside the loop works for the one who waits.
[[nodiscard]] bool is_outside(WaitReason reason);
/// True if what is waited for is a resource that ends when the tasks linked with it end.
[[nodiscard]] bool waits_for_linked(WaitReason reason);
/// True if one of the linked tasks is enough.
[[nodiscard]] bool one_is_enough(WaitReason reason);

enum class ResourceType : std::uint8_t {
    None,
    Lock,
    Semaphore,
    Event,
    Queue,
    Future,
    Gather,
    Variable,
    Wait,
    AsCompleted,
    Shield,
    TaskGroup,
    Condition,
    Barrier,
    Executor,
    Counter,
    Local,  ///< a variable of one task: Local<T>
    Place,  ///< something outside the loop that works: a service, a server, a worker; capacity =
            ///< rows
};
/// A place works on jobs, row by row, as an executor does with its workers.
[[nodiscard]] bool has_jobs(ResourceType type);
/// True if it ends when the tasks linked with it end.
[[nodiscard]] bool links_tasks(ResourceType type);

enum class Notice : std::uint8_t {
    None,
    EventSet,
    EventCleared,
    FutureSet,
    FutureFailed,
    FutureCancelled,
    Notified,
    PassedOn,  ///< a notification for a task that was cancelled
    BarrierTripped,
    BarrierReset,
    BarrierAborted,
    QueueShutDown,
};

enum class PassedBy : std::uint8_t { None, Busy, Blocking, StepCost };

enum class Report : std::uint8_t {
    None,
    NeverRetrieved,
    NeverAwaited,
    Callback,
    Shutdown,
    SlowCallback,  ///< debug mode: a task's step or a callback took long
    Other,         ///< what the program hands to call_exception_handler
};

enum class ChoiceKind : std::uint8_t { None, Task, TimerTie };

/// How a run ended. A deadlock is told from a hang by analysis (a cycle of waits), not by the loop:
/// the loop says Hang for both.
enum class Outcome : std::uint8_t {
    None,
    Finished,  ///< main returned
    Failed,    ///< main raised
    Hang,      ///< nothing ready, no timer, unfinished tasks
    Budget,    ///< the budget of steps, events or virtual time was used up
    Stopped,   ///< somebody asked the run to stop
};

struct TraceEvent {
    Nanoseconds time = 0;
    std::int64_t a = 0;
    TaskId task = 0;
    ObjectId subject = 0;
    std::uint32_t b = 0;
    EventKind kind = EventKind::None;
    std::uint8_t detail = 0;
    SiteId site = 0;

    friend bool operator==(const TraceEvent&, const TraceEvent&) = default;
};
static_assert(sizeof(TraceEvent) == 32);

/// The kind's name in kebab-case ("task-created"): stable, used by the command line and by exports.
/// Returns "unknown" for a number that no kind has.
[[nodiscard]] std::string_view name_of(EventKind kind);
[[nodiscard]] std::string_view name_of(WaitReason reason);
[[nodiscard]] std::string_view name_of(WakeReason reason);
[[nodiscard]] std::string_view name_of(ResourceType type);
[[nodiscard]] std::string_view name_of(Outcome outcome);

/// True if `a` (b) of this kind is a TextId.
[[nodiscard]] bool a_is_text(EventKind kind);
[[nodiscard]] bool b_is_text(EventKind kind);
/// True if `subject` of this kind is a TextId, and no object or task.
[[nodiscard]] bool subject_is_text(EventKind kind);

}  // namespace coroscope
