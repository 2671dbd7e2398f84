#include "gui/model/loader.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "runtime/formats/open_trace.h"
#include "runtime/trace/recorder.h"
#include "scenarios/simulate.h"

namespace coroscope::gui {
namespace {

// A growing run is shown again when it has grown by half: all copies together cost as much as three
// runs.
bool worth_showing(EventIndex shown, EventIndex now) { return now > shown + shown / 2; }

}  // namespace

std::shared_ptr<const Indexed> make_indexed(Trace trace, const FindingOptions& options) {
    auto indexed = std::make_shared<Indexed>();
    indexed->timeline = Timeline(std::move(trace));
    indexed->findings = find_all(indexed->timeline, options);
    indexed->badges = task_badges(indexed->timeline);
    indexed->order = RowOrder(indexed->timeline);
    return indexed;
}

struct Loader::Job {
    mutable std::mutex mutex;
    std::condition_variable finished;
    Progress progress{nullptr, false, nullptr, "", {}};
    FindingOptions options;
    std::shared_ptr<ChoiceLog> choices = std::make_shared<ChoiceLog>();  // of a simulation
    std::unique_ptr<Recorder> recorder;
    std::atomic<bool> simulated = false;
    // Destroyed first, in reverse order: both are joined before what they use goes away.
    std::jthread simulator;
    std::jthread indexer;

    void publish(std::shared_ptr<const Indexed> indexed, bool done, std::string problem = {},
                 std::vector<Message> notes = {}) {
        {
            const std::scoped_lock lock(mutex);
            progress.indexed = std::move(indexed);
            progress.done = done;
            progress.problem = std::move(problem);
            progress.notes = std::move(notes);
        }
        if (done) {
            finished.notify_all();
        }
    }

    void show_growth(const std::stop_token& stop) {
        using namespace std::chrono_literals;
        Timeline timeline;
        EventIndex shown = 0;
        while (!simulated.load() && !stop.stop_requested()) {
            {
                std::unique_lock lock(mutex);
                finished.wait_for(lock, 20ms,
                                  [&] { return simulated.load() || stop.stop_requested(); });
            }
            Trace prefix = recorder->snapshot();
            if (simulated.load() || !worth_showing(shown, prefix.size())) {
                continue;
            }
            shown = prefix.size();
            timeline.extend(std::move(prefix));
            auto indexed = std::make_shared<Indexed>();
            indexed->timeline = timeline;
            indexed->badges = task_badges(timeline);
            indexed->order = RowOrder(timeline);
            publish(std::move(indexed), false);
        }
        if (!stop.stop_requested()) {
            {
                const std::scoped_lock lock(mutex);
                progress.choices = choices;
            }
            publish(make_indexed(recorder->snapshot(), options), true);
        }
    }

    void read(const std::filesystem::path& file, const std::stop_token& stop) {
        OpenedTrace opened = open_trace(file);
        if (!stop.stop_requested()) {
            publish(opened.trace ? make_indexed(std::move(*opened.trace), options) : nullptr, true,
                    std::move(opened.problem), std::move(opened.notes));
        }
    }
};

Loader::Loader() = default;
Loader::~Loader() { stop(); }

void Loader::start(const RunRequest& request, const FindingOptions& options) {
    stop();
    job_ = std::make_unique<Job>();
    Job& job = *job_;
    job.options = options;
    if (request.is_file()) {
        job.indexer = std::jthread(
            [&job, file = request.file](std::stop_token stop) { job.read(file, stop); });
        return;
    }
    job.recorder = std::make_unique<Recorder>(trace_info(request.spec));
    job.simulator = std::jthread([&job, spec = request.spec](std::stop_token stop) {
        simulate(spec, *job.recorder, {}, stop, job.choices.get());
        job.recorder->publish();
        {
            const std::scoped_lock lock(job.mutex);
            job.simulated = true;
        }
        job.finished.notify_all();
    });
    job.indexer = std::jthread([&job](std::stop_token stop) { job.show_growth(stop); });
}

void Loader::find_again(std::shared_ptr<const Indexed> indexed, const FindingOptions& options) {
    stop();
    job_ = std::make_unique<Job>();
    Job& job = *job_;
    job.indexer = std::jthread([&job, indexed = std::move(indexed), options] {
        auto again = std::make_shared<Indexed>(*indexed);
        again->findings = find_all(again->timeline, options);
        job.publish(std::move(again), true);
    });
}

void Loader::wait(std::chrono::milliseconds limit) {
    if (job_) {
        std::unique_lock lock(job_->mutex);
        job_->finished.wait_for(lock, limit, [&] { return job_->progress.done; });
    }
}

Progress Loader::progress() const {
    if (!job_) {
        return {};
    }
    const std::scoped_lock lock(job_->mutex);
    return job_->progress;
}

void Loader::stop() {
    if (job_) {
        job_->simulator.request_stop();
        job_->indexer.request_stop();
        job_->finished.notify_all();
        job_.reset();
    }
}

}  // namespace coroscope::gui
