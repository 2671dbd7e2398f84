#include "gui/model/axis_maker.h"

#include <atomic>
#include <thread>
#include <utility>

namespace coroscope::gui {

struct AxisMaker::Job {
    Made made;
    std::atomic<bool> over = false;
    std::jthread worker;  // destroyed first
};

AxisMaker::AxisMaker() = default;
AxisMaker::~AxisMaker() = default;

void AxisMaker::start(std::shared_ptr<const Indexed> run, AxisKind kind) {
    if (busy()) {
        next_ = Wanted{std::move(run), kind};
        return;
    }
    job_ = std::make_unique<Job>();
    job_->made.run = std::move(run);
    job_->worker = std::jthread([job = job_.get(), kind] {
        job->made.axis = std::make_shared<const Axis>(job->made.run->timeline, kind);
        job->over = true;
    });
}

std::optional<AxisMaker::Made> AxisMaker::take() {
    if (!busy() || !job_->over) {
        return std::nullopt;
    }
    Made made = std::move(job_->made);
    job_.reset();
    if (next_) {
        const Wanted wanted = *std::exchange(next_, std::nullopt);
        start(wanted.run, wanted.kind);
        return std::nullopt;
    }
    return made;
}

}  // namespace coroscope::gui
