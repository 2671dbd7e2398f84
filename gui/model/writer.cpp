#include "gui/model/writer.h"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <new>
#include <thread>
#include <utility>

namespace coroscope::gui {

struct Writer::Job {
    Written written;
    Work work;
    std::mutex mutex;
    std::condition_variable changed;
    bool over = false;    // guarded by `mutex`, and `written` while it is false by nobody else
    std::jthread worker;  // destroyed first

    void run(const Write& write) {
        try {
            written.problem = write(work);
        } catch (const WorkCancelled&) {
            written.cancelled = true;
        } catch (const std::bad_alloc&) {
            written.problem = "there is not enough memory";
        } catch (const std::exception& error) {
            written.problem = error.what();
        }
        const std::scoped_lock lock(mutex);
        over = true;
        changed.notify_all();
    }
};

Writer::Writer() = default;

Writer::~Writer() { cancel(); }

bool Writer::start(const std::filesystem::path& path, Write write) {
    if (busy()) {
        return false;
    }
    job_ = std::make_unique<Job>();
    job_->written.path = path;
    job_->worker = std::jthread([job = job_.get(), write = std::move(write)] { job->run(write); });
    return true;
}

std::filesystem::path Writer::path() const {
    return job_ ? job_->written.path : std::filesystem::path();
}

Work::Amount Writer::amount() const { return job_ ? job_->work.amount() : Work::Amount{}; }

bool Writer::is_cancelled() const { return job_ && job_->work.is_cancelled(); }

void Writer::cancel() {
    if (job_) {
        job_->work.cancel();
    }
}

bool Writer::wait(std::chrono::milliseconds limit) {
    if (!job_) {
        return true;
    }
    std::unique_lock lock(job_->mutex);
    return job_->changed.wait_for(lock, limit, [&] { return job_->over; });
}

std::optional<Written> Writer::take() {
    if (!wait(std::chrono::milliseconds(0)) || !job_) {
        return std::nullopt;
    }
    Written written = std::move(job_->written);
    job_.reset();
    return written;
}

}  // namespace coroscope::gui
