// CSV for spreadsheets and pandas: a row for each stretch of a task's life in one state, or for
// each event. What the columns mean is described in docs/csv-export.md.
//
// RFC 4180: rows end in CRLF, texts with a comma, a quote or a line break are quoted. UTF-8 with a
// byte order mark, without which Excel reads "任务" as something else; pandas skips it. A text that
// a spreadsheet would take for a formula (=, +, -, @, a tab or a line break at its start, and no
// number) gets a ' before it, as a trace may come from a stranger.
#pragma once

#include <string>

#include "runtime/formats/export.h"
#include "runtime/trace/timeline.h"

namespace coroscope {

/// By task, then by time.
[[nodiscard]] std::string encode_csv_intervals(const Timeline& timeline, Work* work = nullptr);
[[nodiscard]] std::string encode_csv_events(const Timeline& timeline, Work* work = nullptr);
[[nodiscard]] Exported export_csv(const Timeline& timeline, const ExportSettings& settings);

}  // namespace coroscope
