#include "gui/model/previews.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <thread>

#include "scenarios/simulate.h"

namespace coroscope::gui {
namespace {

constexpr std::uint64_t kMostSteps = 20'000;  // a branch that begins later is not simulated
constexpr std::uint64_t kWholeRun = 2'000;    // steps: as long, a branch is run to its end
constexpr std::uint64_t kLookAhead = 32;      // steps in which a timer's task gets its turn

bool same_choice(const ChoicePoint& a, const ChoicePoint& b) {
    return a.number == b.number && a.choice == b.choice && a.candidates == b.candidates;
}

}  // namespace

struct Previews::Work {
    RunSpec spec;
    ChoicePoint point;
    std::uint64_t steps_before = 0;
    std::vector<std::uint32_t> script;
    std::array<Preview, ChoiceLog::kKept> previews;
    std::atomic<std::size_t> known = 0;  // the first so many of `previews` are written
    std::size_t wanted = 0;
    std::atomic<bool> over = false;
    std::jthread worker;  // destroyed first

    void run(const std::stop_token& stop) {
        for (std::size_t n = 0; n < wanted && !stop.stop_requested(); ++n) {
            previews[n] = simulate_branch(n, stop);
            known.store(n + 1, std::memory_order_release);
        }
        over = true;
    }

    [[nodiscard]] Preview simulate_branch(std::size_t n, const std::stop_token& stop) const {
        RunSpec branch = spec;
        branch.choices = script;
        branch.choices.push_back(static_cast<std::uint32_t>(n));
        const bool whole = steps_before < kWholeRun;
        Budget budget;
        budget.steps = whole ? kWholeRun : steps_before + kLookAhead;
        budget.events = budget.steps * 100;
        Recorder recorder(trace_info(branch));
        simulate(branch, recorder, budget, stop);
        recorder.publish();
        const Timeline timeline(recorder.snapshot());
        Preview preview;
        const StepList steps = timeline.steps();
        const std::size_t last = std::min(steps.size(), steps_before + kLookAhead);
        const TaskId candidate = point.candidates[n];
        std::size_t next = steps_before;
        while (next < last && steps[next].task != candidate) {
            ++next;
        }
        const TaskInfo* const task = timeline.task(candidate);
        if (next < last) {
            preview.would = would_do(timeline, steps[next].first);
        } else if (task != nullptr && task->ended != kNoEvent &&
                   timeline.trace()[task->ended].kind == EventKind::TaskCancelled) {
            preview.would.words = {"ui.would.be_cancelled"};  // before its first step
        }
        if (whole && timeline.outcome() != Outcome::Budget &&
            timeline.outcome() != Outcome::Stopped) {
            preview.outcome = timeline.outcome();
        }
        return preview;
    }
};

Previews::Previews() = default;
Previews::~Previews() = default;

void Previews::ask(const RunSpec& spec, const ChoiceLog& log, const ChoicePoint& point,
                   std::uint64_t steps_before) {
    if (work_ && same_choice(work_->point, point) && work_->spec == spec) {
        return;
    }
    drop();
    if (steps_before > kMostSteps) {
        return;
    }
    work_ = std::make_unique<Work>();
    work_->spec = spec;
    work_->point = point;
    work_->steps_before = steps_before;
    work_->script = log.script(point.number);
    work_->wanted = std::min(point.candidates.size(), ChoiceLog::kKept);
    work_->worker =
        std::jthread([work = work_.get()](const std::stop_token& stop) { work->run(stop); });
}

void Previews::drop() {
    std::erase_if(leaving_, [](const auto& work) { return work->over.load(); });
    if (work_) {
        work_->worker.request_stop();
        leaving_.push_back(std::move(work_));
    }
}

const Preview* Previews::of(std::size_t n) const {
    return work_ && n < work_->known.load(std::memory_order_acquire) ? &work_->previews[n]
                                                                     : nullptr;
}

bool Previews::working() const {
    return work_ && work_->known.load(std::memory_order_acquire) < work_->wanted;
}

}  // namespace coroscope::gui
