// AxisMaker: makes the axis of a large run without holding up the window: it costs a pass over the
// trace.
//
//     maker.start(indexed, AxisKind::Steps);
//     if (auto made = maker.take()) { ... }      // in a later frame
//
// Threads: one window thread calls everything here. The destructor waits for the pass to end.
#pragma once

#include <memory>
#include <optional>

#include "gui/model/loader.h"
#include "runtime/picture/axis.h"

namespace coroscope::gui {

class AxisMaker {
public:
    struct Made {
        std::shared_ptr<const Indexed> run;
        std::shared_ptr<const Axis> axis;
    };

    AxisMaker();
    ~AxisMaker();
    AxisMaker(const AxisMaker&) = delete;
    AxisMaker& operator=(const AxisMaker&) = delete;

    /// What was asked for before and is not made yet is not wanted any more.
    void start(std::shared_ptr<const Indexed> run, AxisKind kind);
    [[nodiscard]] bool busy() const { return job_ != nullptr; }
    /// What was asked for last, once it is made.
    std::optional<Made> take();

private:
    struct Job;
    std::unique_ptr<Job> job_;
    struct Wanted {
        std::shared_ptr<const Indexed> run;
        AxisKind kind;
    };
    std::optional<Wanted> next_;
};

}  // namespace coroscope::gui
