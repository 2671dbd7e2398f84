// Lanes of the workers of executors and of the rows of places outside the loop: which job each
// does, and where it computes. A computing job looks like a running task; where it does not, it
// waits for something outside or for the interpreter lock, and looks like I/O: a trace does not
// tell these two apart.
#include <algorithm>

#include "look/tokens.h"
#include "runtime/analysis/worker_jobs.h"
#include "runtime/picture/columns.h"
#include "runtime/picture/sketch.h"

namespace coroscope::detail {

namespace {

class WorkerLane {
public:
    WorkerLane(Sketch& sketch, const Row& row)
        : sketch_(sketch),
          row_(row),
          worker_(sketch.order.workers[row.lane]),
          end_(sketch.timeline.trace().size()),
          pen_(sketch.left()) {}

    void draw() {
        EventIndex at = sketch_.first_event;
        while (at < end_) {
            const Part part = part_at(at);
            if (start(part) >= sketch_.right()) {
                break;
            }
            if (part.state == State::Idle || is_wide(part) || end(part) <= sketch_.left()) {
                if (part.state != State::Idle) {
                    emit(part);
                }
                at = part.last;
            } else {
                at = crowd(part);
            }
        }
    }

private:
    enum class State : std::uint8_t { Idle, Outside, Computing };
    /// A stretch [first, last) in which a worker does one thing.
    struct Part {
        State state = State::Idle;
        EventIndex first = 0;
        EventIndex last = 0;
        std::size_t job = 0;  ///< of the worker's; none if idle
    };

    [[nodiscard]] const JobInfo& info(std::size_t job) const {
        return sketch_.timeline.jobs()[worker_.jobs[job]];
    }
    [[nodiscard]] EventIndex job_last(std::size_t job) const {
        return std::min(job_end(sketch_.timeline, worker_, job), end_);
    }

    /// Requires: event < end_. The part that it is in is never empty.
    [[nodiscard]] Part part_at(EventIndex event) const {
        const auto jobs = sketch_.timeline.jobs();
        const auto behind = std::ranges::upper_bound(
            worker_.jobs, event, {}, [&](std::uint32_t job) { return jobs[job].started; });
        const auto begun = static_cast<std::size_t>(behind - worker_.jobs.begin());
        const EventIndex next = begun < worker_.jobs.size() ? info(begun).started : end_;
        if (begun == 0) {
            return {State::Idle, 0, next, 0};
        }
        const EventIndex last = job_last(begun - 1);
        if (event >= last) {
            return {State::Idle, last, next, 0};
        }
        return part_of_job(begun - 1, event, last);
    }
    [[nodiscard]] Part part_of_job(std::size_t job, EventIndex event, EventIndex last) const {
        const auto& computing = info(job).computing;
        const auto behind =
            std::ranges::upper_bound(computing, event, {}, &JobInfo::Computing::first);
        EventIndex first = info(job).started;
        if (behind != computing.begin()) {
            const JobInfo::Computing& before = *(behind - 1);
            if (event < before.last) {
                return {State::Computing, std::max(first, before.first),
                        std::min(last, before.last), job};
            }
            first = std::max(first, before.last);
        }
        last = behind == computing.end() ? last : std::min(last, behind->first);
        return {State::Outside, first, last, job};
    }

    [[nodiscard]] float start(const Part& part) const {
        return sketch_.x(sketch_.axis.at(part.first));
    }
    [[nodiscard]] float end(const Part& part) const {
        return sketch_.x(sketch_.axis.at(part.last));
    }
    [[nodiscard]] bool is_wide(const Part& part) const {
        return end(part) - start(part) >= sketch_.px(look::kSize.merge_below_px);
    }

    /// Parts that are too narrow, from `first` on, as one span. Returns the event behind them.
    EventIndex crowd(const Part& first) {
        Part last = first;
        EventIndex at = first.last;
        while (at < end_) {
            const Part next = part_at(at);
            if (is_wide(next) || start(next) >= sketch_.right()) {
                break;
            }
            last = next.state == State::Idle ? last : next;
            at = behind_pixel(next);
            if (at > next.last) {
                last = last_busy(at - 1, last);
            }
        }
        if (last.first == first.first) {
            emit(first);
        } else {
            merge(first, last);
        }
        return at;
    }

    /// Where to look next behind a narrow part: what begins and ends within the same pixel is not
    /// looked at one by one.
    [[nodiscard]] EventIndex behind_pixel(const Part& part) const {
        const EventIndex reach = std::min(sketch_.event_at_x(end(part) + 1), end_ - 1);
        return reach <= part.last ? part.last : std::max(part.last, part_at(reach).first);
    }
    /// The last part of a job at or before `event`, `known` if there is none behind that.
    [[nodiscard]] Part last_busy(EventIndex event, const Part& known) const {
        Part part = part_at(event);
        if (part.state == State::Idle && part.first > known.last) {
            part = part_at(part.first - 1);
        }
        return part.state == State::Idle ? known : part;
    }

    /// From `first` to the end of `last`; nullptr if there is no room.
    Span* add(SpanLook look, const Part& first, const Part& last) {
        Span span;
        span.look = look;
        span.box = bar_box(sketch_, row_, look);
        span.box.x0 = std::max(start(first), pen_);
        span.box.x1 =
            std::min(std::max(end(last), span.box.x0 + sketch_.px(look::kSize.span_min_width)),
                     sketch_.right());
        if (span.box.width() < sketch_.px(0.75F)) {
            return nullptr;
        }
        pen_ = span.box.x1;
        span.subject = worker_.executor;
        span.first = first.first;
        span.last = last.last;
        span.cut_left = sketch_.is_left_of_view(span.first);
        span.cut_right = sketch_.is_right_of_view(span.last);
        sketch_.picture.spans.push_back(std::move(span));
        return &sketch_.picture.spans.back();
    }

    void emit(const Part& part) {
        const bool computes = part.state == State::Computing;
        if (Span* span = add(computes ? SpanLook::Running : SpanLook::Io, part, part)) {
            span->icon = computes ? "running" : "io";
            add_job(*span, part.job, computes);
            place_label(sketch_, *span);
        }
    }

    void merge(const Part& first, const Part& last) {
        Span* span = add(SpanLook::Merged, first, last);
        if (span == nullptr) {
            return;
        }
        if (first.job == last.job) {
            add_job(*span, first.job, false);
        } else {
            const std::size_t jobs = last.job - first.job + 1;
            span->merged = static_cast<std::uint32_t>(jobs);
            span->labels = {sketch_.words(
                Message("span.jobs", {number_arg("count", static_cast<std::int64_t>(jobs))}))};
        }
        span->columns = columns(span->box);
        place_label(sketch_, *span);
    }

    /// Whose job it is, and its words, longest first.
    void add_job(Span& span, std::size_t number, bool computes) {
        const JobInfo& job = info(number);
        const EventIndex cursor = sketch_.options.cursor;
        span.colour = sketch_.badge(job.submitter).colour;
        span.selected = job.submitter != 0 && sketch_.options.selected_task == job.submitter &&
                        job.started <= cursor && cursor < job_last(number);
        const std::string_view known = sketch_.timeline.trace().text(job.name);
        const std::string name =
            known.empty() ? "#" + std::to_string(job.number) : std::string(known);
        const std::string_view submitter = sketch_.timeline.task_name(job.submitter);
        if (!submitter.empty()) {
            const Argument task = task_arg("task", job.submitter, submitter);
            const Argument text = code_arg("job", name);
            const Nanoseconds queued = time_in_line(job);
            if (computes) {
                span.labels.push_back(sketch_.words(Message("span.job_computes", {text, task})));
            } else if (queued > 0) {
                span.labels.push_back(sketch_.words(
                    Message("span.job_queued", {text, task, duration_arg("time", queued)})));
            }
            span.labels.push_back(sketch_.words(Message("span.job", {text, task})));
        }
        span.labels.push_back(name);
    }
    [[nodiscard]] Nanoseconds time_in_line(const JobInfo& job) const {
        return job.submitted == kNoEvent ? 0
                                         : difference(sketch_.timeline.time_of(job.started),
                                                      sketch_.timeline.time_of(job.submitted));
    }

    /// Looks at a few evenly spread places of each column.
    [[nodiscard]] std::vector<Column> columns(const Box& box) const {
        constexpr int kSamples = 4;
        const float step = sketch_.px(look::kSize.merge_column_px);
        std::vector<Column> raw;
        for (float x = box.x0; x < box.x1 - 0.01F; x += step) {
            Column& column = raw.emplace_back();
            column.x0 = x;
            column.x1 = std::min(x + step, box.x1);
            for (int n = 0; n < kSamples; ++n) {
                const float place = x + (column.x1 - x) * (static_cast<float>(n) + 0.5F) / kSamples;
                const EventIndex event = sketch_.event_at_x(place);
                const State state = event < end_ ? part_at(event).state : State::Idle;
                column.running += state == State::Computing ? 1.0F / kSamples : 0;
                column.io += state == State::Outside ? 1.0F / kSamples : 0;
            }
        }
        return smoothed(raw);
    }

    Sketch& sketch_;
    const Row& row_;
    const WorkerJobs& worker_;
    EventIndex end_;
    float pen_;
};

}  // namespace

Row worker_row(const Sketch& sketch, std::size_t index) {
    const WorkerJobs& worker = sketch.order.workers[index];
    Row row;
    row.kind = RowKind::Worker;
    row.id = worker.executor;
    row.lane = index;
    row.label = worker_name(sketch.timeline, worker, sketch.options.language);
    row.icon = "io";
    row.selected = sketch.options.selected_resource == worker.executor;
    return row;
}

void draw_worker_lane(Sketch& sketch, Row& row) { WorkerLane(sketch, row).draw(); }

}  // namespace coroscope::detail

namespace coroscope {

std::string worker_name(const Timeline& timeline, const WorkerJobs& worker, Language language) {
    const std::string_view known = timeline.resource_name(worker.executor);
    const std::string_view name = known.empty() ? tr("resource.executor", language) : known;
    const ResourceInfo* resource = timeline.resource(worker.executor);
    const bool place = resource != nullptr && resource->type == ResourceType::Place;
    if (place && (resource->capacity <= 1 || worker.jobs.empty())) {
        return std::string(name);
    }
    return to_string(Message(place ? "picture.place_row" : "picture.worker",
                             {resource_arg("resource", worker.executor, name),
                              number_arg("number", worker.worker + 1)}),
                     language);
}

}  // namespace coroscope
