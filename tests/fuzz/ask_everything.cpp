#include "tests/fuzz/ask_everything.h"

#include <string_view>

#include "runtime/analysis/await_tree.h"
#include "runtime/analysis/critical_path.h"
#include "runtime/analysis/executor_statistics.h"
#include "runtime/analysis/explain.h"
#include "runtime/analysis/finding.h"
#include "runtime/analysis/frame_memory.h"
#include "runtime/analysis/held_waits.h"
#include "runtime/analysis/resource_statistics.h"
#include "runtime/analysis/statistics.h"
#include "runtime/analysis/wait_graph.h"
#include "runtime/formats/export.h"
#include "runtime/picture/terminal.h"

namespace coroscope::test {

namespace {

void ask_at(const Timeline& timeline, EventIndex cursor) {
    (void)timeline.ready_at(cursor);
    (void)timeline.timers_at(cursor);
    (void)timeline.step_at(cursor);
    for (ObjectId id = 0; id < 4; ++id) {
        (void)timeline.holders_at(id, cursor);
        (void)timeline.waiters_at(id, cursor);
        (void)timeline.items_at(id, cursor);
        (void)timeline.held_by(id, cursor);
        (void)timeline.value_at(id, cursor);
        (void)timeline.await_stack(id, cursor);
        (void)timeline.state_at(id, cursor);
        (void)to_string(describe_state(timeline, id, cursor), Language::Chinese);
    }
    for (const Message& message : explain(timeline, cursor)) {
        (void)to_string(message, Language::English);
    }
    (void)to_string(brief(timeline, cursor), Language::English);
    (void)wait_graph(timeline, cursor);
    (void)statistics(timeline, cursor);
}

/// Pictures and documents of a page for each event would take minutes.
constexpr EventIndex kMostForPictures = 2000;

}  // namespace

void ask_everything(const Timeline& timeline) {
    const EventIndex size = timeline.trace().size();
    for (EventIndex cursor = 0; cursor < size; cursor += 1 + size / 16) {
        ask_at(timeline, cursor);
    }
    (void)statistics(timeline);
    (void)frame_memory(timeline.trace(), size);
    (void)critical_path(timeline);
    (void)resource_statistics(timeline);
    (void)executor_statistics(timeline);
    (void)held_waits(timeline);
    (void)to_text(timeline, await_tree(timeline));
    for (const Finding& finding : find_all(timeline)) {
        (void)to_string(finding.statement, Language::English);
        (void)to_string(finding.explanation, Language::English);
        (void)to_string(finding.advice, Language::English);
    }
    if (size > kMostForPictures) {
        return;
    }
    // One axis and one format for each input: over many inputs all have their turn.
    const std::size_t turn = size + 3 * timeline.tasks().size();
    TerminalOptions look;
    look.axis = static_cast<AxisKind>(turn % 3);
    look.width = 80;
    look.cursor = size / 2;
    (void)draw_terminal(timeline, look);
    const auto formats = export_formats();
    const ExportFormat& format = formats[turn % formats.size()];
    if (format.name != "png" && format.name != "pdf") {  // the SVG, through a slow library
        (void)format.encode(timeline, {.cursor = size / 2, .axis = look.axis});
    }
}

}  // namespace coroscope::test
