// SQLite, for questions to a run in SQL. The tables, the views and queries to begin with are
// described in docs/sqlite-export.md.
//
//     $ coroscope export races/lost-update -o run.sqlite
//     $ sqlite3 run.sqlite 'select * from task_time'
//
// Times are virtual nanoseconds. Ids are those of the trace; events are numbered from 0.
#pragma once

#include <string>

#include "runtime/formats/export.h"
#include "runtime/trace/timeline.h"

namespace coroscope {

/// Errors: std::runtime_error, std::bad_alloc if it does not fit into memory.
[[nodiscard]] std::string encode_sqlite(const Timeline& timeline, Language language,
                                        Work* work = nullptr);
[[nodiscard]] Exported export_sqlite(const Timeline& timeline, const ExportSettings& settings);

}  // namespace coroscope
