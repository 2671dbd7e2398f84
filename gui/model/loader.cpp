#include "gui/model/loader.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <new>
#include <thread>
#include <utility>

#include "runtime/formats/open_trace.h"
#include "scenarios/simulate.h"

namespace coroscope::gui {
namespace {

using namespace std::chrono_literals;

// A growing run is shown again when it has grown by half: all copies together cost as much as three
// runs.
bool worth_showing(EventIndex shown, EventIndex now) { return now > shown + shown / 2; }

std::shared_ptr<Indexed> without_findings(Timeline timeline) {
    auto indexed = std::make_shared<Indexed>();
    indexed->timeline = std::move(timeline);
    indexed->badges = task_badges(indexed->timeline);
    indexed->order = RowOrder(indexed->timeline);
    return indexed;
}

}  // namespace

AxisKind axis_for(const Timeline& timeline, AxisKind wanted) {
    const bool foreign = !timeline.trace().empty() && timeline.iterations().empty();
    return foreign && wanted == AxisKind::Elastic ? AxisKind::Time : wanted;
}

std::shared_ptr<const Indexed> make_indexed(Trace trace, const FindingOptions& options) {
    auto indexed = without_findings(Timeline(std::move(trace)));
    indexed->findings = find_all(indexed->timeline, options);
    return indexed;
}

struct Loader::Job {
    LoadOptions options;
    std::shared_ptr<const ChoiceLog> choices;  // of a scenario's simulation
    mutable std::mutex mutex;
    std::condition_variable changed;
    Progress progress{.indexed = nullptr, .done = false};
    std::unique_ptr<Recorder> recorder;
    bool simulated = false;  // guarded by `mutex`, as `progress` is
    Work reading;
    Work searching;  // for findings
    std::atomic<int> threads = 0;
    // Destroyed first, in reverse order: both are joined before what they use goes away.
    std::jthread simulator;
    std::jthread indexer;

    [[nodiscard]] bool has_ended() const { return threads.load() == 0; }

    /// Runs `body` in a thread and counts it.
    template <class Body>
    std::jthread in_thread(Body body) {
        ++threads;
        return std::jthread([this, body = std::move(body)](const std::stop_token& stop) {
            body(stop);
            const std::scoped_lock lock(mutex);
            --threads;
            changed.notify_all();
        });
    }

    void set(const std::function<void(Progress&)>& change) {
        const std::scoped_lock lock(mutex);
        change(progress);
        changed.notify_all();
    }
    void enter(LoadPhase phase) {
        set([&](Progress& now) { now.phase = phase; });
    }
    void show(std::shared_ptr<const Indexed> indexed) {
        set([&](Progress& now) { now.indexed = std::move(indexed); });
    }

    void fail(std::string problem) {
        set([&](Progress& now) {
            now.problem = std::move(problem);
            now.done = true;
        });
    }

    [[nodiscard]] std::shared_ptr<Indexed> with_axis(Timeline timeline) const {
        std::shared_ptr<Indexed> indexed = without_findings(std::move(timeline));
        if (indexed->timeline.trace().size() >= kLargeRun) {
            indexed->axis = std::make_shared<const Axis>(indexed->timeline,
                                                         axis_for(indexed->timeline, options.axis));
        }
        return indexed;
    }

    /// Badges and findings, and then it is done.
    void finish(Timeline timeline, const std::stop_token& stop) {
        std::shared_ptr<Indexed> indexed = with_axis(std::move(timeline));
        indexed->choices = choices;
        if (stop.stop_requested()) {
            return;
        }
        if (indexed->timeline.trace().size() >= kLargeRun) {
            show(indexed);  // from now on nobody changes it
            indexed = std::make_shared<Indexed>(*indexed);
        }
        find(std::move(indexed));
    }

    void find(std::shared_ptr<Indexed> whole) {
        enter(LoadPhase::Findings);
        bool searched = true;
        try {
            whole->findings = find_all(whole->timeline, options.findings, &searching);
        } catch (const WorkCancelled&) {
            searched = false;
        }
        set([&](Progress& now) {
            now.indexed = std::move(whole);
            now.without_findings = !searched;
            now.done = true;
        });
    }

    void show_growth(const std::stop_token& stop) {
        Timeline timeline;
        EventIndex shown = 0;
        const auto is_over = [&] { return simulated || stop.stop_requested(); };
        for (;;) {
            {
                std::unique_lock lock(mutex);
                changed.wait_for(lock, 20ms, is_over);
                if (is_over()) {
                    break;
                }
            }
            Trace prefix = recorder->snapshot();
            set([&](Progress& now) { now.amount.done = prefix.size(); });
            if (worth_showing(shown, prefix.size())) {
                shown = prefix.size();
                timeline.extend(std::move(prefix));
                show(with_axis(timeline));
            }
        }
        if (!stop.stop_requested()) {
            enter(LoadPhase::Indexing);
            timeline.extend(recorder->snapshot());
            finish(std::move(timeline), stop);
        }
    }

    void read(const std::filesystem::path& file, const std::stop_token& stop) {
        OpenedTrace opened = open_trace(file, &reading);
        set([&](Progress& now) {
            now.notes = std::move(opened.notes);
            now.problem = opened.problem;
        });
        if (!opened.trace) {
            fail(std::move(opened.problem));
        } else if (!stop.stop_requested()) {
            enter(LoadPhase::Indexing);
            finish(Timeline(std::move(*opened.trace)), stop);
        }
    }

    /// What a worker does; whatever goes wrong there becomes a sentence.
    void guarded(const std::function<void()>& body) {
        try {
            body();
        } catch (const WorkCancelled&) {
            // Nobody wants it any more.
        } catch (const std::bad_alloc&) {
            fail("there is not enough memory");
        }
    }
};

Loader::Loader() = default;

Loader::~Loader() { drop(); }

std::shared_ptr<Loader::Job> Loader::new_job(const LoadOptions& options) {
    drop();
    job_ = std::make_shared<Job>();
    job_->options = options;
    return job_;
}

void Loader::start(const RunRequest& request, const LoadOptions& options) {
    if (!request.is_file()) {
        auto choices = std::make_shared<ChoiceLog>();
        simulate_in_thread(
            trace_info(request.spec),
            [spec = request.spec, choices](Recorder& recorder, const std::stop_token& stop) {
                simulate(spec, recorder, {}, stop, choices.get());
            },
            options, choices);
        return;
    }
    Job& job = *new_job(options);
    job.progress.phase = LoadPhase::Reading;
    job.indexer = job.in_thread([&job, file = request.file](const std::stop_token& stop) {
        job.guarded([&] { job.read(file, stop); });
    });
}

void Loader::start(TraceInfo info, Simulation simulation, const LoadOptions& options) {
    simulate_in_thread(std::move(info), std::move(simulation), options, nullptr);
}

void Loader::find_again(const std::shared_ptr<const Indexed>& indexed,
                        const FindingOptions& options) {
    LoadOptions all;
    all.findings = options;
    Job& job = *new_job(all);
    job.indexer = job.in_thread([&job, indexed](const std::stop_token&) {
        job.guarded([&] { job.find(std::make_shared<Indexed>(*indexed)); });
    });
}

void Loader::simulate_in_thread(TraceInfo info, Simulation simulation, const LoadOptions& options,
                                std::shared_ptr<const ChoiceLog> choices) {
    Job& job = *new_job(options);
    job.choices = std::move(choices);
    job.recorder = std::make_unique<Recorder>(std::move(info));
    job.simulator = job.in_thread([&job, run = std::move(simulation)](const std::stop_token& stop) {
        job.guarded([&] { run(*job.recorder, stop); });
        job.recorder->publish();
        job.set([&](Progress&) { job.simulated = true; });
    });
    job.indexer = job.in_thread(
        [&job](const std::stop_token& stop) { job.guarded([&] { job.show_growth(stop); }); });
}

void Loader::wait(std::chrono::milliseconds limit) {
    if (job_) {
        std::unique_lock lock(job_->mutex);
        job_->changed.wait_for(lock, limit, [&] { return job_->progress.done; });
    }
}

Progress Loader::progress() const {
    if (!job_) {
        return {};
    }
    const std::scoped_lock lock(job_->mutex);
    Progress now = job_->progress;
    if (now.phase == LoadPhase::Reading) {
        now.amount = job_->reading.amount();
    } else if (now.phase == LoadPhase::Findings) {
        now.amount = job_->searching.amount();
    }
    return now;
}

void Loader::end_early() {
    if (job_) {
        job_->simulator.request_stop();
        job_->searching.cancel();
    }
}

void Loader::drop() {
    std::erase_if(dropped_, [](const auto& job) { return job->has_ended(); });
    if (!job_) {
        return;
    }
    {
        const std::scoped_lock lock(job_->mutex);  // or the indexer might begin to wait just now
        job_->simulator.request_stop();
        job_->indexer.request_stop();
    }
    job_->reading.cancel();
    job_->searching.cancel();
    job_->changed.notify_all();
    dropped_.push_back(std::move(job_));
}

bool Loader::wait_for_rest(std::chrono::milliseconds limit) {
    const auto until = std::chrono::steady_clock::now() + limit;
    for (const auto& job : dropped_) {
        std::unique_lock lock(job->mutex);
        if (!job->changed.wait_until(lock, until, [&] { return job->has_ended(); })) {
            return false;
        }
    }
    return true;
}

}  // namespace coroscope::gui
