#include "runtime/formats/csv.h"

#include <charconv>
#include <concepts>
#include <string_view>

#include "runtime/formats/event_words.h"
#include "runtime/formats/rows_to_write.h"
#include "runtime/formats/titles.h"
#include "runtime/formats/utf8_text.h"
#include "runtime/formats/wake_arrows.h"

namespace coroscope {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

bool looks_like_formula(std::string_view text) {
    constexpr std::string_view kStarts = "=+-@\t\n";
    return !text.empty() && kStarts.find(text[0]) != std::string_view::npos && !is_number(text);
}

/// Writes one cell at a time, then end_row().
class Rows {
public:
    explicit Rows(std::string_view header) : out_(kByteOrderMark) {
        out_ += header;
        end_row();
    }
    void number(std::integral auto value) {
        separate();
        char buffer[24];
        out_.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
    }
    void nothing() { separate(); }
    void text(std::string_view words) {
        separate();
        const std::string clean = (looks_like_formula(words) ? "'" : "") + printable(words);
        if (clean.find_first_of(",\"\n") == std::string::npos) {
            out_ += clean;
            return;
        }
        out_ += '"';
        for (const char c : clean) {
            out_.append(c == '"' ? 2 : 1, c);
        }
        out_ += '"';
    }
    void site(const Site& site) {
        text(site.file);
        if (site.file.empty()) {
            nothing();
        } else {
            number(site.line);
        }
    }
    void end_row() {
        out_ += "\r\n";
        is_first_ = true;
    }
    [[nodiscard]] std::string take() && { return std::move(out_); }

private:
    void separate() {
        if (!is_first_) {
            out_ += ',';
        }
        is_first_ = false;
    }

    std::string out_;
    bool is_first_ = true;
};

/// 0 is shown as an empty cell.
void optional_number(Rows& rows, std::integral auto value) {
    if (value == 0) {
        rows.nothing();
    } else {
        rows.number(value);
    }
}

void add_wake(Rows& rows, const Timeline& timeline, const Interval& interval) {
    if (interval.woken_by == kNoEvent) {
        rows.nothing();
        rows.nothing();
        return;
    }
    const TraceEvent& wake = timeline.trace()[interval.woken_by];
    rows.text(task_title(timeline, waker_of(timeline, wake)));
    rows.text(name_of(wake_reason(wake)));
}

}  // namespace

std::string encode_csv_intervals(const Timeline& timeline, Work* work) {
    Rows rows(
        "task_id,task,state,start_ns,end_ns,duration_ns,reason,waits_for,woken_by,wake_reason,file,"
        "line,first_event,last_event");
    expect(work, rows_to_write(timeline) - timeline.steps().size());
    for (const TaskInfo& task : timeline.tasks()) {
        for (const Interval& interval : task.intervals) {
            rows.number(task.id);
            rows.text(task_title(timeline, task.id));
            rows.text(name_of(interval.state));
            rows.number(interval.begin);
            rows.number(interval.end);
            rows.number(interval.end - interval.begin);
            rows.text(interval.reason == WaitReason::None ? "" : name_of(interval.reason));
            rows.text(waits_for_title(timeline, interval));
            add_wake(rows, timeline, interval);
            rows.site(timeline.trace().site(interval.site));
            rows.number(interval.first);
            rows.number(interval.last);
            rows.end_row();
            advance(work);
        }
    }
    return std::move(rows).take();
}

std::string encode_csv_events(const Timeline& timeline, Work* work) {
    Rows rows("event,time_ns,kind,task_id,task,subject_id,subject,detail,a,b,text,file,line");
    const Trace& trace = timeline.trace();
    expect(work, trace.size());
    for (EventIndex i = 0; i < trace.size(); ++i) {
        advance(work);
        const TraceEvent& event = trace[i];
        rows.number(i);
        rows.number(event.time);
        rows.text(name_of(event.kind));
        optional_number(rows, event.task);
        rows.text(event.task == 0 ? "" : task_title(timeline, event.task));
        optional_number(rows, event.subject);
        rows.text(subject_title(timeline, event));
        rows.text(detail_title(event));
        rows.number(event.a);
        rows.number(event.b);
        rows.text(event_text(timeline, event));
        rows.site(trace.site(event.site));
        rows.end_row();
    }
    return std::move(rows).take();
}

Exported export_csv(const Timeline& timeline, const ExportSettings& settings) {
    return {.bytes = settings.table == ExportTable::Events
                         ? encode_csv_events(timeline, settings.work)
                         : encode_csv_intervals(timeline, settings.work),
            .problem = {}};
}

}  // namespace coroscope
