#include "runtime/formats/sqlite.h"

#include <stdexcept>
#include <utility>

#include "runtime/analysis/finding.h"
#include "runtime/analysis/statistics.h"
#include "runtime/formats/event_words.h"
#include "runtime/formats/plotted_counters.h"
#include "runtime/formats/rows_to_write.h"
#include "runtime/formats/sqlite_database.h"
#include "runtime/formats/titles.h"
#include "runtime/formats/wake_arrows.h"

namespace coroscope {

namespace {

// docs/sqlite-export.md shows this, too.
constexpr const char* kTables = R"(
create table run (
    runspec text, title text, producer text, outcome text,
    end_ns integer not null, steps integer not null, iterations integer not null,
    events integer not null);
create table task (
    id integer primary key, name text not null, function text,
    parent_id integer references task, created_ns integer not null, ended_ns integer,
    final_state text not null, file text, line integer);
create table resource (
    id integer primary key, type text not null, name text not null, capacity integer not null,
    created_ns integer not null, file text, line integer);
create table interval (
    id integer primary key, task_id integer not null references task, state text not null,
    start_ns integer not null, end_ns integer not null,
    duration_ns integer generated always as (end_ns - start_ns) virtual,
    reason text, resource_id integer references resource, awaited_id integer references task,
    file text, line integer, first_event integer not null, last_event integer not null);
create table step (
    id integer primary key, task_id integer not null references task,
    iteration integer not null, start_ns integer not null, end_ns integer not null,
    duration_ns integer generated always as (end_ns - start_ns) virtual,
    first_event integer not null, last_event integer not null);
create table wakeup (
    event integer primary key, time_ns integer not null, waker_id integer references task,
    woken_id integer not null references task, reason text not null,
    resource_id integer references resource);
create table counter (
    name text not null, unit text not null, resource_id integer references resource,
    event integer not null, time_ns integer not null, value integer not null);
create table finding (
    id integer primary key, kind text not null, severity text not null,
    statement text not null, explanation text, advice text, event integer not null,
    time_ns integer not null, file text, line integer);
create table finding_task (
    finding_id integer not null references finding, task_id integer not null references task);
create table log (
    event integer primary key, time_ns integer not null, task_id integer references task,
    text text);
create table job (
    id integer primary key, executor_id integer not null references resource,
    worker integer, number integer not null, name text,
    submitter_id integer references task, submitted_ns integer, start_ns integer,
    end_ns integer, error text);
)";

// After the rows: so they are built in one go.
constexpr const char* kIndices = R"(
create index interval_task on interval (task_id, start_ns);
create index interval_resource on interval (resource_id);
create index step_task on step (task_id);
create index wakeup_waker on wakeup (waker_id);
create index wakeup_woken on wakeup (woken_id);
create index counter_name on counter (name, event);
create view task_time as
    select task.id as task_id, task.name as task, task.final_state as final_state,
        sum(case when state = 'running' then duration_ns else 0 end) as running_ns,
        sum(case when state in ('ready', 'created') then duration_ns else 0 end) as ready_ns,
        sum(case when state = 'sleeping' then duration_ns else 0 end) as sleeping_ns,
        sum(case when state = 'waiting' then duration_ns else 0 end) as waiting_ns
    from task left join interval on interval.task_id = task.id
    group by task.id;
create view waiting as
    select task.name as task, reason, coalesce(resource.name, awaited.name) as waits_for,
        count(*) as times, sum(duration_ns) as total_ns, max(duration_ns) as longest_ns
    from interval join task on task.id = task_id
        left join resource on resource.id = resource_id
        left join task as awaited on awaited.id = awaited_id
    where state in ('waiting', 'sleeping')
    group by task_id, reason, resource_id, awaited_id;
create view who_woke_whom as
    select coalesce(waker.name, 'the loop') as waker, woken.name as woken, wakeup.reason as reason,
        resource.name as through, count(*) as times
    from wakeup join task as woken on woken.id = woken_id
        left join task as waker on waker.id = waker_id
        left join resource on resource.id = resource_id
    group by waker_id, woken_id, wakeup.reason, resource_id;
)";

/// Null for 0.
template <class Id>
std::optional<Id> nonzero(Id id) {
    return id == 0 ? std::optional<Id>() : id;
}

class SqliteWriter {
public:
    SqliteWriter(const Timeline& timeline, Language language, Work* work)
        : timeline_(timeline), trace_(timeline.trace()), language_(language), work_(work) {}

    std::string write() {
        database_.run("begin");
        database_.run(kTables);
        expect(work_, rows_to_write(timeline_));
        write_run();
        write_tasks();
        write_resources();
        write_intervals();
        write_steps();
        write_wakeups();
        write_counters();
        write_findings();
        write_log();
        write_jobs();
        database_.run(kIndices);
        database_.run("commit");
        return std::move(database_).take();
    }

private:
    [[nodiscard]] std::optional<TaskId> known_task(std::int64_t id) const {
        const bool is_known =
            std::in_range<TaskId>(id) && timeline_.task(static_cast<TaskId>(id)) != nullptr;
        return is_known ? std::optional(static_cast<TaskId>(id)) : std::nullopt;
    }
    [[nodiscard]] std::optional<ObjectId> known_resource(ObjectId id) const {
        return timeline_.resource(id) == nullptr ? std::optional<ObjectId>() : id;
    }
    /// Null for kNoEvent.
    [[nodiscard]] std::optional<Nanoseconds> time_of(EventIndex event) const {
        std::optional<Nanoseconds> time;
        if (event < trace_.size()) {
            time.emplace(trace_[event].time);
        }
        return time;
    }
    [[nodiscard]] std::string_view file(SiteId site) const { return trace_.site(site).file; }
    [[nodiscard]] std::optional<std::uint32_t> line(SiteId site) const {
        return nonzero(trace_.site(site).line);
    }

    void write_run() {
        const TraceInfo& info = trace_.info();
        const RunStatistics figures = statistics(timeline_);
        SqliteInsert insert(database_, "insert into run values (?, ?, ?, ?, ?, ?, ?, ?)");
        insert.row(info.runspec, info.title, info.producer, name_of(timeline_.outcome()),
                   figures.virtual_time, figures.steps, figures.iterations, figures.events);
    }

    void write_tasks() {
        SqliteInsert insert(database_, "insert into task values (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        for (const TaskInfo& task : timeline_.tasks()) {
            insert.row(task.id, task_title(timeline_, task.id), trace_.text(task.function),
                       known_task(task.parent), time_at(timeline_, task.created),
                       time_of(task.ended), name_of(timeline_.state_at(task.id, kNoEvent).state),
                       file(task.site), line(task.site));
        }
    }

    void write_resources() {
        SqliteInsert insert(database_, "insert into resource values (?, ?, ?, ?, ?, ?, ?)");
        for (const ResourceInfo& resource : timeline_.resources()) {
            insert.row(resource.id, name_of(resource.type), resource_title(timeline_, resource),
                       resource.capacity, time_at(timeline_, resource.created), file(resource.site),
                       line(resource.site));
        }
    }

    void write_intervals() {
        SqliteInsert insert(database_,
                            "insert into interval values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        std::int64_t id = 0;
        for (const TaskInfo& task : timeline_.tasks()) {
            for (const Interval& interval : task.intervals) {
                const bool awaits_task = interval.reason == WaitReason::Task;
                insert.row(++id, task.id, name_of(interval.state), interval.begin, interval.end,
                           interval.reason == WaitReason::None ? "" : name_of(interval.reason),
                           known_resource(interval.subject),
                           awaits_task ? known_task(interval.extra) : std::nullopt,
                           file(interval.site), line(interval.site), interval.first, interval.last);
                advance(work_);
            }
        }
    }

    void write_steps() {
        SqliteInsert insert(database_, "insert into step values (?, ?, ?, ?, ?, ?, ?)");
        std::int64_t id = 0;
        for (const Step& step : timeline_.steps()) {
            insert.row(++id, step.task, step.iteration, step.begin, step.end, step.first,
                       step.last);
            advance(work_);
        }
    }

    void write_wakeups() {
        SqliteInsert insert(database_, "insert into wakeup values (?, ?, ?, ?, ?, ?)");
        for (const WakeUp& wakeup : timeline_.wakeups()) {
            insert.row(wakeup.event, time_at(timeline_, wakeup.event), known_task(wakeup.waker),
                       wakeup.woken, name_of(wakeup.reason), known_resource(wakeup.through));
        }
    }

    void write_counters() {
        SqliteInsert insert(database_, "insert into counter values (?, ?, ?, ?, ?, ?)");
        for (const PlottedCounter& plot : plotted_counters(timeline_)) {
            for (const Counter::Change& change : plot.values) {
                insert.row(plot.title, plot.unit, nonzero(plot.resource), change.event,
                           time_at(timeline_, change.event), change.value);
                advance(work_, 0);
            }
        }
    }

    void write_findings() {
        SqliteInsert insert(database_, "insert into finding values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        SqliteInsert insert_task(database_, "insert into finding_task values (?, ?)");
        std::int64_t id = 0;
        for (const Finding& finding : find_all(timeline_)) {
            const SiteId site = finding.sites.empty() ? SiteId{0} : finding.sites.front();
            insert.row(++id, finding.kind, name_of(finding.severity),
                       to_string(finding.statement, language_),
                       to_string(finding.explanation, language_),
                       to_string(finding.advice, language_), finding.at,
                       time_at(timeline_, finding.at), file(site), line(site));
            for (const TaskId task : finding.tasks) {
                if (known_task(task)) {
                    insert_task.row(id, task);
                }
            }
        }
    }

    void write_log() {
        SqliteInsert insert(database_, "insert into log values (?, ?, ?, ?)");
        for (const EventIndex index : timeline_.log()) {
            const TraceEvent& event = trace_[index];
            insert.row(index, event.time, known_task(event.task), trace_.text(event.b));
        }
    }

    void write_jobs() {
        SqliteInsert insert(database_, "insert into job values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        std::int64_t id = 0;
        for (const JobInfo& job : timeline_.jobs()) {
            insert.row(++id, job.executor, job.worker, job.number, trace_.text(job.name),
                       known_task(job.submitter), time_of(job.submitted), time_of(job.started),
                       time_of(job.finished), trace_.text(job.error));
        }
    }

    const Timeline& timeline_;
    const Trace& trace_;
    Language language_;
    Work* work_;
    SqliteDatabase database_;
};

}  // namespace

std::string encode_sqlite(const Timeline& timeline, Language language, Work* work) {
    return SqliteWriter(timeline, language, work).write();
}

Exported export_sqlite(const Timeline& timeline, const ExportSettings& settings) {
    try {
        return {.bytes = encode_sqlite(timeline, settings.language, settings.work), .problem = {}};
    } catch (const std::runtime_error& error) {
        return {.bytes = {}, .problem = std::string("SQLite says: ") + error.what()};
    } catch (const std::bad_alloc&) {
        return {.bytes = {}, .problem = "there is not enough memory"};
    }
}

}  // namespace coroscope
