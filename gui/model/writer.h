// Writer: writes one file at a time without holding up the window.
//
//     Writer writer;
//     writer.start("run.json", [timeline](Work& work) { return write_file(...); });
//     writer.amount();             // any number of times, while writer.busy()
//     if (auto written = writer.take()) { say(written->problem); }
//
// What is written must be held by the function itself: the window shows another run meanwhile.
// Threads: one window thread calls everything here. Nothing waits for the worker but wait() and the
// destructor.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "runtime/trace/work.h"

namespace coroscope::gui {

struct Written {
    std::filesystem::path path;
    std::string problem;     ///< "" or one sentence
    bool cancelled = false;  ///< nothing was written
};

class Writer {
public:
    /// Returns "" or why it failed; throws WorkCancelled when `work` was cancelled.
    using Write = std::function<std::string(Work& work)>;

    Writer();
    /// Cancels, and waits until the worker has noticed.
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// False if another file is being written: then nothing is started.
    [[nodiscard]] bool start(const std::filesystem::path& path, Write write);
    [[nodiscard]] bool busy() const { return job_ != nullptr; }
    [[nodiscard]] std::filesystem::path path() const;
    [[nodiscard]] Work::Amount amount() const;
    [[nodiscard]] bool is_cancelled() const;
    void cancel();
    /// Waits until it is over, at most so long. Returns whether it is.
    bool wait(std::chrono::milliseconds limit);
    /// How it went, once it is over; then the writer is free.
    std::optional<Written> take();

private:
    struct Job;
    std::unique_ptr<Job> job_;
};

}  // namespace coroscope::gui
