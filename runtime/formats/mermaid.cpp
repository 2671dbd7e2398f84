#include "runtime/formats/mermaid.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "runtime/analysis/explain.h"
#include "runtime/formats/titles.h"
#include "runtime/formats/utf8_text.h"
#include "runtime/formats/wake_arrows.h"

namespace coroscope {

namespace {

/// Longer texts make the boxes of a diagram wider than a page.
constexpr std::size_t kMostCharacters = 80;

bool is_plain(char c) {
    constexpr std::string_view kPlain = " _.,()/'!?=+*-";
    return static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') ||
           (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           kPlain.find(c) != std::string_view::npos;
}

/// A text that Mermaid's grammar takes as such: all that might mean something is an entity.
std::string mermaid_text(std::string_view text) {
    std::string out;
    for (const char c : shortened(printable(text), kMostCharacters)) {
        if (c == '\n') {
            out += "<br/>";
        } else if (c == '\t') {
            out += ' ';
        } else if (is_plain(c)) {
            out += c;
        } else {
            out += fmt::format("#{};", static_cast<int>(c));
        }
    }
    return out.empty() ? "…" : out;
}

/// One line; what begins or ends a directive is an entity.
std::string comment_text(std::string_view text) {
    constexpr std::string_view kDirective = "%{}";
    std::string out;
    for (const char c : printable(text)) {
        if (kDirective.find(c) != std::string_view::npos) {
            out += fmt::format("#{};", static_cast<int>(c));
        } else {
            out += c == '\n' ? ' ' : c;
        }
    }
    return out;
}

class MermaidWriter {
public:
    MermaidWriter(const Timeline& timeline, Language language)
        : timeline_(timeline),
          trace_(timeline.trace()),
          language_(language),
          shown_tasks_(std::min(timeline.tasks().size(), kMostMermaidTasks)) {}

    Exported write() {
        out_ = "sequenceDiagram\n";
        if (!trace_.info().runspec.empty()) {
            out_ += "    %% " + comment_text(trace_.info().runspec) + "\n";
        }
        participant(0, to_string({"text.the_loop"}, language_));
        for (TaskId task = 1; task <= shown_tasks_; ++task) {
            participant(task, task_title(timeline_, task));
        }
        for (EventIndex i = 0; i < trace_.size(); ++i) {
            write_event(i);
        }
        Exported exported{.bytes = {}, .problem = {}};
        const std::size_t tasks_left_out = timeline_.tasks().size() - shown_tasks_;
        if (tasks_left_out > 0 || lines_left_out_ > 0) {
            const Message cut("export.diagram_is_cut",
                              {number_arg("tasks", std::ssize(timeline_.tasks()) -
                                                       static_cast<std::int64_t>(shown_tasks_)),
                               number_arg("lines", static_cast<std::int64_t>(lines_left_out_))});
            out_ += fmt::format("    Note over {}: {}\n", everybody(),
                                mermaid_text(to_string(cut, language_)));
            exported.remark = fmt::format(
                "the diagram is cut: {} tasks and {} lines are left out; it holds at most {} tasks "
                "and {} lines",
                tasks_left_out, lines_left_out_, kMostMermaidTasks, kMostMermaidLines);
        }
        exported.bytes = std::move(out_);
        return exported;
    }

private:
    void participant(TaskId task, std::string_view title) {
        out_ += fmt::format("    participant T{} as {}\n", task, mermaid_text(title));
    }
    [[nodiscard]] std::string everybody() const {
        return shown_tasks_ == 0 ? "T0" : fmt::format("T0,T{}", shown_tasks_);
    }
    [[nodiscard]] bool is_shown(TaskId task) const { return task <= shown_tasks_; }
    [[nodiscard]] std::string words(std::string_view id) const {
        return std::string(tr(id, language_));
    }

    /// A line of the diagram, after a note of the time if that is new.
    void line(EventIndex index, std::string_view text) {
        if (lines_ >= kMostMermaidLines) {
            ++lines_left_out_;
            return;
        }
        if (const Nanoseconds now = trace_[index].time; now != shown_time_) {
            shown_time_ = now;
            out_ += fmt::format("    Note over {}: {}\n", everybody(),
                                mermaid_text(format_duration(now)));
        }
        out_ += fmt::format("    {}\n", text);
        ++lines_;
    }
    void arrow(EventIndex index, TaskId from, std::string_view head, TaskId to,
               std::string_view text) {
        if (is_shown(from) && is_shown(to)) {
            line(index, fmt::format("T{}{}T{}: {}", from, head, to, mermaid_text(text)));
        } else {
            ++lines_left_out_;
        }
    }
    void note(EventIndex index, TaskId task, std::string_view text) {
        if (is_shown(task)) {
            line(index, fmt::format("Note over T{}: {}", task, mermaid_text(text)));
        } else {
            ++lines_left_out_;
        }
    }
    [[nodiscard]] std::string brief_words(EventIndex index) const {
        return to_string(brief(timeline_, index), language_);
    }

    void write_event(EventIndex index) {
        const TraceEvent& event = trace_[index];
        const TaskId task = timeline_.task(event.task) == nullptr ? 0 : event.task;
        if (event.kind == EventKind::LogLine) {
            note(index, task, trace_.text(event.b));
        } else if (event.kind == EventKind::RunEnded) {
            line(index, fmt::format("Note over {}: {}", everybody(),
                                    mermaid_text(to_string(brief(timeline_, index), language_))));
        } else if (task != 0) {
            write_task_event(index, event);
        }
    }
    void write_task_event(EventIndex index, const TraceEvent& event) {
        if (event.kind == EventKind::TaskCreated) {
            arrow(index, waker_of(timeline_, event), "->>", event.task, words("export.creates"));
        } else if (event.kind == EventKind::TaskReady) {
            write_wake(index, event);
        } else if (event.kind == EventKind::TaskCancelRequested &&
                   event.detail != static_cast<std::uint8_t>(CancelRequest::TakenBack)) {
            arrow(index, timeline_.task(event.subject) == nullptr ? 0 : event.subject, "-x",
                  event.task, words("export.cancels"));
        } else if (event.kind == EventKind::TaskSuspended) {
            write_await(index, event);
        } else if (event.kind == EventKind::TaskFinished || event.kind == EventKind::TaskFailed ||
                   event.kind == EventKind::TaskCancelled) {
            note(index, event.task, brief_words(index));
        }
    }
    void write_wake(EventIndex index, const TraceEvent& event) {
        const ResourceInfo* through = timeline_.resource(event.subject);
        const std::string text =
            through == nullptr ? words("export.wakes")
                               : to_string({"export.wakes_through",
                                            {resource_arg("resource", through->id,
                                                          resource_title(timeline_, *through))}},
                                           language_);
        arrow(index, waker_of(timeline_, event), "->>", event.task, text);
    }
    /// To the task, or to each of those that are gathered, that is awaited.
    void write_await(EventIndex index, const TraceEvent& event) {
        const auto reason = static_cast<WaitReason>(event.detail);
        const auto await = [&](TaskId other) {
            if (timeline_.task(other) != nullptr &&
                !is_over(timeline_.state_at(other, index).state)) {
                arrow(index, event.task, "-->>", other, words("export.awaits"));
            }
        };
        const ResourceInfo* several = timeline_.resource(event.subject);
        if (reason == WaitReason::Task) {
            await(std::in_range<TaskId>(event.a) ? static_cast<TaskId>(event.a) : 0);
        } else if (waits_for_linked(reason) && several != nullptr) {
            for (const TaskId other : several->linked) {
                await(other);
            }
        } else {
            note(index, event.task, brief_words(index));
        }
    }

    const Timeline& timeline_;
    const Trace& trace_;
    Language language_;
    std::size_t shown_tasks_;
    std::size_t lines_ = 0;
    std::size_t lines_left_out_ = 0;
    Nanoseconds shown_time_ = 0;
    std::string out_;
};

}  // namespace

Exported export_mermaid(const Timeline& timeline, const ExportSettings& settings) {
    return MermaidWriter(timeline, settings.language).write();
}

}  // namespace coroscope
