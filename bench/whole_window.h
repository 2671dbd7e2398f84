// Frames of the whole window without a display: every panel drawn into a draw list, with a run of
// ten million events and with runs that ask much of it in other ways. CPU time of each frame;
// nothing is sent to a GPU.
//
//     coroscope_bench --window FILE         the .ctrace file that stage `save` of ten_million.h
//     made coroscope_bench --window-heavy        100,000 tasks, 1,000 locks, long names, a flood of
//     log lines
#pragma once

#include <filesystem>

namespace coroscope::bench {

/// One line of JSON for each way of using the window: {"name", "frames", "median", "p99", "worst"},
/// in milliseconds.
void measure_window(const std::filesystem::path& file);
void measure_heavy_windows();

}  // namespace coroscope::bench
