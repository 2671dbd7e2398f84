// Picture: the timeline's geometry for one range, size and cursor as plain shapes. The window, SVG,
// PNG and HTML paint it; the geometry is decided here and tested without any of them.
//
//     Axis axis(timeline, AxisKind::Elastic);
//     Picture picture = make_picture(timeline, {.axis = &axis, .last = axis.length(),
//                                               .width_px = 856, .height_px = 496, .cursor =
//                                               cursor});
//
// From top to bottom: minimap, ruler, loop lane (these three stay), then the rows that scroll:
// tasks with the log, locks, queues, the loops of further threads, the workers of executors, plots.
// From left to right: the gutter with names, then the track.
//
// Shapes carry a look, never a colour; a painter maps looks and task colour indices to
// look/tokens.h. Units: pixels of the picture, origin at its top left, y downwards; sizes in tokens
// are multiplied by `scale`. Spans of a lane abut; a painter leaves 1 px between them by drawing
// each half a pixel smaller. The box of an overdue span begins at the moment when its timer was
// due. Events: [first, last) as everywhere. Text: UTF-8 in the asked language. Order: paint bands,
// rows, plots, spans, arrows, dots, then the veil, then the cursor. Cost: proportional to what is
// visible, not to the run.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/analysis/finding.h"
#include "runtime/picture/axis.h"
#include "runtime/picture/badge.h"
#include "runtime/picture/row_order.h"
#include "runtime/text/message.h"
#include "runtime/trace/timeline.h"

namespace coroscope {

/// The fonts of tokens.md section 5 that the timeline uses.
enum class TextStyle : std::uint8_t {
    Caption,
    Small,
    Body,
    BodyStrong,
    Mono,
    MonoSmall,
    Badge,
    Icon
};

/// Width of a text in pixels, without scale. The default is a fair guess for a proportional font.
[[nodiscard]] float guess_text_width(std::string_view text, TextStyle style);

/// What is drawn of a run where two stand one below the other: one head, and each one's lanes.
enum class PictureParts : std::uint8_t {
    All,
    Head,   ///< minimap and ruler
    Lanes,  ///< tasks, resources and counters from the top edge on, each options.lane_px high:
            ///< no head, loop lane, titles, arrows, log and plots of the loop
};

struct PictureOptions {
    const Axis* axis = nullptr;  ///< required; made from the same timeline
    double first = 0;            ///< visible range in axis units
    double last = 0;             ///< 0 = the whole axis
    float width_px = 856;   ///< the whole timeline: gutter, track and 12 px of room at the right
    float height_px = 496;  ///< minimap to the last row; panel header and legend row are not in it
    float scale = 1;
    bool small = false;  ///< the values for windows narrower than 1500 px
    PictureParts parts = PictureParts::All;
    float lane_px = 36;  ///< of PictureParts::Lanes, at scale 1
    EventIndex cursor = 0;
    std::optional<TaskId> selected_task{};
    std::optional<ObjectId> selected_resource{};
    Language language = Language::English;
    const std::vector<Finding>* findings = nullptr;  ///< for warning ticks; may be null
    Nanoseconds slow_step = 100'000'000;
    float scroll_y = 0;
    std::size_t most_rows = 0;  ///< of each group, 0: all; its title says how many were left out
    const std::vector<Badge>* badges =
        nullptr;                      ///< task_badges(timeline), if the caller keeps them
    const RowOrder* order = nullptr;  ///< RowOrder(timeline), if the caller keeps it
    std::function<float(std::string_view, TextStyle)>
        text_width{};  ///< pixels at scale 1; empty: guess_text_width
};

struct Box {
    float x0 = 0;
    float y0 = 0;
    float x1 = 0;
    float y1 = 0;
    [[nodiscard]] float width() const { return x1 - x0; }
    [[nodiscard]] float height() const { return y1 - y0; }
    [[nodiscard]] bool contains(float x, float y) const {
        return x >= x0 && x < x1 && y >= y0 && y < y1;
    }
};

enum class RowKind : std::uint8_t {
    Loop,
    GroupTitle,
    Task,
    Lock,
    Semaphore,
    Event,
    Queue,
    Thread,  ///< the event loop of a further thread
    Worker,  ///< of an executor, or a row of a place outside the loop
    Variable,
    Log,
    Plot
};

/// What a plot counts. A queue's depth is drawn in the queue's own row, the value of a counter that
/// another program recorded in a row of kind Plot.
enum class PlotKind : std::uint8_t { None, Ready, Timers, Queue, Counter };

struct Row {
    RowKind kind = RowKind::Task;
    PlotKind plot = PlotKind::None;
    float y = 0;
    float height = 0;
    std::uint32_t id = 0;  ///< TaskId or ObjectId (a worker's: its executor), 0 for other rows
    std::size_t lane = 0;  ///< loops and threads: index in RowOrder::loops; workers: in workers
    std::string label;
    std::string monogram;  ///< tasks; "" otherwise
    int colour = -1;       ///< tasks: index of its colour; -1 otherwise
    std::string_view
        icon;           ///< name in the tokens ("lock", "queue", "loop"); "" for tasks and titles
    std::string value;  ///< at the right of the gutter: "5 / 5"
    bool selected = false;
    bool mono = false;           ///< the label is a name in the code and no task: monospaced
    bool not_yet = false;        ///< the task does not exist yet at the cursor, or is over
    int depth = 0;               ///< tasks: 0 = main, 1 = its child
    std::uint32_t folded = 0;    ///< a title that stands for so many tasks without a lane
    std::size_t first_span = 0;  ///< its spans: picture.spans[first_span, last_span)
    std::size_t last_span = 0;
};

enum class SpanLook : std::uint8_t {
    Created,
    Ready,
    Running,
    Sleeping,
    Waiting,
    Io,
    Slow,
    Stuck,
    Overdue,
    Finished,
    Cancelled,
    Failed,      ///< end caps
    Held,        ///< a lock, a permit or a variable's value: tinted with the holder's (writer's)
                 ///< colour, edge at its left
    HeldWanted,  ///< the same while others wait: yellow outline
    EventSet,    ///< an event that is set
    ValueLost,   ///< a variable's value that has undone another task's update
    Step,        ///< on the loop lane: the task's colour with its monogram
    SlowStep,    ///< on the loop lane
    Merged,      ///< spans too narrow to draw one by one: see `columns`
    Stopped,     ///< on the loop lane: nothing can run
};
[[nodiscard]] std::string_view name_of(
    SpanLook look);  ///< "created", ... kebab-case; ids of legend strings

/// A column of a merged span: which part of its time goes to which state, from the bottom up. Sums
/// to 1; a worker that has nothing to do is in no state.
struct Column {
    float x0 = 0;
    float x1 = 0;
    float running = 0;
    float ready = 0;  ///< ready or created
    float sleeping = 0;
    float io = 0;       ///< a job of a worker that waits for something outside
    float waiting = 0;  ///< waiting for anything else
};

struct Span {
    SpanLook look = SpanLook::Waiting;
    Box box;
    TaskId task = 0;       ///< whose lane; the holder; whose step
    ObjectId subject = 0;  ///< what it waits for; the resource of the lane
    int colour = -1;       ///< Held, HeldWanted, Step, a worker's job: index of the task's colour
    EventIndex first = 0;  ///< for hit testing: a click goes to `first`
    EventIndex last = 0;
    std::string_view icon;  ///< name in the tokens, "" if there is none or no room
    float icon_x = 0;       ///< its left edge
    std::string label;      ///< never wider than the span: the longest that fits, "" if none does
    float label_x = 0;      ///< its left edge; its style is Caption, Badge on the loop lane
    std::vector<std::string>
        labels;  ///< all forms from long to short; the longest is a tooltip. Empty for narrow spans
    std::uint32_t merged = 0;     ///< Merged: how many spans it stands for
    std::vector<Column> columns;  ///< Merged: 2 px each
    bool cut_left = false;        ///< goes on outside the visible range: no rounded corners there
    bool cut_right = false;
    bool selected = false;  ///< the selected task's span at the cursor
};

enum class ArrowKind : std::uint8_t {
    WakeUp,
    Message,  ///< between a task (or the loop) and a place outside the loop, or two places
    Lost,     ///< a message that never arrives: it ends in a cross near its sender
};

struct Arrow {
    ArrowKind kind = ArrowKind::WakeUp;
    float x0 = 0;  ///< at the waker or sender (a dot)
    float y0 = 0;
    float x1 = 0;  ///< at the woken or receiver (a head); x0 == x1 where one event does both
    float y1 = 0;
    EventIndex event = 0;  ///< the wake-up; where the message was sent
    TaskId waker = 0;      ///< or the task that sent; 0: the loop or a place
    TaskId woken = 0;
    bool active = false;  ///< it is the cursor's event, or of the selected task: accent
    bool faded = false;   ///< something else is selected
    bool future = false;  ///< behind the cursor
};

enum class DotKind : std::uint8_t { Timer, Callback, Log };

/// A dot on the loop lane (timer fired, callback run) or on the log lane.
struct Dot {
    DotKind kind = DotKind::Timer;
    float x = 0;
    float y = 0;
    EventIndex event = 0;
    TaskId task = 0;
    int colour = -1;
    std::string label;  ///< log: the text if it fits before the next dot
    float label_x = 0;
    std::uint32_t merged = 1;  ///< how many dots share this place
};

enum class BlockKind : std::uint8_t { Instant, Idle, Busy, Stopped };

/// A piece of the ruler on the elastic axis, and "deadlock: nothing can run" on all of them.
struct Block {
    BlockKind kind = BlockKind::Instant;
    Box box;
    std::string label;  ///< fits; "" if nothing does
    float label_x = 0;
    Nanoseconds time = 0;
    Nanoseconds duration = 0;
};

/// A mark on the ruler of the time and steps axes.
struct Tick {
    float x = 0;
    std::string label;  ///< "" for a minor tick
    float label_x = 0;
};

/// Ground of every second loop iteration, and of idle stretches.
struct Band {
    float x0 = 0;
    float x1 = 0;
    bool idle = false;
    std::uint32_t iteration = 0;
};

struct Plot {
    PlotKind kind = PlotKind::Ready;
    ObjectId queue = 0;  ///< the queue, or the counter
    Box box;             ///< value 0 is at box.y1, `maximum` at box.y0
    struct Level {
        float x0 = 0;
        float x1 = 0;
        float y = 0;  ///< of its line; the area goes from here to box.y1
        std::int64_t value = 0;
    };
    std::vector<Level> levels;  ///< in order, without gaps; paint a line through their corners
    std::int64_t maximum = 1;
    std::int64_t value = 0;           ///< at the cursor
    std::optional<float> capacity_y;  ///< the dashed line "full: 5"
    std::string capacity_label;
    float capacity_label_x = 0;
    bool capacity_reached = false;
};

/// The whole run in small. `colour` is a task's, -1 for stretches in which nothing can run.
struct MinimapSegment {
    float x0 = 0;
    float x1 = 0;
    int colour = -1;
    bool slow = false;
    bool stopped = false;
};

struct Mark {
    float x = 0;
    Severity severity = Severity::Warning;
    EventIndex event = 0;
    std::size_t finding = 0;  ///< index into options.findings
};

struct Minimap {
    Box box;
    std::vector<MinimapSegment> segments;
    std::vector<Mark> marks;  ///< findings
    Box window;               ///< the visible range
    bool shows_all = true;    ///< the visible range is everything: no frame needed
    float cursor_x = 0;
};

struct LegendEntry {
    SpanLook look = SpanLook::Running;
    std::string label;
    std::string_view icon;
};

struct Picture {
    float width = 0;
    float height = 0;
    float scale = 1;
    double first = 0;  ///< the visible range, as asked for and clamped to the axis
    double last = 1;
    float track_x0 = 0;  ///< where `first` is drawn: the gutter's right edge
    float track_x1 = 0;
    Box ruler;
    Box body;  ///< clip the scrolling rows and all that belongs to them to this
    float content_height =
        0;  ///< of the scrolling rows; scroll_max = content_height - body.height(), at least 0
    float scroll_y = 0;  ///< as asked for, clamped
    float scroll_max = 0;
    std::string overview_label;  ///< words of the gutter beside the minimap and the ruler
    std::string ruler_label;

    Minimap minimap;
    std::vector<Block> blocks;
    std::vector<Tick> ticks;
    std::vector<Band> bands;
    std::vector<Row> rows;    ///< the loop lane first; rows outside the body are left out
    std::vector<Span> spans;  ///< by row, then from left to right
    std::vector<Dot> dots;
    std::vector<Arrow> arrows;        ///< wake-ups, then messages: at most kMaxArrows of each
    std::size_t arrows_left_out = 0;  ///< visible ones beyond that: announce them
    std::string arrows_note;          ///< "and 37 more wake-ups", "" if none
    std::vector<Plot> plots;
    std::vector<Mark> marks;  ///< findings in the visible range, for flags at the ruler
    float cursor_x = 0;
    bool cursor_visible = false;
    std::optional<Box> veil;  ///< from the cursor to the right edge; none at the end of the run
    std::vector<LegendEntry> legend;  ///< looks that occur in this run, in a fixed order

    [[nodiscard]] float x_from_position(double position) const;
    [[nodiscard]] double position_from_x(float x) const;
    /// The span under a point, with the slack of tokens.md for narrow ones; nullptr if there is
    /// none.
    [[nodiscard]] const Span* span_at(float x, float y) const;
    [[nodiscard]] const Row* row_at(float y) const;
};

inline constexpr std::size_t kMaxArrows = 200;

/// "pool worker 1", in the gutter of its lane; of a place "api · 2", or "api" if it has one row.
[[nodiscard]] std::string worker_name(const Timeline& timeline, const WorkerJobs& worker,
                                      Language language);

/// How many lanes PictureParts::Lanes has.
[[nodiscard]] std::size_t lanes_of(const RowOrder& order);

/// Requires: options.axis was made from `timeline`, and width and height are those of a visible
/// window (a smaller one gives an empty or a cut picture, never an error).
[[nodiscard]] Picture make_picture(const Timeline& timeline, const PictureOptions& options);

}  // namespace coroscope
